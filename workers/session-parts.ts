/** What a Session page shows in windows: its transcript, its messages and their places, cut into parts on request. */
import {
  happeningsIn,
  placeInTime,
  type EpochMs,
  type Happening,
  type Place,
  type Session,
  type SessionMessage,
  type Sides,
} from '../src/model.ts';
import type { EvidencePlace, SessionParts, TranscriptEntry, TranscriptSide } from './api.ts';

/** Colleagues of the local party stand on its side. */
export function sideOf({ local, remote }: Pick<Sides, 'local' | 'remote'>, who: string): TranscriptSide {
  if (who === remote) return 'remote';
  return local !== null && domainOf(who) === domainOf(local) ? 'local' : 'other';
}
const domainOf = (address: string): string => address.slice(address.lastIndexOf('@') + 1);

/** An entry, and the time by which it takes its place. */
interface Placed {
  entry: TranscriptEntry;
  at: EpochMs | null;
}

/** What was said and done, in the order of its times. Entries without a time come last, in the order of the log. */
export function transcriptOf(session: Session, sides: Pick<Sides, 'local' | 'remote'>): TranscriptEntry[] {
  const { clocks } = session;
  const placed = <T extends { time: EpochMs | null; places: readonly Place[] }>(
    items: readonly T[],
    entryOf: (item: Omit<T, 'places'>, time: EpochMs | null) => TranscriptEntry,
  ): Placed[] =>
    items.map(({ places, ...item }) => ({
      entry: entryOf(item, item.time),
      at: placeInTime(clocks, item.time, places),
    }));
  const entries: Placed[] = [
    ...placed(session.texts, (item, time) => ({ kind: 'text', time, side: sideOf(sides, item.from), item })),
    ...placed(session.presence, (item, time) => ({ kind: 'presence', time, item })),
    ...placed(session.files, (item, time) => ({ kind: 'file', time, item })),
    ...eventsOf(session.messages, clocks),
    ...mediaIn(session),
    ...placed(session.diagnostics, (item, time) => ({ kind: 'diagnostic', time, item })),
    ...placed(session.opaque, (item, time) => ({ kind: 'opaque', time, item })),
  ];
  // Two without a time keep their order: Infinity less itself is no number.
  entries.sort((a, b) => (a.at === b.at ? 0 : (a.at ?? Infinity) - (b.at ?? Infinity)));
  return entries.map(({ entry }) => entry);
}

/** Each use of audio, video and sharing, from when it was taken, else offered; and what was there without any that is known. */
function mediaIn({ media, modalities, clocks }: Session): Placed[] {
  const uses = media.map(({ places, callId: _callId, ...item }): Placed => {
    const time = item.start ?? item.offered;
    return { entry: { kind: 'media', time, item }, at: placeInTime(clocks, time, places) };
  });
  const others = modalities.flatMap(({ modality, time, places }): Placed[] => {
    const lasts = modality === 'audio' || modality === 'video' || modality === 'sharing';
    if (!lasts || media.some((use) => use.media === modality)) return [];
    const entry: TranscriptEntry = { kind: 'media', time, item: { media: modality } };
    return [{ entry, at: placeInTime(clocks, time, places) }];
  });
  return [...uses, ...others];
}

/** What stanzas and requests tell beside texts, in their order. */
function eventsOf(messages: readonly SessionMessage[], clocks: Session['clocks']): Placed[] {
  return happeningsIn(messages).map((happening) => {
    const entry = eventOf(happening);
    return { entry, at: placeInTime(clocks, entry.time, happening.message.sightings[0]?.places ?? []) };
  });
}

function eventOf({ fact, message: { from, to, sightings } }: Happening): TranscriptEntry {
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
  }
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
