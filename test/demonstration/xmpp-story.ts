/** The story that the XMPP server's log tells. */
import type { ProviderId } from '../../src/model.ts';
import type { Chance } from './chance.ts';
import type { Connection, EjabberdLog } from './ejabberd-log.ts';
import { chineseTalk, frenchTalk, talks, type Line } from './talk.ts';
import type { MadeSession } from './truth.ts';

const SHOWS = ['', '<show>away</show>', '<show>dnd</show><status>In a meeting</status>', '<show>xa</show>'];
/** Server of the other side, and who is there. */
const PARTNERS = {
  gtalk: ['maria.gomez@gmail.com', 'olaf.berg@googlemail.com', 'sonia.dias@gmail.com'],
  xmpp: ['yuri@northwindtraders.com', 'zoe@northwindtraders.com'],
} as const;
const STAFF = ['alice@contoso.com', 'ben@contoso.com', 'carla@contoso.com', 'daniel@contoso.com', 'wei@contoso.com'];

export function tellXmppStory(log: EjabberdLog, chance: Chance): MadeSession[] {
  const story = new XmppStory(log, chance);
  story.logins();
  story.everyday();
  story.scenes();
  return story.made;
}

class XmppStory {
  readonly made: MadeSession[] = [];
  #log: EjabberdLog;
  #chance: Chance;
  #clients = new Map<string, Connection>();
  #servers = new Map<string, { out: Connection; in: Connection }>();
  #nextPid = 2365;
  #nextId = 1;
  /** Days taken by a pair: talks of a pair lie on days of their own. */
  #days = new Set<string>();

  constructor(log: EjabberdLog, chance: Chance) {
    this.#log = log;
    this.#chance = chance;
  }

  /** The log begins in the morning at which the staff's clients connect. */
  logins(): void {
    let time = Date.UTC(2014, 0, 13, 6, 45);
    for (const user of STAFF) {
      const client: Connection = { pid: this.#pid(), kind: 'c2s' };
      this.#clients.set(user, client);
      time += this.#chance.between(20_000, 400_000);
      this.#log.note(
        time,
        client.pid,
        `@ejabberd_c2s:wait_for_feature_request:728 (client) Accepted authentication for ${user}`,
      );
      const bind = `<bind xmlns='urn:ietf:params:xml:ns:xmpp-bind'><jid>${jidOf(user)}</jid></bind>`;
      this.#log.sent(client, time + 80, `<iq id='bind_1' type='result'>${bind}</iq>`);
    }
  }

  everyday(): void {
    const plan = [
      ['gtalk', 20, 6],
      ['xmpp', 14, 4],
    ] as const;
    for (const [provider, count, presence] of plan) {
      for (let index = 0; index < count; index += 1) {
        const [user, other, time] = this.#meeting(PARTNERS[provider]);
        this.#talk(user, other, time, this.#chance.pick(talks), provider, []);
      }
      for (let index = 0; index < presence; index += 1) {
        const [user, other, time] = this.#meeting(PARTNERS[provider]);
        const changes = this.#chance.between(1, 4);
        for (let change = 0; change < changes; change += 1) {
          const at = time + change * 600_000;
          const inner = this.#chance.pick(SHOWS);
          const end = inner === '' ? '/>' : `>${inner}</presence>`;
          this.#fromOutside(user, other, at, `<presence from='${jidOf(other)}' to='${user}'${end}`);
        }
        this.#keep([user, other], 'presence', time, provider, [], 0);
      }
    }
  }

