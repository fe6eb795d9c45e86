/**
 * What one direction of a connection carries. Takes its bytes in order and tells by their content what they are; SIP,
 * XMPP and MSRP go on segment by segment, the rest is only accounted for.
 */
import type { HandshakePart, IssueCode } from '../model.ts';
import type { Delivery, Route } from './delivery.ts';
import { explainOrigin, skipOrigin, type Origin } from './origin.ts';
import { httpAt, sslHelloAt, tlsMayBegin, tlsRecordAt, type Carried } from './recognise.ts';
import { TlsHandshake } from './tls-handshake.ts';
import { blank, Undecided, type Budget, type Piece } from './undecided.ts';
import { httpHeadLength, opensWebSocket, webSocketAt } from './websocket.ts';
import { WebSocketStream } from './websocket-stream.ts';

/** What both directions of a connection know of each other. */
export interface Conversation {
  kind: Carried | null;
  /** Reported already: each connection counts once. */
  toldOther: boolean;
  toldEncrypted: boolean;
}

/**
 * `other` = nothing known, but a later segment may begin with a message; `foreign` = surely something else; `tls` = a
 * handshake that may show certificates; `websocket` = SIP or XMPP in WebSocket messages.
 */
type State = 'undecided' | Carried | 'websocket' | 'tls' | 'other' | 'foreign';

const NOTHING = new Uint8Array(0);

function isCarried(state: State): state is Carried {
  return state === 'sip' || state === 'xmpp' || state === 'msrp';
}

export class TcpStream {
  readonly #delivery: Delivery;
  readonly #conversation: Conversation;
  readonly #makeRoute: () => Route;
  readonly #budget: Budget;
  readonly #undecided: Undecided;
  #route: Route | null = null;
  #state: State = 'undecided';
  #ended = false;
  /** Begun with a SYN: what stands before the first message is not the end of an earlier one. */
  whole = false;
  /** Bytes were dropped before anything was recognised. */
  #dropped = false;

  #socket: WebSocketStream | null = null;
  #handshake: TlsHandshake | null = null;
  /** The packet in hand holds a certificate or a part of one. */
  #holdsCertificate = false;
  /** The packet of the last bytes sent on; the object is kept and written over. */
  readonly #last: Origin = { offset: 0, length: 0, further: null, time: null };

