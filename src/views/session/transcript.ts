/** What was said and done in a session, in the order of its times. */
import type { SessionView } from '../../../workers/api.ts';
import type { Diagnostic, EpochMs, Fact, OfferedFile, OpaqueText, PresenceChange, SaidText } from '../../model.ts';

export type Side = 'local' | 'remote' | 'other';

interface MemberChange {
  time: EpochMs | null;
  who: string;
  change: 'join' | 'leave';
  room: string | null;
}
interface SeenMedia {
  time: EpochMs | null;
  media: Extract<Fact, { kind: 'media' }>['media'];
}

export type Entry = { time: EpochMs | null } & (
  | { kind: 'text'; side: Side; item: SaidText }
  | { kind: 'presence'; item: PresenceChange }
  | { kind: 'file'; item: OfferedFile }
  | { kind: 'member'; item: MemberChange }
  | { kind: 'media'; item: SeenMedia }
  | { kind: 'diagnostic'; item: Diagnostic }
  | { kind: 'opaque'; item: OpaqueText }
);

/** Colleagues of the local party stand on its side. */
export function sideOf(view: SessionView, who: string): Side {
  const { local, remote } = view.judgement.sides;
  if (who === remote) return 'remote';
  return local !== null && domainOf(who) === domainOf(local) ? 'local' : 'other';
}
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** Entries without a time come last, in the order of the log. */
export function transcriptOf(view: SessionView): Entry[] {
  const { session } = view;
  const entries: Entry[] = [
    ...session.texts.map((item): Entry => ({ kind: 'text', time: item.time, side: sideOf(view, item.from), item })),
    ...session.presence.map((item): Entry => ({ kind: 'presence', time: item.time, item })),
    ...session.files.map((item): Entry => ({ kind: 'file', time: item.time, item })),
    ...memberChanges(view).map((item): Entry => ({ kind: 'member', time: item.time, item })),
    ...session.modalities.flatMap(({ modality, time }): Entry[] =>
      modality === 'audio' || modality === 'video' || modality === 'sharing'
        ? [{ kind: 'media', time, item: { time, media: modality } }]
        : [],
    ),
    ...session.diagnostics.map((item): Entry => ({ kind: 'diagnostic', time: item.time, item })),
    ...session.opaque.map((item): Entry => ({ kind: 'opaque', time: item.time, item })),
  ];
  // Two without a time keep their order: Infinity less itself is no number.
  return entries.sort((a, b) => (a.time === b.time ? 0 : (a.time ?? Infinity) - (b.time ?? Infinity)));
}

function memberChanges({ session }: SessionView): MemberChange[] {
  return session.messages.flatMap(({ facts, sightings }) =>
    facts.flatMap((fact): MemberChange[] =>
      fact.kind === 'member'
        ? [{ time: sightings[0]?.time ?? null, who: fact.who, change: fact.change, room: fact.room }]
        : [],
    ),
  );
}

/** A run of texts by one person, close in time, has one head. */
export function continues(entry: Entry, before: Entry | undefined, gapMs = 120_000): boolean {
  if (entry.kind !== 'text' || before?.kind !== 'text' || entry.item.from !== before.item.from) return false;
  return entry.time === null || before.time === null ? entry.time === before.time : entry.time - before.time <= gapMs;
}
