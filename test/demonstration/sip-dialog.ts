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
    const message: SipText = {
      startLine: `${method} sip:${address} SIP/2.0`,
      headers: [
        ['From', this.#nameAddress(by) + ';tag=' + this.#tags[by] + (by === 'own' ? ';epid=' + this.#epid : '')],
        ['To', `<sip:${address}>` + (this.#established ? ';tag=' + this.#tags[other] : '')],
        ['CSeq', `${this.#sequence[by]} ${method}`],
        ['Call-ID', this.callId],
        ['Max-Forwards', '69'],
        ...this.#agentOf(by, 'User-Agent'),
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
    const message: SipText = {
      startLine: `SIP/2.0 ${status} ${REASONS[status] ?? 'Unknown'}`,
      headers: [
        ...copied,
        ['To', `<sip:${this.#setting[by].address}>;tag=${this.#tags[by]}`],
        ...this.#agentOf(by, 'Server'),
        ...headers,
      ],
      body,
    };
    if (status >= 200 && status < 300 && asker === this.#first) this.#established = true;
    this.#pass(by, message, hops ?? 'both');
    return message;
  }

  #pass(by: Side, message: SipText, hops: 'both' | 'inside'): void {
    const way: Way = by === 'own' ? 'out' : 'in';
    this.time = this.#trace.message(this.time, way, this.#setting.link, message, hops) + this.#chance.between(20, 240);
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
