/** Which records of a flow a stanza came in. */
import type { LogRecord, Place } from '../model.ts';

/** A record's stretch of its flow: [start, end), and what it tells of every stanza in it. */
export type FlowSpan = Omit<LogRecord, 'payload' | 'flow' | 'lost' | 'ends' | 'kind'> & { start: number; end: number };

/** The record's payload begins at `start` of the flow. */
export function spanOf(record: LogRecord, start: number): FlowSpan {
  const { place, time, timeSource, direction, local, remote, side, payload } = record;
  return { place, time, timeSource, direction, local, remote, side, start, end: start + payload.length };
}

/** Places of the bytes [from, to) of the flow, in order; of a record that is nothing but payload just the bytes. */
export function placesIn(spans: readonly FlowSpan[], from: number, to: number): Place[] {
  const places: Place[] = [];
  for (const span of spans) {
    if (span.end <= from || span.start >= to) continue;
    const { place, start, end } = span;
    if (place.length !== end - start) places.push(place);
    else {
      const first = Math.max(from, start);
      places.push({
        source: place.source,
        offset: place.offset + first - start,
        length: Math.min(to, end) - first,
      });
    }
  }
  return places;
}