  scenes(): void {
    const at = (...day: [number, number, number, number]): number => Date.UTC(...day);
    this.#talk('alice@contoso.com', 'marc@wideworldimporters.com', at(2014, 4, 20, 9), talks[4] ?? [], 'xmpp', [
      'xmpp-partner-not-configured',
    ]);
    this.#talk('ben@contoso.com', 'marc@wideworldimporters.com', at(2015, 1, 17, 13), talks[7] ?? [], 'xmpp', [
      'xmpp-partner-not-configured',
    ]);
    this.#talk('carla@contoso.com', 'sonia.dias@gmail.com', at(2014, 6, 15, 8), frenchTalk, 'gtalk', []);
    this.#talk('wei@contoso.com', 'yuri@northwindtraders.com', at(2014, 7, 19, 7), chineseTalk, 'xmpp', []);
    this.#encrypted('daniel@contoso.com', 'zoe@northwindtraders.com', at(2014, 9, 8, 10), 'omemo');
    this.#encrypted('alice@contoso.com', 'olaf.berg@googlemail.com', at(2014, 10, 5, 14), 'otr');
    this.#call('ben@contoso.com', 'maria.gomez@gmail.com', at(2015, 2, 25, 9));
    this.#refused('carla@contoso.com', 'gone@northwindtraders.com', at(2015, 4, 6, 12));
    this.#room(at(2015, 8, 23, 9));
  }

  #talk(
    user: string,
    other: string,
    start: number,
    lines: readonly Line[],
    provider: ProviderId,
    rules: readonly string[],
  ): void {
    let time = start;
    for (const [who, text] of lines) {
      if (this.#chance.happens(0.2)) {
        const composing = `<composing xmlns='http://jabber.org/protocol/chatstates'/>`;
        this.#message(user, other, who, time, composing);
        time += this.#chance.between(2_000, 9_000);
      }
      const active = `<active xmlns='http://jabber.org/protocol/chatstates'/>`;
      this.#message(user, other, who, time, `<body>${escapeXml(text)}</body>${active}`);
      time += this.#chance.between(8_000, 60_000);
    }
    this.#keep([user, other], 'im', start, provider, rules, lines.length);
  }

  /** Both hops of one message of a chat. */
  #message(user: string, other: string, who: '>' | '<', time: number, inner: string): void {
    const id = 'purple' + (this.#nextId += 1).toString(16);
    const attributes = `type='chat' id='${id}'`;
    if (who === '>') this.#toOutside(user, other, time, 'message', `to='${other}' ${attributes}`, inner);
    else {
      this.#fromOutside(
        user,
        other,
        time,
        `<message from='${jidOf(other)}' to='${jidOf(user)}' ${attributes}>${inner}</message>`,
      );
    }
  }

  /** A client writes no sender; the server adds it before it passes the stanza on. */
  #toOutside(user: string, other: string, time: number, name: string, attributes: string, inner: string): void {
    this.#log.received(this.#client(user), time, `<${name} ${attributes}>${inner}</${name}>`);
    const passed = `<${name} from='${jidOf(user)}' ${attributes}>${inner}</${name}>`;
    this.#log.sent(this.#server(other).out, time + this.#chance.between(1, 20), passed);
  }

  #fromOutside(user: string, other: string, time: number, xml: string): void {
    this.#log.received(this.#server(other).in, time, xml);
    this.#log.sent(this.#client(user), time + this.#chance.between(1, 20), xml);
  }

  #encrypted(user: string, other: string, start: number, how: 'omemo' | 'otr'): void {
    const omemo =
      `<encrypted xmlns='eu.siacs.conversations.axolotl'><header sid='27183'><key rid='31415'>MwohBfkzWg</key><iv>qgHkIqLT3jrG</iv></header>` +
      `<payload>3eGYVwqzxLKBpY0=</payload></encrypted><body>I sent you an OMEMO encrypted message.</body>`;
    const otr = '<body>?OTR:AAMDJ+MVmSfjFZcAAAAAAQAAAAIAAADA1g5IjD1ZGLDVQEyCgCyn9hb.</body>';
    this.#message(user, other, '>', start, how === 'omemo' ? omemo : otr);
    this.#message(user, other, '<', start + 30_000, how === 'omemo' ? omemo : otr);
    this.#message(user, other, '>', start + 75_000, '<body>Shall we go on in clear? It has to be archived.</body>');
    const provider = other.endsWith('@googlemail.com') ? 'gtalk' : 'xmpp';
    this.#keep([user, other], 'im', start, provider, ['archiving-gap'], 1);
  }

  #call(user: string, other: string, start: number): void {
    const content = `<content creator='initiator' name='voice'><description xmlns='urn:xmpp:jingle:apps:rtp:1' media='audio'><payload-type id='0' name='PCMU'/></description></content>`;
    const jingle = (action: string, inner: string): string =>
      `<jingle xmlns='urn:xmpp:jingle:1' action='${action}' initiator='${jidOf(user)}' sid='a73sjjvkla37jfea'>${inner}</jingle>`;
    this.#toOutside(
      user,
      other,
      start,
      'iq',
      `to='${jidOf(other)}' type='set' id='call1'`,
      jingle('session-initiate', content),
    );
    const accept = jingle('session-accept', content);
    const taken = `<iq from='${jidOf(other)}' to='${jidOf(user)}' type='set' id='call2'>${accept}</iq>`;
    this.#fromOutside(user, other, start + 6_000, taken);
    this.#keep([user, other], 'av', start, 'gtalk', ['capability-not-federated', 'content-not-archivable'], 0);
  }

  #refused(user: string, other: string, start: number): void {
    this.#message(user, other, '>', start, '<body>Hello, is anyone there?</body>');
    const id = 'purple' + this.#nextId.toString(16);
    const condition = `<error type='cancel'><item-not-found xmlns='urn:ietf:params:xml:ns:xmpp-stanzas'/></error>`;
    const error = `<message from='${other}' to='${jidOf(user)}' type='error' id='${id}'><body>Hello, is anyone there?</body>${condition}</message>`;
    this.#fromOutside(user, other, start + 900, error);
    this.#keep([user, other], 'im', start, 'xmpp', ['delivery-failed'], 1);
  }

  /** A room of Contoso's own with a guest from a partner. */
  #room(start: number): void {
    const room = 'trade-fair@rooms.contoso.com';
    const guest = 'yuri@northwindtraders.com';
    const people: readonly [nick: string, user: string][] = [
      ['Alice', 'alice@contoso.com'],
      ['Ben', 'ben@contoso.com'],
      ['Yuri', guest],
    ];
    const deliver = (time: number, xml: (to: string) => string): void => {
      people.forEach(([, user], index) => {
        const connection = user === guest ? this.#server(guest).out : this.#client(user);
        this.#log.sent(connection, time + index * 2, xml(jidOf(user)));
      });
    };
    people.forEach(([nick, user], index) => {
      const item = `<x xmlns='http://jabber.org/protocol/muc#user'><item affiliation='member' role='participant' jid='${jidOf(user)}'/></x>`;
      deliver(start + index * 20_000, (to) => `<presence from='${room}/${nick}' to='${to}'>${item}</presence>`);
    });
    const said = ['Who brings the banners?', 'I do. Yuri, do you take the lamps?', 'Yes, two boxes.'];
    said.forEach((text, index) => {
      const [nick = '', user = ''] = people[index] ?? [];
      const id = `room${index + 1}`;
      const time = start + 90_000 + index * 25_000;
      const body = `<body>${text}</body>`;
      const inward = `to='${room}' type='groupchat' id='${id}'`;
      if (user === guest)
        this.#log.received(this.#server(guest).in, time, `<message from='${jidOf(user)}' ${inward}>${body}</message>`);
      else this.#log.received(this.#client(user), time, `<message ${inward}>${body}</message>`);
      deliver(time, (to) => `<message from='${room}/${nick}' to='${to}' type='groupchat' id='${id}'>${body}</message>`);
    });
    this.#keep([room], 'im', start, 'xmpp', [], said.length);
  }

  #client(user: string): Connection {
    const client = this.#clients.get(user);
    if (client === undefined) throw new Error(`Cannot find ${user}: not connected`);
    return client;
  }

  #server(address: string): { out: Connection; in: Connection } {
    const domain = address.slice(address.indexOf('@') + 1);
    let known = this.#servers.get(domain);
    if (known === undefined) {
      known = { out: { pid: this.#pid(), kind: 's2s' }, in: { pid: this.#pid(), kind: 's2s' } };
      this.#servers.set(domain, known);
    }
    return known;
  }

  #pid(): string {
    this.#nextPid += this.#chance.between(3, 40);
    return `<0.${this.#nextPid}.0>`;
  }

  /** Two people and an hour at which they have not met yet. */
  #meeting(others: readonly string[]): [string, string, number] {
    for (;;) {
      const user = this.#chance.pick(STAFF);
      const other = this.#chance.pick(others);
      const day = Date.UTC(2014, 0, 14) + this.#chance.between(0, 680) * 86_400_000;
      const key = user + other + day;
      if (new Date(day).getUTCDay() % 6 === 0 || this.#days.has(key)) continue;
      this.#days.add(key);
      return [user, other, day + this.#chance.between(7 * 3_600_000, 15 * 3_600_000)];
    }
  }

  #keep(
    people: readonly string[],
    kind: MadeSession['kind'],
    start: number,
    provider: ProviderId,
    rules: readonly string[],
    texts: number,
  ): void {
    const pair = [...people].sort();
    this.made.push({ protocol: 'xmpp', callIds: [], pair, kind, start, provider, rules: [...rules].sort(), texts });
  }
}

/** The full JID under which someone is connected. */
function jidOf(address: string): string {
  return address + (address.endsWith('@contoso.com') ? '/desk' : '/client');
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;');
}
