import type { Account, EpochMs, IssueCode, Place } from '../model.ts';

/** The packet record (or, of a fragmented packet, the records) that bytes came from. */
export interface Origin {
  /** The record in the file: header and data. Of several: the one that stands first. */
  offset: number;
  length: number;
  /** Offset and length, by turns, of the other fragments' records; null = the packet was whole. */
  further: number[] | null;
  time: EpochMs | null;
}

/** A packet whose account is not settled yet: its bytes wait for their neighbours, or for a decision. */
export interface WaitingOrigin extends Origin {
  settled: boolean;
}

export function waiting(origin: Origin): WaitingOrigin {
  return {
    offset: origin.offset,
    length: origin.length,
    further: origin.further,
    time: origin.time,
    settled: false,
  };
}

export function explainOrigin(account: Account, origin: Origin): void {
  account.explain(origin.length);
  const further = origin.further;
  if (further !== null) for (let i = 1; i < further.length; i += 2) account.explain(further[i]!);
}

export function skipOrigin(account: Account, origin: Origin, code: IssueCode): void {
  account.skip(code, origin.offset, origin.length);
  const further = origin.further;
  if (further !== null) {
    for (let i = 0; i + 1 < further.length; i += 2) account.skip(code, further[i]!, further[i + 1]!);
  }
}

export function furtherPlaces(account: Account, origin: Origin): Place[] {
  const places: Place[] = [];
  const further = origin.further ?? [];
  for (let i = 0; i + 1 < further.length; i += 2) places.push(account.place(further[i]!, further[i + 1]!));
  return places;
}

/** The packets that the parts of one message came in, in file order, as one origin with the last one's time. */
export function mergedOrigin(origins: readonly Origin[]): Origin {
  const places: [number, number][] = [];
  for (const { offset, length, further } of origins) {
    places.push([offset, length]);
    for (let i = 0; further !== null && i + 1 < further.length; i += 2) places.push([further[i]!, further[i + 1]!]);
  }
  places.sort((one, other) => one[0] - other[0]);
  const [first = [0, 0], ...others] = places;
  return {
    offset: first[0],
    length: first[1],
    further: others.length > 0 ? others.flat() : null,
    time: origins.at(-1)?.time ?? null,
  };
}