  constructor(delivery: Delivery, conversation: Conversation, budget: Budget, makeRoute: () => Route) {
    this.#delivery = delivery;
    this.#conversation = conversation;
    this.#budget = budget;
    this.#undecided = new Undecided(budget);
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

  /** Messages were found in it. */
  get carries(): boolean {
    return isCarried(this.#state) || this.#state === 'websocket';
  }

  /** The next bytes in order; `lost` bytes before them are missing. */
  chunk(origin: Origin, bytes: Uint8Array, at: number, end: number, lost: number): void {
    switch (this.#state) {
      case 'undecided':
        if (lost > 0) this.#forget();
        this.#wait(origin, bytes, at, end);
        break;
      case 'tls':
        if (lost > 0) this.#handshake?.stop();
        this.#readHandshake(origin, bytes, at, end);
        break;
      case 'websocket':
        this.#socket?.write(origin, bytes, at, end, lost);
        break;
      case 'xmpp':
        // RFC 6120 §5.4.3.3: after <proceed/> both sides begin with TLS.
        if (tlsMayBegin(bytes, at, end)) this.#startTls(origin, bytes, at, end);
        else this.#push('xmpp', origin, bytes.subarray(at, end), lost, false);
        break;
      case 'sip':
      case 'msrp':
        this.#push(this.#state, origin, bytes.subarray(at, end), lost, false);
        break;
      case 'other':
      case 'foreign':
        break;
    }
  }

  /** Accounts for a packet of this direction; called once for each, after its bytes (if any were new) were given. */
  settle(origin: Origin): void {
    if (this.#state === 'undecided') {
      this.#undecided.settle(origin);
      if (this.#undecided.full) this.#giveUp(null);
    } else if (this.carries) {
      explainOrigin(this.#delivery.account, origin);
    } else {
      this.#pass(origin);
    }
  }

  /** A dormant direction has turned to messages. */
  wake(kind: Carried): void {
    this.#state = kind;
    this.#conversation.kind = kind;
  }

  /** Nothing more will come. */
  finish(origin: Origin | null): void {
    if (this.#ended) return;
    if (this.#state === 'undecided') this.#finishUndecided();
    this.#ended = true;
    const state = this.#state;
    if (isCarried(state)) this.#push(state, origin ?? this.#last, NOTHING, 0, true);
    this.#socket?.end(origin);
    this.#handshake?.stop();
  }

  /** What waits for a decision is taken for something else. `code` names the reason if it is a limit. */
  #giveUp(code: IssueCode | null): void {
    this.#state = 'other';
    for (const { origin } of this.#undecided.release().unsettled) {
      if (code === null) this.#pass(origin);
      else skipOrigin(this.#delivery.account, origin, code);
    }
  }

  /** Too much waits, over all connections: what waits here is given up. */
  relieve(): void {
    if (this.undecided) this.#giveUp('stream-limit');
    const origin = this.#handshake?.waitsSince ?? null;
    if (origin === null) return;
    this.#delivery.account.issue('stream-limit', origin.offset, origin.length);
    this.#handshake?.stop();
  }

  #wait(origin: Origin, bytes: Uint8Array, at: number, end: number): void {
    const held = this.#undecided;
    held.append(origin, bytes, at, end);
    if (tlsRecordAt(held.bytes, 0, held.length) || sslHelloAt(held.bytes, 0, held.length)) {
      this.#openTls();
    } else if (this.#conversation.kind === 'xmpp' && (held.bytes[0] === 0x3c || held.bytes[0]! <= 0x20)) {
      this.#decide('xmpp', 0);
    } else if (httpAt(held.bytes, 0, held.length)) {
      this.#readHttp(origin);
    } else if (webSocketAt(held.bytes, 0, held.length)) {
      this.#openSocket(origin, 0);
    } else {
      const found = held.find();
      if (found !== null) this.#decide(found.kind, found.at);
      else if (held.full) this.#giveUp(null);
    }
  }

  /** HTTP is something else, unless its head opens a WebSocket. */
  #readHttp(origin: Origin): void {
    const held = this.#undecided;
    const head = httpHeadLength(held.bytes, held.length);
    if (head === -1 && !held.full) return;
    if (head !== -1 && opensWebSocket(held.bytes.subarray(0, head))) {
      this.#openSocket(origin, head);
    } else {
      this.#giveUp(null);
      this.#state = 'foreign';
    }
  }

  /** What waits is sent on from the first message; what stands before it is the end of one that is lost. */
  #decide(kind: Carried, found: number): void {
    const start = blank(this.#undecided.bytes, found) ? 0 : found;
    const { bytes, pieces, unsettled } = this.#undecided.release();
    this.#state = kind;
    this.#conversation.kind = kind;
    const told = this.#settleBefore(unsettled, start);
    const lost = !told && !this.whole && (start > 0 || this.#dropped);
    let from = 0;
    for (const { origin, end } of pieces) {
      if (end > start) {
        if (from <= start && lost) this.#delivery.account.issue('stream-gap', origin.offset, origin.length);
        this.#push(kind, origin, bytes.subarray(Math.max(from, start), end), 0, false);
      }
      from = end;
    }
  }

  /** Packets that end before the first message are passed over; tells whether there were any. */
  #settleBefore(unsettled: readonly Piece[], start: number): boolean {
    const account = this.#delivery.account;
    let told = false;
    for (const { origin, end } of unsettled) {
      if (start === 0 || end > start) {
        explainOrigin(account, origin);
      } else {
        skipOrigin(account, origin, this.whole ? 'packet-other' : 'stream-gap');
        told = true;
      }
    }
    return told;
  }

  #finishUndecided(): void {
    if (this.#conversation.kind === null) {
      this.#giveUp(null);
      return;
    }
    // Beside a direction with messages: keep-alives alone, or the end of a message whose beginning is missing.
    this.#state = 'other';
    const { bytes, length, unsettled } = this.#undecided.release();
    this.#settleBefore(unsettled, blank(bytes, length) ? 0 : Infinity);
  }

  /** A gap before anything was recognised: nothing before it can be joined to what follows. */
  #forget(): void {
    for (const { origin } of this.#undecided.release().unsettled) {
      skipOrigin(this.#delivery.account, origin, 'packet-other');
    }
    this.whole = false;
    this.#dropped = true;
  }

  /** What waits from `at` on are WebSocket frames. */
  #openSocket(origin: Origin, at: number): void {
    const { bytes, length, unsettled } = this.#undecided.release();
    this.#state = 'websocket';
    this.#socket = new WebSocketStream(this.#delivery, this.#ways());
    for (const piece of unsettled) explainOrigin(this.#delivery.account, piece.origin);
    this.#socket.write(origin, bytes, at, length, 0);
  }

  #startTls(origin: Origin, bytes: Uint8Array, at: number, end: number): void {
    this.#push('xmpp', origin, NOTHING, 0, true);
    this.#undecided.append(origin, bytes, at, end);
    this.#openTls();
  }

  /** What waits are TLS records. */
  #openTls(): void {
    const { bytes, pieces, unsettled } = this.#undecided.release();
    this.#state = 'tls';
    this.#handshake = new TlsHandshake(this.#budget, this.#giveCertificate);
    for (const piece of unsettled) this.#pass(piece.origin);
    let from = 0;
    for (const { origin, end } of pieces) {
      this.#readHandshake(origin, bytes, from, end);
      from = end;
    }
  }

  #readHandshake(origin: Origin, bytes: Uint8Array, at: number, end: number): void {
    const handshake = this.#handshake;
    if (handshake === null) return;
    // Of one whose end is lost the beginning is of no use.
    this.#holdsCertificate = handshake.inCertificate;
    handshake.write(origin, bytes, at, end);
    this.#holdsCertificate ||= handshake.inCertificate;
    if (handshake.done && !this.#holdsCertificate) this.#state = 'foreign';
  }

  #giveCertificate = (der: Uint8Array, part: HandshakePart, origins: readonly Origin[]): void => {
    this.#holdsCertificate = true;
    this.#delivery.pushCertificate(origins, this.#ways(), der, part);
  };

