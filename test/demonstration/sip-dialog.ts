/** One SIP dialog between a Contoso user and someone outside, written into the Edge's trace message by message. */
import type { Chance } from './chance.ts';
import type { EdgeTrace, Headers, Link, SipText, Way } from './edge-trace.ts';

export interface Party {
  /** As on the wire. */
  address: string;
  name: string | null;
  agent: string | null;
}

export type Side = 'own' | 'remote';

export interface DialogSetting {
  start: number;
  own: Party;
  remote: Party;
  link: Link;
  /** Ms-Conversation-ID; one is made where it is missing. */
  conversation?: string | undefined;
}

const REASONS: Record<number, string> = {
  180: 'Ringing',
  200: 'OK',
  403: 'Forbidden',
  404: 'Not Found',
  415: 'Unsupported Media Type',
  480: 'Temporarily Unavailable',
  486: 'Busy Here',
  488: 'Not Acceptable Here',
  504: 'Server time-out',
};

/** Requests that open a dialog: proxies record the route that the later ones take (RFC 3261 §16.6, RFC 6665 §4.1). */
const OPENING = new Set(['INVITE', 'SUBSCRIBE']);
const WITH_CONTACT = new Set(['INVITE', 'SUBSCRIBE', 'NOTIFY', 'BENOTIFY']);
/** What clients say that they can do. */
const SKILLS: Record<string, Headers> = {
  INVITE: [
    ['Allow', 'INVITE, BYE, ACK, CANCEL, INFO, MESSAGE, UPDATE, REFER, NOTIFY, BENOTIFY'],
    ['Supported', 'timer,ms-dialog-route-set-update'],
    ['Session-Expires', '720;refresher=uac'],
  ],
};

export class SipDialog {
  readonly callId: string;
  readonly conversation: string;
  time: number;
  #trace: EdgeTrace;
  #chance: Chance;
  #setting: DialogSetting;
  #tags: Record<Side, string>;
  #sequence: Record<Side, number> = { own: 0, remote: 0 };
  #epid: string;
  #devices: Record<Side, string>;
  #established = false;
  #first: Side | null = null;

  constructor(trace: EdgeTrace, chance: Chance, setting: DialogSetting) {
    this.#trace = trace;
    this.#chance = chance;
    this.#setting = setting;
    this.callId = chance.hex(32);
    this.conversation = setting.conversation ?? 'Ac' + chance.hex(18).toUpperCase() + '==';
    this.#tags = { own: chance.hex(10), remote: chance.hex(10) };
    this.#epid = chance.hex(10);
    const device = [...this.callId].reverse().join('');
    this.#devices = { own: device.slice(0, 22), remote: device.slice(10) };
    this.time = setting.start;
  }

  /** Lets time pass, ms. */
  wait(from: number, to: number): void {
    this.time += this.#chance.between(from, to);
  }

  request(by: Side, method: string, headers: Headers, body = '', hops: 'both' | 'inside' = 'both'): SipText {
    this.#first ??= by;
    if (method !== 'ACK') this.#sequence[by] += 1;
    const other: Side = by === 'own' ? 'remote' : 'own';
    const { address } = this.#setting[other];
    const target = this.#established ? this.#contactOf(other) : `sip:${address}`;
    const message: SipText = {
      startLine: `${method} ${target} SIP/2.0`,
      // Within a dialog the request follows the route that its opening has recorded.
      routed: this.#established ? 'follows' : OPENING.has(method) ? 'recorded' : null,
      headers: [
        ['From', this.#nameAddress(by) + ';tag=' + this.#tags[by] + (by === 'own' ? ';epid=' + this.#epid : '')],
        ['To', `<sip:${address}>` + (this.#established ? ';tag=' + this.#tags[other] : '')],
        ['CSeq', `${this.#sequence[by]} ${method}`],
        ['Call-ID', this.callId],
        ['Max-Forwards', '69'],
        ...this.#contactIn(by, method),
        ...this.#agentOf(by, 'User-Agent'),
        ...(SKILLS[method] ?? []),
        ...headers,
      ],
      body,
    };
    this.#pass(by, message, hops);
    return message;
  }

  /** Answers `request`, which the other side has sent. */
  answer(by: Side, request: SipText, status: number, headers: Headers = [], body = '', hops?: 'inside'): SipText {
    const asker: Side = by === 'own' ? 'remote' : 'own';
    const copied = request.headers.filter(([name]) => name === 'From' || name === 'Call-ID' || name === 'CSeq');
    const [, method = ''] = (request.headers.find(([name]) => name === 'CSeq')?.[1] ?? '').split(' ');
    const success = status >= 200 && status < 300;
    const message: SipText = {
      startLine: `SIP/2.0 ${status} ${REASONS[status] ?? 'Unknown'}`,
      routed: success && request.routed === 'recorded' ? 'recorded' : null,
      headers: [
        ...copied,
        ['To', `<sip:${this.#setting[by].address}>;tag=${this.#tags[by]}`],
        ...(success ? this.#contactIn(by, method) : []),
        ...this.#agentOf(by, 'Server'),
        ...(success && method === 'INVITE' ? (SKILLS['INVITE'] ?? []) : []),
        ...headers,
      ],
      body,
    };
    if (success && asker === this.#first) this.#established = true;
    this.#pass(by, message, hops ?? 'both');
    return message;
  }

  #pass(by: Side, message: SipText, hops: 'both' | 'inside'): void {
    const way: Way = by === 'own' ? 'out' : 'in';
    this.time = this.#trace.message(this.time, way, this.#setting.link, message, hops) + this.#chance.between(20, 240);
  }

  /** Where requests of the dialog go (RFC 3261 §8.1.1.8): a device of whoever has a client of this kind, else the machine. */
  #contactOf(side: Side): string {
    const { address, agent } = this.#setting[side];
    if (agent === null) return `sip:${this.#setting.link.outer}:${this.#setting.link.outerPort};transport=tls`;
    return `sip:${address};opaque=user:epid:${this.#devices[side]}AA;gruu`;
  }

  #contactIn(side: Side, method: string): Headers {
    return WITH_CONTACT.has(method) ? [['Contact', `<${this.#contactOf(side)}>`]] : [];
  }

  #nameAddress(side: Side): string {
    const { name, address } = this.#setting[side];
    return name === null ? `<sip:${address}>` : `"${name}"<sip:${address}>`;
  }

  #agentOf(side: Side, header: string): Headers {
    const { agent } = this.#setting[side];
    return agent === null ? [] : [[header, agent]];
  }
}
