/** Whose talk a stream carried last: what ends the stream breaks it off. */
import { stanzaKey } from '../model/join-keys.ts';
import type { EpochMs, Place, TraceDiagnostic, XmppStanza } from '../model.ts';
import type { FlowSpan } from './xmpp-spans.ts';

/** Talks of a stream that are remembered, those that spoke last. */
const MOST_TALKS = 16;
/** A talk that was silent for longer is not broken off by the end of its stream, ms. */
const RUNNING_MS = 60_000;

interface Talk {
  key: string;
  last: EpochMs | null;
}

export class StreamTalks {
  /** The one that spoke longest ago first. */
  readonly #talks: Talk[] = [];
  #from: string | null = null;
  #to: string | null = null;

  /** Presence is no talk: a server tells it again when its stream is back. */
  see(stanza: XmppStanza, time: EpochMs | null): void {
    if (stanza.name === 'presence') return;
    const latest = this.#talks.at(-1);
    if (latest !== undefined && stanza.from === this.#from && stanza.to === this.#to) {
      latest.last = time;
      return;
    }
    const key = stanzaKey(stanza);
    if (key === null) return;
    this.#from = stanza.from;
    this.#to = stanza.to;
    const known = this.#talks.findIndex((talk) => talk.key === key);
    if (known !== -1) this.#talks.splice(known, 1);
    else if (this.#talks.length === MOST_TALKS) this.#talks.shift();
    this.#talks.push({ key, last: time });
  }

  /** What the stream's error says to each talk that still ran. The stream is over. */
  brokenOff(reason: string, span: FlowSpan, places: readonly Place[]): TraceDiagnostic[] {
    const { time, timeSource, direction, local, remote, side } = span;
    const running = this.#talks.filter(({ last }) =>
      time === null || last === null ? time === last : Math.abs(time - last) <= RUNNING_MS,
    );
    this.#talks.length = 0;
    return running.map(({ key }) => ({
      protocol: 'trace-diagnostic',
      callId: null,
      cseq: null,
      talk: key,
      places: [...places],
      time,
      timeSource,
      direction,
      local,
      remote,
      side,
      from: null,
      to: null,
      title: 'stream:error',
      facts: [{ kind: 'diagnostic', id: null, reason, source: 'stream' }],
      markers: [],
    }));
  }
}
