/** What a log of Prosody says of its sessions beside the stanzas: whose a session is, of what kind, and whether it is encrypted. */
import { bytesOf, decode, startsWith } from '../bytes/text.ts';
import type { StreamWords } from '../model.ts';
import { SessionNames } from './session-names.ts';
import { streamWords } from './stream-words.ts';

const WHO = [bytesOf('Authenticated as '), bytesOf('Resource bound: ')];
/** `Stream encrypted (TLSv1.3 with TLS_AES_256_GCM_SHA384)`. */
const ENCRYPTED = bytesOf('Stream encrypted');
/** The name of a session is an address in memory: with these it is another one's. */
const BEGINNINGS = ['Client connected', 'Incoming s2s connection', 'Incoming Jabber component'].map(bytesOf);
const NAME = /^(c2s|s2sin|s2sout|jcp|component)[\da-f]/;
const KINDS: ReadonlyMap<string, StreamWords['of']> = new Map([
  ['c2s', 'client'],
  ['s2sin', 'server'],
  ['s2sout', 'server'],
  ['jcp', 'component'],
  ['component', 'component'],
]);

export class ProsodySessions {
  readonly #jids = new SessionNames();
  readonly #encrypted = new SessionNames();

  /** A line of `session` whose text stands in [text, end). */
  learn(bytes: Uint8Array, text: number, end: number, session: string): void {
    if (startsWith(bytes, text, end, ENCRYPTED)) this.#encrypted.set(session, session);
    for (const beginning of BEGINNINGS) {
      if (!startsWith(bytes, text, end, beginning)) continue;
      this.#jids.forget(session);
      this.#encrypted.forget(session);
    }
    for (const mark of WHO) {
      if (!startsWith(bytes, text, end, mark)) continue;
      const jid = decode(bytes, text + mark.length, end).trim();
      if (jid.includes('@')) this.#jids.set(session, jid);
    }
  }

  jidOf(session: string): string | null {
    return this.#jids.get(session);
  }

  wordsOf(session: string): StreamWords | null {
    const kind = KINDS.get(NAME.exec(session)?.[1] ?? '') ?? null;
    return streamWords(kind, this.#encrypted.get(session) !== null);
  }
}
