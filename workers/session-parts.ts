/** What a Session page shows in windows: its transcript, its messages and their places, cut into parts on request. */
import type { Fact, Session, SessionMessage, Sides } from '../src/model.ts';
import type { EvidencePlace, SessionParts, TranscriptEntry, TranscriptSide } from './api.ts';

/** Colleagues of the local party stand on its side. */
export function sideOf({ local, remote }: Pick<Sides, 'local' | 'remote'>, who: string): TranscriptSide {
  if (who === remote) return 'remote';
  return local !== null && domainOf(who) === domainOf(local) ? 'local' : 'other';
}
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** What was said and done, in the order of its times. Entries without a time come last, in the order of the log. */
export function transcriptOf(session: Session, sides: Pick<Sides, 'local' | 'remote'>): TranscriptEntry[] {
  const entries: TranscriptEntry[] = [
    ...session.texts.map(({ places: _, ...item }): TranscriptEntry => {
      return { kind: 'text', time: item.time, side: sideOf(sides, item.from), item };
    }),
    ...session.presence.map(({ places: _, ...item }): TranscriptEntry => ({ kind: 'presence', time: item.time, item })),
    ...session.files.map(({ places: _, ...item }): TranscriptEntry => ({ kind: 'file', time: item.time, item })),
    ...eventsOf(session.messages),
    ...mediaIn(session),
    ...session.diagnostics.map(({ places: _, ...item }): TranscriptEntry => {
      return { kind: 'diagnostic', time: item.time, item };
    }),
    ...session.opaque.map(({ places: _, ...item }): TranscriptEntry => ({ kind: 'opaque', time: item.time, item })),
  ];
  // Two without a time keep their order: Infinity less itself is no number.
  return entries.sort((a, b) => (a.time === b.time ? 0 : (a.time ?? Infinity) - (b.time ?? Infinity)));
}

/** Each use of audio, video and sharing, from when it was taken, else offered; and what was there without any that is known. */
function mediaIn({ media, modalities }: Session): TranscriptEntry[] {
  const uses = media.map(({ places: _, callId: _callId, ...item }): TranscriptEntry => {
    return { kind: 'media', time: item.start ?? item.offered, item };
  });
  const others = modalities.flatMap(({ modality, time }): TranscriptEntry[] => {
    const lasts = modality === 'audio' || modality === 'video' || modality === 'sharing';
    if (!lasts || media.some((use) => use.media === modality)) return [];
    return [{ kind: 'media', time, item: { media: modality } }];
  });
  return [...uses, ...others];
}

/** What stanzas and requests tell beside texts, in their order. */
function eventsOf(messages: readonly SessionMessage[]): TranscriptEntry[] {
  const events: TranscriptEntry[] = [];
  /** Who is in which room: a room tells of everyone again whenever something of them changes, and to each occupant. */
  const present = new Set<string>();
  for (const message of messages) {
    for (const fact of message.facts) {
      const event = eventOf(fact, message);
      if (event !== null && !isToldAlready(event, events.at(-1), present)) events.push(event);
    }
  }
  return events;
}

function eventOf(fact: Fact, { from, to, sightings }: SessionMessage): TranscriptEntry | null {
  const time = sightings[0]?.time ?? null;
  const who = from ?? '';
  switch (fact.kind) {
    case 'member': {
      const { kind, ...item } = fact;
      return { kind, time, item };
    }
    case 'topic':
      return { kind: 'topic', time, item: { who, topic: fact.topic } };
    case 'reaction':
      return { kind: 'reaction', time, item: { who, reactions: fact.reactions } };
    case 'invitation': {
      const { room, reason } = fact;
      return { kind: 'invitation', time, item: { who, to: fact.who ?? to ?? '', room, reason } };
    }
    case 'subscription':
      return { kind: 'subscription', time, item: { who, to: fact.of ?? to ?? '', step: fact.step } };
    case 'notice':
      return { kind: 'notice', time, item: { who, notice: fact.notice } };
    default:
      return null;
  }
}

function isToldAlready(event: TranscriptEntry, before: TranscriptEntry | undefined, present: Set<string>): boolean {
  if (event.kind === 'notice') {
    return before?.kind === 'notice' && before.item.who === event.item.who && before.item.notice === event.item.notice;
  }
  if (event.kind === 'invitation') {
    // On its way through the room it may bear another id.
    const { who, to, room } = event.item;
    const same = before?.kind === 'invitation' && before.item.who === who && before.item.to === to;
    return same && before.item.room === room;
  }
  if (event.kind !== 'member' || event.item.how === 'renamed') return false;
  const { who, change, room } = event.item;
  const place = who + '\n' + (room ?? '');
  if (change === 'leave') {
    const gone = before?.kind === 'member' && before.item.change === 'leave' && before.item.who === who;
    return !present.delete(place) && gone;
  }
  if (present.has(place)) return true;
  present.add(place);
  return false;
}

/** Every place of every message, in the order of the messages. */
export function placesOf(messages: readonly SessionMessage[]): EvidencePlace[] {
  return messages.flatMap(({ title, sightings }, index) =>
    sightings.flatMap(({ places }) => places.map((place) => ({ message: index + 1, title, place }))),
  );
}

/** Longer texts reach the page in this length first, UTF-16 units. */
const LONGEST_TEXT = 4_000;

/** A text of megabytes takes the browser seconds to lay out: its beginning is shown, and the whole on request. */
export function clamped(entry: TranscriptEntry): SessionParts['transcript'] {
  if (entry.kind !== 'text' || entry.item.text.length <= LONGEST_TEXT) return entry;
  const { text } = entry.item;
  return { ...entry, item: { ...entry.item, text: text.slice(0, LONGEST_TEXT) }, cut: text.length };
}
