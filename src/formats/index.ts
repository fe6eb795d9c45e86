/** Every log format. The first one that knows a file's beginning reads it, so what is exact stands before what takes anything. */
import type { LogFormat } from '../model.ts';
import { asterisk } from './asterisk.ts';
import { bagit } from './bagit.ts';
import { chatCompliance } from './chat-compliance.ts';
import { ejabberd } from './ejabberd.ts';
import { eml } from './eml.ts';
import { expressway } from './expressway.ts';
import { freeswitch } from './freeswitch.ts';
import { kamailioSipdump } from './kamailio-sipdump.ts';
import { linphone } from './linphone.ts';
import { mbox } from './mbox.ts';
import { netmon } from './netmon.ts';
import { openfire } from './openfire.ts';
import { pcap } from './pcap.ts';
import { pcapng } from './pcapng.ts';
import { pidginJabber } from './pidgin-jabber.ts';
import { pjsip } from './pjsip.ts';
import { prefixedSip } from './prefixed-sip.ts';
import { prosody } from './prosody.ts';
import { sipJs } from './sip-js.ts';
import { sipe } from './sipe.ts';
import { slixmpp } from './slixmpp.ts';
import { smack } from './smack.ts';
import { sngrepText } from './sngrep-text.ts';
import { syslogEscaped } from './syslog-escaped.ts';
import { uccapi } from './uccapi.ts';
import { sippMessages } from './sipp-messages.ts';
import { sessionLines } from './session-lines.ts';
import { sipText } from './sip-text.ts';
import { sipstack } from './sipstack.ts';
import { xep0227 } from './xep-0227.ts';
import { xmlConsole } from './xml-console.ts';
import { xmppStream } from './xmpp-stream.ts';

export const FORMATS: readonly LogFormat[] = [
  pcap,
  pcapng,
  netmon,
  sessionLines,
  eml,
  mbox,
  chatCompliance,
  xep0227,
  bagit,
  sipstack,
  uccapi,
  sipe,
  pidginJabber,
  ejabberd,
  prosody,
  openfire,
  slixmpp,
  smack,
  xmlConsole,
  sngrepText,
  syslogEscaped,
  sippMessages,
  asterisk,
  freeswitch,
  pjsip,
  linphone,
  kamailioSipdump,
  sipJs,
  expressway,
  prefixedSip,
  // These take what is left; SIP bodies may hold XML, XMPP holds no start lines.
  sipText,
  xmppStream,
];