  /** Passes over a packet; the first of a connection says what the connection is. */
  #pass(origin: Origin): void {
    const account = this.#delivery.account;
    const conversation = this.#conversation;
    const encrypted = this.#handshake !== null;
    let code: IssueCode = 'packet-other';
    if (encrypted && !conversation.toldEncrypted) code = 'stream-encrypted';
    else if (!encrypted && !conversation.toldOther && !conversation.toldEncrypted) code = 'stream-other';
    if (encrypted) conversation.toldEncrypted = true;
    else conversation.toldOther = true;
    if (!this.#holdsCertificate) {
      skipOrigin(account, origin, code);
      return;
    }
    this.#holdsCertificate = false;
    // The handshake may be over with it.
    if (this.#handshake?.done === true) this.#state = 'foreign';
    explainOrigin(account, origin);
    if (code !== 'packet-other') account.issue(code, origin.offset, origin.length);
  }

  #push(kind: Carried, origin: Origin, payload: Uint8Array, lost: number, ends: boolean): void {
    this.#last.offset = origin.offset;
    this.#last.length = origin.length;
    this.#last.time = origin.time;
    this.#delivery.push(kind, origin, this.#ways(), payload, lost, ends);
  }

  #ways(): Route {
    return (this.#route ??= this.#makeRoute());
  }
}
