/** French: what can be dropped and how to get it; formats of the person’s own. */
import type { Texts } from '../catalogue.ts';
import type { formats as english } from '../en/formats.ts';

export const formats: Texts<typeof english> = {
  'own.title': 'Vos propres formats',
  'own.text':
    'Quand un journal en texte n’est d’aucune de ces sortes, ouvrez « Relire comme… » sur sa ligne et décrivez-le. Vos propres formats sont essayés après ceux qui sont exacts et avant ceux qui prennent tout le reste.',
  'own.export': 'Enregistrer en JSON',
  'own.export.one': 'Enregistrer {name} en JSON',
  'own.delete.one': 'Supprimer le format {name}',
  'own.delete.sure': 'Ce qui a été lu avec lui reste dans l’archive.',
  'own.add': 'En ajouter un depuis un fichier JSON',
  'own.refused': 'Le fichier n’a pas été accepté. {why}',
  'import.formats': 'Ce qui peut être déposé, et comment l’obtenir',
  'import.formats.also':
    'Chacun peut être compressé par gzip, en UTF-8 ou en UTF-16, avec l’une ou l’autre fin de ligne. Le format est reconnu au contenu ; le nom du fichier n’importe pas.',
  'format.none': 'aucun format connu',
  'format.way.sipstack':
    'Serveurs Lync, OCS et Skype Entreprise : OCSLogger (Logging Tool) avec le composant SIPStack, ou Search-CsClsLogging pour le scénario AlwaysOn ou IMAndPresence.',
  'format.way.uccapi':
    'Client Lync : Options, Général, activer la journalisation ; puis le fichier .UccApilog dans le dossier Tracing du client. Les textes des messages n’y figurent souvent pas.',
  'format.way.sipe': 'Pidgin avec le module SIPE : lancez-le avec --debug, ou enregistrez sa fenêtre de débogage.',
  'format.way.sngrep-text':
    'sngrep : enregistrez les dialogues en texte. La sortie de ngrep avec -W byline convient aussi.',
  'format.way.sipp-messages': 'SIPp avec -trace_msg : son fichier _messages.log.',
  'format.way.asterisk':
    'Asterisk : « sip set debug on » ou « pjsip set logger on », puis la console ou le journal complet.',
  'format.way.freeswitch': 'FreeSWITCH : « sofia global siptrace on », puis sa console ou freeswitch.log.',
  'format.way.pjsip': 'Clients et serveurs sur PJSIP : leur journal au niveau 4 ou plus.',
  'format.way.linphone': 'Linphone : le journal, débogage activé.',
  'format.way.kamailio-sipdump': 'Kamailio : les fichiers de son module sipdump.',
  'format.way.sip-js': 'Clients dans un navigateur sur SIP.js ou JsSIP : la console, enregistrée dans un fichier.',
  'format.way.expressway':
    'Cisco Expressway ou VCS : le journal de diagnostic avec la journalisation réseau au niveau DEBUG.',
  'format.way.syslog-escaped':
    'Kamailio, OpenSIPS ou AudioCodes par syslog : un message par ligne, les sauts de ligne écrits #015#012.',
  'format.way.prefixed-sip':
    'Tout journal qui écrit chaque ligne d’un message SIP derrière son propre horodatage ou préfixe.',
  'format.way.sip-text':
    'Des messages SIP où qu’ils soient dans un texte : journal de débogage d’un proxy, trace exportée, courriel.',
  'format.way.ejabberd':
    'ejabberd avec le niveau de journal debug : ejabberd.log, avec les lignes « Received XML on stream » et « Send XML on stream ».',
  'format.way.prosody':
    'Prosody avec le niveau de journal debug et son module stanza_debug activé : prosody.log. Sans ce module, les textes n’y sont pas.',
  'format.way.openfire': 'Openfire : la sortie de son module XML Debugger.',
  'format.way.smack': 'Programmes sur Smack avec son débogueur activé ; sur Android, le logcat.',
  'format.way.slixmpp': 'Programmes sur slixmpp ou SleekXMPP avec la journalisation au niveau DEBUG.',
  'format.way.pidgin-jabber': 'Pidgin ou Finch : lancez-le avec --debug, ou enregistrez sa fenêtre de débogage.',
  'format.way.xml-console': 'La console XML de Gajim ou de Psi, copiée dans un fichier.',
  'format.way.xmpp-stream':
    'Un flux XMPP, ou des stanzas où qu’elles soient dans un texte : flux suivi, console, courriel.',
  'format.way.pcap':
    'tcpdump -w, tshark ou Wireshark. La signalisation doit être en clair : rien de ce qui est dans TLS ne peut être lu.',
  'format.way.pcapng':
    'Wireshark et dumpcap, tels qu’ils enregistrent par défaut. La signalisation doit être en clair.',
  'format.way.netmon': 'Microsoft Network Monitor 3 et antérieurs : la capture enregistrée.',
};
