/** Which records of a flow a stanza came in. */
import type { LogRecord, Place } from '../model.ts';
import { placesOf } from './flow-bytes.ts';

/** A record's stretch of its flow: [start, end), and what it tells of every stanza in it. */
export type FlowSpan = Pick<LogRecord, 'place' | 'time' | 'timeSource' | 'direction' | 'local' | 'remote' | 'side'> & {
  start: number;
  end: number;
  /** All places of the record: most have one. */
  places: Place[];
  /** Does the client of the connection speak? null = the log does not say. */
  fromClient: boolean | null;
};

/** The record's payload begins at `start` of the flow. */
export function spanOf(record: LogRecord, start: number): FlowSpan {
  const { place, time, timeSource, direction, local, remote, side, payload } = record;
  const end = start + payload.length;
  const fromClient =
    record.clientEnd === undefined || direction === null
      ? null
      : (direction === 'out') === (record.clientEnd === 'local');
  return { place, places: placesOf(record), time, timeSource, direction, local, remote, side, start, end, fromClient };
}

/** Places of the bytes [from, to) of the flow, in order; of a record that is nothing but payload just the bytes. */
export function placesIn(spans: readonly FlowSpan[], from: number, to: number): Place[] {
  const places: Place[] = [];
  for (const span of spans) {
    if (span.end <= from || span.start >= to) continue;
    const { place, start, end } = span;
    if (span.places.length > 1 || place.length !== end - start) places.push(...span.places);
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
