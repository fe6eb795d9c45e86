/**
 * What one direction of a connection carries. Takes its bytes in order and tells by their content what they are; SIP and
 * XMPP go on segment by segment, the rest is only accounted for.
 */
import type { Endpoint, IssueCode } from '../model.ts';
import type { Delivery } from './delivery.ts';
import { explainOrigin, skipOrigin, waiting, type Origin } from './origin.ts';
import { httpAt, sipStart, tlsRecordAt, xmppStart } from './recognise.ts';
import { TlsHandshake } from './tls-handshake.ts';

/** Bytes of a direction that are waited for until it is known what it carries. */
export const UNDECIDED_BYTES = 16 << 10;
const UNDECIDED_PACKETS = 512;
/** How much of what was searched is searched again with the next segment: a stream header may be split. */
const TAG_REACH = 600;

/** Bytes that wait, over all connections of a file. */
export interface Budget {
  held: number;
}

/** What both directions of a connection know of each other. */
export interface Conversation {
  kind: 'sip' | 'xmpp' | null;
  /** Reported already: each connection counts once. */
  toldOther: boolean;
  toldEncrypted: boolean;
}

export interface Route {
  /** Names one direction of one connection within the file. */
  flow: string;
  local: Endpoint;
  remote: Endpoint;
}

/**
 * `other` = nothing known, but a later segment may begin with a message; `foreign` = surely something else; `tls` = a
 * handshake that may show certificates.
 */
type State = 'undecided' | 'sip' | 'xmpp' | 'tls' | 'other' | 'foreign';

/** A packet, and how many bytes of the direction there were with it. */
interface Piece {
  origin: Origin;
  end: number;
}

export class TcpStream {
  readonly #delivery: Delivery;
  readonly #conversation: Conversation;
  readonly #budget: Budget;
  readonly #makeRoute: () => Route;
  #route: Route | null = null;
  #state: State = 'undecided';
  #ended = false;
  /** Begun with a SYN: what stands before the first message is not the end of an earlier one. */
  whole = false;

  #bytes = new Uint8Array(0);
  #length = 0;
  #linesSearched = 0;
  #tagsSearched = 0;
  #pieces: Piece[] = [];
  #unsettled: Piece[] = [];

  #handshake: TlsHandshake | null = null;
  #certificates = 0;
  /** The packet in hand, for what is found while reading it. */
  #current: Origin | null = null;
  /** The packet of the last bytes sent on; the object is kept and written over. */
  readonly #last: Origin = { offset: 0, length: 0, further: null, time: null };
  /** Bytes were dropped before anything was recognised. */
  #dropped = false;

  constructor(delivery: Delivery, conversation: Conversation, budget: Budget, makeRoute: () => Route) {
    this.#delivery = delivery;
    this.#conversation = conversation;
    this.#budget = budget;
    this.#makeRoute = makeRoute;
  }

  /** Its bytes need no order any more. */
  get passive(): boolean {
    return this.#state === 'other' || this.#state === 'foreign';
  }

  /** A later segment may still begin with a message. */
  get dormant(): boolean {
    return this.#state === 'other' && !this.#ended;
  }

  get undecided(): boolean {
    return this.#state === 'undecided' && !this.#ended;
  }

  /** SIP or XMPP was found in it. */
  get carries(): boolean {
    return this.#state === 'sip' || this.#state === 'xmpp';
  }

  /** The next bytes in order; `lost` bytes before them are missing. */
  chunk(origin: Origin, bytes: Uint8Array, at: number, end: number, lost: number): void {
    if (this.#state === 'undecided') {
      if (lost > 0) this.#forget();
      this.#wait(origin, bytes, at, end);
    } else if (this.#state === 'tls') {
      if (lost > 0) this.#handshake?.stop();
      this.#readHandshake(origin, bytes, at, end);
    } else if (this.#state === 'xmpp' && tlsRecordAt(bytes, at, end)) {
      // RFC 6120 §5.4.3.3: after <proceed/> both sides begin with TLS.
      this.#finishFlow(origin);
      this.#encrypted(origin, bytes, at, end);
    } else if (this.carries) {
      this.#push(origin, bytes.subarray(at, end), lost, false);
    }
  }

