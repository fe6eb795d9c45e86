/** What the words of a log say of a message's direction and peer, for logs whose heads have no fixed shape. */
import type { Direction, Endpoint } from '../model.ts';
import { endpointOf, transportOf } from './endpoints.ts';

export interface SpokenDirection {
  direction: Direction;
  remote: Endpoint | null;
}

const IN = /\b(?:incoming|received?|receiving|recv|rcvd?|rx)\b|<-{2,}(?!-*>)/i;
const OUT = /\b(?:outgoing|sent|send|sending|snd|transmit\w*|tx)\b|(?<!<)-{2,}>/i;
const PEER =
  /(?:\b(?:from|to|peer)\b|<-{2,}|-{2,}>)[\s:=(]*\[?(?:(udp|tcp|tls|wss?)\]?\s*[:/]+\s*|(udp|tcp|tls|wss?)\]?\s+)?(\[[\da-f:.]+\]|[a-z\d](?:[\w.-]*[\w])?):(\d{2,5})\b/i;

/** Null when nothing is said, or both directions are. */
export function spokenDirection(text: string): SpokenDirection | null {
  const into = IN.test(text);
  if (into === OUT.test(text)) return null;
  const [, first, second, host, port] = PEER.exec(text) ?? [];
  const remote = host === undefined ? null : endpointOf(`${host}:${port}`, transportOf(first ?? second ?? ''));
  return { direction: into ? 'in' : 'out', remote };
}
