/** What can be dropped and how to get it; formats of the person’s own. */
export const formats = {
  'own.title': 'Formats of your own',
  'own.text':
    'Where a text log is of none of these kinds, open “Read again as…” on its row and describe it. Your own formats are asked after the exact ones and before those that take whatever is left.',
  'own.export': 'Save as JSON',
  'own.export.one': 'Save {name} as JSON',
  'own.delete.one': 'Delete the format {name}',
  'own.delete.sure': 'What was read with it stays in the archive.',
  'own.add': 'Add one from a JSON file',
  'own.refused': 'The file was not taken. {why}',
  'import.formats': 'What can be dropped, and how to get it',
  'import.formats.also':
    'Any of them may be gzipped, in UTF-8 or UTF-16, with either kind of line end. The format is found in the content; the file’s name does not matter.',
  'format.none': 'no known format',
  'format.way.sipstack':
    'Lync, OCS and Skype for Business servers: OCSLogger (Logging Tool) with component SIPStack, or Search-CsClsLogging for the AlwaysOn or IMAndPresence scenario.',
  'format.way.uccapi':
    'Lync client: Options, General, turn on logging; then the .UccApilog in the client’s Tracing folder. Texts of messages are often not logged there.',
  'format.way.sipe': 'Pidgin with the SIPE plug-in: start it with --debug, or save its debug window.',
  'format.way.sngrep-text': 'sngrep: save the dialogs as text. The output of ngrep with -W byline fits too.',
  'format.way.sipp-messages': 'SIPp with -trace_msg: its _messages.log.',
  'format.way.asterisk': 'Asterisk: “sip set debug on” or “pjsip set logger on”, then the console or the full log.',
  'format.way.freeswitch': 'FreeSWITCH: “sofia global siptrace on”, then its console or freeswitch.log.',
  'format.way.pjsip': 'Clients and servers on PJSIP: their log at level 4 or higher.',
  'format.way.linphone': 'Linphone: the log with debugging switched on.',
  'format.way.kamailio-sipdump': 'Kamailio: the files of its sipdump module.',
  'format.way.sip-js': 'Clients in a browser on SIP.js or JsSIP: the console, saved as a file.',
  'format.way.expressway': 'Cisco Expressway or VCS: the diagnostic log with network logging at DEBUG.',
  'format.way.syslog-escaped':
    'Kamailio, OpenSIPS or AudioCodes through syslog: one line a message, line breaks written as #015#012.',
  'format.way.prefixed-sip': 'Any log that writes the lines of a SIP message each behind its own time stamp or prefix.',
  'format.way.sip-text': 'SIP messages wherever they stand in a text: a proxy’s debug log, an exported trace, a mail.',
  'format.way.ejabberd':
    'ejabberd with its log level at debug: ejabberd.log, with the lines “Received XML on stream” and “Send XML on stream”.',
  'format.way.prosody':
    'Prosody with its log level at debug and its module stanza_debug on: prosody.log. Without the module the texts are not in it.',
  'format.way.openfire': 'Openfire: the output of its XML Debugger plug-in.',
  'format.way.smack': 'Programs on Smack with its debugger on; on Android the logcat.',
  'format.way.slixmpp': 'Programs on slixmpp or SleekXMPP with logging at DEBUG.',
  'format.way.pidgin-jabber': 'Pidgin or Finch: start it with --debug, or save its debug window.',
  'format.way.xml-console': 'The XML console of Gajim or Psi, copied into a file.',
  'format.way.xmpp-stream':
    'An XMPP stream, or stanzas wherever they stand in a text: a followed stream, a console, a mail.',
  'format.way.pcap': 'tcpdump -w, tshark or Wireshark. Signalling must be unencrypted: nothing inside TLS can be read.',
  'format.way.pcapng': 'Wireshark and dumpcap, as they save by default. Signalling must be unencrypted.',
  'format.way.netmon': 'Microsoft Network Monitor 3 and earlier: the saved capture.',
} as const;