  /** Accounts for a packet of this direction; called once for each, after its bytes (if any were new) were given. */
  settle(origin: Origin): void {
    switch (this.#state) {
      case 'undecided':
        this.#unsettled.push({ origin: waiting(origin), end: this.#length });
        if (this.#unsettled.length > UNDECIDED_PACKETS) this.giveUp(null);
        break;
      case 'sip':
      case 'xmpp':
        explainOrigin(this.#delivery.account, origin);
        break;
      case 'tls':
      case 'foreign':
      case 'other':
        this.#pass(origin);
        break;
    }
  }

  /** A dormant direction has turned to messages. */
  wake(kind: 'sip' | 'xmpp'): void {
    this.#state = kind;
    this.#conversation.kind = kind;
  }

  /** Nothing more will come. */
  finish(origin: Origin | null): void {
    if (this.#ended) return;
    if (this.#state === 'undecided') this.#finishUndecided();
    this.#ended = true;
    if (this.carries) this.#finishFlow(origin);
    this.#handshake?.stop();
  }

  /** What waits for a decision is taken for something else. `code` names the reason if it is a limit. */
  giveUp(code: IssueCode | null): void {
    this.#state = 'other';
    const unsettled = this.#unsettled;
    this.#release();
    for (const piece of unsettled) {
      if (code === null) this.#pass(piece.origin);
      else skipOrigin(this.#delivery.account, piece.origin, code);
    }
  }

  #wait(origin: Origin, bytes: Uint8Array, at: number, end: number): void {
    this.#append(bytes, at, end);
    this.#pieces.push({ origin: waiting(origin), end: this.#length });
    const held = this.#bytes;
    const length = this.#length;
    if (tlsRecordAt(held, 0, length)) {
      this.#encrypted(origin, held, 0, length);
    } else if (this.#conversation.kind === 'xmpp' && (held[0] === 0x3c || held[0]! <= 0x20)) {
      this.#decide('xmpp', 0);
    } else if (httpAt(held, 0, length)) {
      this.giveUp(null);
      this.#state = 'foreign';
    } else {
      this.#search(held, length);
    }
  }

  #search(held: Uint8Array, length: number): void {
    const sip = sipStart(held, this.#linesSearched, length, false);
    const xmpp = xmppStart(held, this.#tagsSearched, length);
    if (sip !== -1 && (xmpp === -1 || sip < xmpp)) {
      this.#decide('sip', sip);
    } else if (xmpp !== -1) {
      this.#decide('xmpp', xmpp);
    } else if (length >= UNDECIDED_BYTES) {
      this.giveUp(null);
    } else {
      this.#linesSearched = held.lastIndexOf(0x0a, length - 1) + 1;
      this.#tagsSearched = Math.max(0, length - TAG_REACH);
    }
  }

  /** What was waited for is sent on from the first message; what stands before it is the end of one that is lost. */
  #decide(kind: 'sip' | 'xmpp', found: number): void {
    const start = blank(this.#bytes, found) ? 0 : found;
    const [pieces, unsettled, bytes] = [this.#pieces, this.#unsettled, this.#bytes];
    this.#release();
    this.#state = kind;
    this.#conversation.kind = kind;
    const account = this.#delivery.account;
    const before: IssueCode = this.whole ? 'packet-other' : 'stream-gap';
    let told = false;
    const lossBefore = !this.whole && (start > 0 || this.#dropped);
    for (const piece of unsettled) {
      const read = start === 0 || piece.end > start;
      if (read) explainOrigin(account, piece.origin);
      else skipOrigin(account, piece.origin, before);
      told ||= !read;
    }
    let from = 0;
    for (const piece of pieces) {
      if (piece.end > start) {
        if (from <= start && lossBefore && !told) account.issue(before, piece.origin.offset, piece.origin.length);
        this.#push(piece.origin, bytes.subarray(Math.max(from, start), piece.end), 0, false);
      }
      from = piece.end;
    }
  }

  #finishUndecided(): void {
    if (this.#conversation.kind === null) {
      this.giveUp(null);
      return;
    }
    // Beside a direction with messages: keep-alives alone, or the end of a message whose beginning is missing.
    const account = this.#delivery.account;
    const onlyBlank = blank(this.#bytes, this.#length);
    const unsettled = this.#unsettled;
    this.#state = 'other';
    this.#release();
    for (const piece of unsettled) {
      if (onlyBlank) explainOrigin(account, piece.origin);
      else skipOrigin(account, piece.origin, this.whole ? 'packet-other' : 'stream-gap');
    }
  }

  #encrypted(origin: Origin, bytes: Uint8Array, at: number, end: number): void {
    this.#state = 'tls';
    const unsettled = this.#unsettled;
    const first = bytes.slice(at, end);
    this.#release();
    this.#handshake = new TlsHandshake((certificate) => this.#certificate(certificate));
    for (const piece of unsettled) this.#pass(piece.origin);
    this.#readHandshake(origin, first, 0, first.length);
  }

  #readHandshake(origin: Origin, bytes: Uint8Array, at: number, end: number): void {
    this.#current = origin;
    this.#handshake?.write(bytes, at, end);
    this.#current = null;
    if (this.#handshake?.done === true && this.#certificates === 0) this.#state = 'foreign';
  }

  #certificate(der: Uint8Array): void {
    if (this.#current === null) return;
    this.#certificates++;
    const { local, remote } = this.#ways();
    this.#delivery.push('certificate', this.#current, local, remote, der, '', 0, false);
  }

  #pass(origin: Origin): void {
    const account = this.#delivery.account;
    const conversation = this.#conversation;
    const encrypted = this.#handshake !== null;
    let code: IssueCode = 'packet-other';
    if (encrypted && !conversation.toldEncrypted) code = 'stream-encrypted';
    else if (!encrypted && !conversation.toldOther && !conversation.toldEncrypted) code = 'stream-other';
    if (encrypted) conversation.toldEncrypted = true;
    else conversation.toldOther = true;
    if (this.#certificates === 0) {
      skipOrigin(account, origin, code);
      return;
    }
    // The packet that ends a certificate is read; the handshake may be over with it.
    this.#certificates = 0;
    if (this.#handshake?.done === true) this.#state = 'foreign';
    explainOrigin(account, origin);
    if (code !== 'packet-other') account.issue(code, origin.offset, origin.length);
  }

  #push(origin: Origin, payload: Uint8Array, lost: number, ends: boolean): void {
    const { flow, local, remote } = this.#ways();
    this.#last.offset = origin.offset;
    this.#last.length = origin.length;
    this.#last.time = origin.time;
    this.#delivery.push(this.#state as 'sip' | 'xmpp', origin, local, remote, payload, flow, lost, ends);
  }

  #finishFlow(origin: Origin | null): void {
    this.#push(origin ?? this.#last, new Uint8Array(0), 0, true);
  }

  #ways(): Route {
    return (this.#route ??= this.#makeRoute());
  }

  #append(bytes: Uint8Array, at: number, end: number): void {
    const length = this.#length + end - at;
    if (length > this.#bytes.length) {
      const wider = new Uint8Array(Math.max(length, 2 * this.#bytes.length));
      wider.set(this.#bytes.subarray(0, this.#length));
      this.#budget.held += wider.length - this.#bytes.length;
      this.#bytes = wider;
    }
    this.#bytes.set(bytes.subarray(at, end), this.#length);
    this.#length = length;
  }

  /** A gap before anything was recognised: nothing before it can be joined to what follows. */
  #forget(): void {
    const unsettled = this.#unsettled;
    this.#release();
    for (const piece of unsettled) skipOrigin(this.#delivery.account, piece.origin, 'packet-other');
    this.whole = false;
    this.#dropped = true;
  }

  #release(): void {
    this.#budget.held -= this.#bytes.length;
    this.#bytes = new Uint8Array(0);
    this.#length = 0;
    this.#linesSearched = 0;
    this.#tagsSearched = 0;
    this.#pieces = [];
    this.#unsettled = [];
  }
}

/** Only keep-alives: line ends, blanks, NULs. */
function blank(bytes: Uint8Array, to: number): boolean {
  for (let i = 0; i < to; i++) if (bytes[i]! > 0x20) return false;
  return true;
}
