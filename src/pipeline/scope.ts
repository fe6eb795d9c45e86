/** What of a session the organisation has archived: whose sessions, and whether what they said. */
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';
import type { Fact, JudgedSession, Organisation, SessionFragment, SessionMessage } from '../model.ts';
import { ECHO_MARK } from '../sessions/index.ts';

export class ArchivingScope {
  /** null = everybody's. */
  readonly #users: ReadonlySet<string> | null;
  readonly #content: boolean;

  /** @param archiving null = nothing was said: everything is archived */
  constructor(archiving: Organisation['archiving']) {
    const { users = 'all', content = 'full' } = archiving ?? {};
    this.#users = users === 'all' ? null : new Set(users);
    this.#content = content === 'full';
  }

  /** A session of a named user, on whichever side and whether it began it or not. */
  has({ session, judgement }: JudgedSession): boolean {
    if (this.#users === null) return true;
    const { local, remote, participants } = judgement.sides;
    if (local !== null && this.#users.has(local)) return true;
    if (remote !== null && this.#users.has(remote)) return true;
    return [...participants, ...session.participants].some((each) => this.#users?.has(each) === true);
  }

  /** The fragment as it is archived. */
  of(fragment: SessionFragment): SessionFragment {
    return this.#content ? fragment : { ...fragment, messages: fragment.messages.map(withoutContent) };
  }
}

function withoutContent(message: SessionMessage): SessionMessage {
  if (!message.facts.some(saysSomething)) return message;
  const facts = message.facts.map((fact) => emptied(fact, message));
  return { ...message, identity: veiled(message.identity), facts };
}

function saysSomething(fact: Fact): boolean {
  return (
    fact.kind === 'text' ||
    fact.kind === 'topic' ||
    fact.kind === 'reaction' ||
    fact.kind === 'invitation' ||
    fact.kind === 'retraction' ||
    fact.kind === 'presence'
  );
}

function emptied(fact: Fact, { callId }: SessionMessage): Fact {
  switch (fact.kind) {
    case 'text': {
      const { subject: _, ...rest } = fact;
      return fact.text === '' ? rest : { ...rest, text: '', mark: hashOf(`${callId ?? ''}\n${fact.text}`).slice(0, 4) };
    }
    case 'topic':
      return { ...fact, topic: '' };
    case 'reaction':
      return { ...fact, reactions: fact.reactions.map(() => '') };
    case 'invitation':
    case 'retraction':
      return { ...fact, reason: null };
    case 'presence':
      return { ...fact, note: null };
    default:
      return fact;
  }
}

/** An identity may hold what was said. What its other sightings share stays apart from its place. */
function veiled(identity: string): string {
  if (identity.startsWith(VEIL)) return identity;
  const mark = identity.lastIndexOf(ECHO_MARK);
  const [what, where] = mark < 0 ? [identity, ''] : [identity.slice(0, mark), identity.slice(mark)];
  return VEIL + hashOf(what).slice(0, 32) + where;
}

const VEIL = 'veiled\n';
const hashOf = (text: string): string => bytesToHex(sha256(utf8ToBytes(text)));
