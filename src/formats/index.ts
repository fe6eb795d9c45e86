/** Every log format. The first one that knows a file's beginning reads it, so what is exact stands before what takes anything. */
import type { LogFormat } from '../model.ts';
import { ejabberd } from './ejabberd.ts';
import { netmon } from './netmon.ts';
import { pcap } from './pcap.ts';
import { pcapng } from './pcapng.ts';
import { prosody } from './prosody.ts';
import { sipe } from './sipe.ts';
import { sngrepText } from './sngrep-text.ts';
import { uccapi } from './uccapi.ts';
import { sipText } from './sip-text.ts';
import { sipstack } from './sipstack.ts';
import { slixmpp } from './slixmpp.ts';
import { pidginJabber } from './pidgin-jabber.ts';
import { openfire } from './openfire.ts';
import { smack } from './smack.ts';
import { xmppStream } from './xmpp-stream.ts';

export const FORMATS: readonly LogFormat[] = [
  pcap,
  pcapng,
  netmon,
  sipstack,
  uccapi,
  sipe,
  pidginJabber,
  ejabberd,
  prosody,
  openfire,
  slixmpp,
  smack,
  sngrepText,
  // These take what is left; SIP bodies may hold XML, XMPP holds no start lines.
  sipText,
  xmppStream,
];
