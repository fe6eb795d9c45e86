import type { Account, Endpoint, HandshakePart, LogRecord, PayloadKind, Sink, TimeSource } from '../model.ts';
import { furtherPlaces, mergedOrigin, type Origin } from './origin.ts';

/** `local` is who sent it and `remote` who got it: a capture does not know which of them is its own. */
export interface Route {
  /** Names one direction of one connection within the file; '' = what goes this way hangs on nothing before it. */
  flow: string;
  local: Endpoint;
  remote: Endpoint;
}

/** Where what was found in packets goes: one for each file. */
export class Delivery {
  readonly account: Account;
  readonly #out: Sink<LogRecord>;
  readonly #timeSource: TimeSource;

  /** `timeSource`: how good the stamps of the capture are. */
  constructor(account: Account, out: Sink<LogRecord>, timeSource: TimeSource) {
    this.account = account;
    this.#out = out;
    this.#timeSource = timeSource;
  }

  /** @param lost bytes right before it that the capture does not have; `ends` = nothing follows it in this direction */
  push(kind: PayloadKind, origin: Origin, route: Route, payload: Uint8Array, lost = 0, ends = false): void {
    this.#out(this.#record(kind, origin, route, payload, lost, ends));
  }

  /** A certificate that an end handed over in a handshake. */
  pushCertificate(
    origins: readonly Origin[],
    { local, remote }: Route,
    certificate: Uint8Array,
    handshake: HandshakePart,
  ): void {
    const route = { flow: '', local, remote };
    const record = this.#record('certificate', mergedOrigin(origins), route, certificate, 0, false);
    record.handshake = handshake;
    this.#out(record);
  }

  #record(
    kind: PayloadKind,
    origin: Origin,
    { flow, local, remote }: Route,
    payload: Uint8Array,
    lost: number,
    ends: boolean,
  ): LogRecord {
    const record: LogRecord = {
      place: this.account.place(origin.offset, origin.length),
      time: origin.time,
      timeSource: origin.time === null ? 'none' : this.#timeSource,
      direction: null,
      local,
      remote,
      side: null,
      kind,
      flow,
      lost,
      ends,
      payload,
    };
    if (origin.further !== null) record.further = furtherPlaces(this.account, origin);
    return record;
  }
}
