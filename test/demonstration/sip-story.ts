/** The story that the Edge's trace tells: the everyday, and one scene at least for each rule. */
import type { ProviderId } from '../../src/model.ts';
import type { Chance } from './chance.ts';
import type { EdgeTrace, Link } from './edge-trace.ts';
import { CONTACTS, contact, linkTo, own, type OtherSide } from './people.ts';
import type { DialogSetting, SipDialog } from './sip-dialog.ts';
import { SipScenes } from './sip-scenes.ts';
import { chineseTalk, frenchTalk, linesOf, talks, type Line } from './talk.ts';
import type { MadeSession } from './truth.ts';

type Rules = readonly string[];

export function tellSipStory(trace: EdgeTrace, chance: Chance): MadeSession[] {
  const story = new SipStory(trace, chance);
  story.everyday();
  story.ends();
  story.licences();
  story.permissions();
  story.beyondTalk();
  story.failures();
  story.otherLines();
  return story.made;
}

/** Users who may use a provider without a rule to speak of, and between which days. */
interface Everyday {
  side: OtherSide;
  provider: ProviderId;
  users: readonly string[];
  from: string;
  to: string;
  talks: number;
  presence: number;
  rules?: Rules;
}

const OFFICE = ['alice@contoso.com', 'ben@contoso.com', 'carla@contoso.com', 'daniel@contoso.com'];
const ALL = [...OFFICE, 'emma@contoso.com', 'felix@contoso.com', 'grace@contoso.com', 'wei@contoso.com'];
const EVERYDAY: readonly Everyday[] = [
  { side: 'yahoo', provider: 'yahoo', users: OFFICE, from: '2011-06-03', to: '2014-04-25', talks: 12, presence: 4 },
  { side: 'aol', provider: 'aol', users: ALL, from: '2011-06-10', to: '2014-06-24', talks: 6, presence: 3 },
  { side: 'messenger', provider: 'wlm', users: ALL, from: '2011-06-01', to: '2013-03-12', talks: 8, presence: 3 },
  {
    side: 'messenger',
    provider: 'msn-or-skype',
    users: ALL,
    from: '2013-05-06',
    to: '2014-10-24',
    talks: 6,
    presence: 2,
    rules: ['user-migrated'],
  },
  { side: 'messenger', provider: 'skype', users: ALL, from: '2014-11-03', to: '2015-12-11', talks: 6, presence: 2 },
  { side: 'fabrikam', provider: 'federated', users: ALL, from: '2011-05-20', to: '2015-12-11', talks: 6, presence: 3 },
  { side: 'proseware', provider: 'federated', users: ALL, from: '2012-02-01', to: '2015-11-20', talks: 2, presence: 1 },
  { side: 'litware', provider: 'hosted', users: ALL, from: '2012-01-09', to: '2015-12-11', talks: 5, presence: 2 },
  {
    side: 'home',
    provider: 'internal',
    users: ['alice@contoso.com', 'carla@contoso.com'],
    from: '2011-06-01',
    to: '2015-12-11',
    talks: 3,
    presence: 1,
  },
  { side: 'gateway', provider: 'gtalk', users: OFFICE, from: '2014-01-13', to: '2015-10-30', talks: 2, presence: 1 },
];

class SipStory {
  readonly made: MadeSession[] = [];
  #chance: Chance;
  #scenes: SipScenes;

  constructor(trace: EdgeTrace, chance: Chance) {
    this.#chance = chance;
    this.#scenes = new SipScenes(trace, chance);
  }

  everyday(): void {
    for (const { side, provider, users, from, to, talks: count, presence, rules = [] } of EVERYDAY) {
      for (let index = 0; index < count; index += 1) {
        const lines = this.#chance.pick(talks);
        const first = this.#chance.pick(['message', 'invite', 'repeated'] as const);
        const setting = this.#setting(side, this.#chance.pick(users), this.#workTime(from, to));
        const typing = this.#chance.happens(0.1);
        this.#keep(this.#scenes.talk(setting, { lines, first, typing }), setting, 'im', provider, rules, lines.length);
      }
      for (let index = 0; index < presence; index += 1) {
        const setting = this.#setting(side, this.#chance.pick(users), this.#workTime(from, to));
        const form = side === 'fabrikam' || side === 'litware' || side === 'home' ? 'categories' : 'pidf';
        const states = [3500, this.#chance.pick([6500, 6500, 12_500]), 3500, 18_500].slice(
          0,
          this.#chance.between(1, 4),
        );
        this.#keep(this.#scenes.presence(setting, states, form), setting, 'presence', provider, rules, 0);
      }
    }
  }

  /** Around the last day of the services: 2014-06-30 in Berlin ends at 22:00 UTC. */
  ends(): void {
    const soon = linesOf(
      '> Hi Bob, this line closes tonight, please write to my office address from tomorrow.|< Will do. It was a good line!',
    );
    const late = linesOf('> Still there?|< Yes, it works after midnight too, it seems.');
    const talk = (
      side: OtherSide,
      provider: ProviderId,
      user: string,
      time: number,
      lines: readonly Line[],
      rules: Rules,
    ): void => this.#talk(side, provider, user, time, lines, rules);
    talk('yahoo', 'yahoo', 'alice@contoso.com', Date.UTC(2014, 5, 30, 21, 40), soon, []);
    talk('yahoo', 'yahoo', 'alice@contoso.com', Date.UTC(2014, 5, 30, 22, 10), late, ['service-ended']);
    talk('yahoo', 'yahoo', 'ben@contoso.com', Date.UTC(2014, 7, 12, 9, 5), this.#anyTalk(), ['service-ended']);
    talk('aol', 'aol', 'daniel@contoso.com', Date.UTC(2014, 6, 1, 8, 20), this.#anyTalk(), ['service-ended']);
    talk('aol', 'aol', 'carla@contoso.com', Date.UTC(2014, 8, 2, 13, 45), this.#anyTalk(), ['service-ended']);
    // Bought from AOL: direct federation is no public IM, and goes on.
    talk('aolDirect', 'federated', 'daniel@contoso.com', Date.UTC(2014, 9, 14, 8, 30), this.#anyTalk(), []);
    talk('aolDirect', 'federated', 'alice@contoso.com', Date.UTC(2015, 2, 4, 10, 15), this.#anyTalk(), []);
  }

  licences(): void {
    this.#talk('yahoo', 'yahoo', 'grace@contoso.com', Date.UTC(2013, 1, 6, 9, 30), this.#anyTalk(), [
      'licence-pic-usl-missing',
    ]);
    this.#talk('yahoo', 'yahoo', 'grace@contoso.com', Date.UTC(2013, 8, 18, 12, 10), this.#anyTalk(), [
      'licence-pic-usl-missing',
    ]);
    this.#talk('yahoo', 'yahoo', 'felix@contoso.com', Date.UTC(2012, 2, 20, 10, 0), this.#anyTalk(), []);
    this.#talk('yahoo', 'yahoo', 'felix@contoso.com', Date.UTC(2012, 8, 11, 14, 25), this.#anyTalk(), [
      'licence-pic-usl-expired',
    ]);
    this.#talk('yahoo', 'yahoo', 'emma@contoso.com', Date.UTC(2013, 3, 9, 8, 50), this.#anyTalk(), [
      'licence-pic-usl-not-sold',
    ]);
    this.#talk('messenger', 'wlm', 'temp@contoso.com', Date.UTC(2012, 6, 17, 9, 15), this.#anyTalk(), [
      'licence-cal-missing',
    ]);
    this.#talk('aol', 'aol', 'temp@contoso.com', Date.UTC(2012, 6, 19, 11, 40), this.#anyTalk(), [
      'licence-cal-missing',
    ]);
    // A Lync Online plan is enough for Skype.
    this.#talk('messenger', 'skype', 'cloud@contoso.com', Date.UTC(2015, 0, 20, 10, 5), this.#anyTalk(), []);
  }

  permissions(): void {
    this.#talk('aol', 'aol', 'alice@contoso.com', Date.UTC(2011, 4, 24, 9, 0), this.#anyTalk(), [
      'provider-not-activated',
    ]);
    this.#talk('yahoo', 'yahoo', 'ben@contoso.com', Date.UTC(2011, 4, 11, 13, 0), this.#anyTalk(), [
      'provider-not-activated',
    ]);
    this.#talk('aol', 'aol', 'ines@contoso.fr', Date.UTC(2012, 10, 6, 9, 45), frenchTalk, [
      'aol-domain-not-provisioned',
    ]);
    this.#talk('messenger', 'wlm', 'henri@contoso.fr', Date.UTC(2012, 10, 8, 13, 30), frenchTalk, []);
    this.#talk('messenger', 'wlm', 'klara@contoso.com', Date.UTC(2012, 4, 15, 7, 55), this.#anyTalk(), [
      'access-not-granted',
    ]);
    this.#talk('messenger', 'skype', 'wei@contoso.com', Date.UTC(2015, 3, 14, 2, 20), chineseTalk, []);
    const unverified = this.#setting('yahoo', 'carla@contoso.com', Date.UTC(2013, 10, 21, 15, 5), {
      link: linkTo('yahoo', false),
    });
    const stranger = linesOf('< Hello, is this the number of the sales desk?|> Yes, how can I help?');
    this.#keep(this.#scenes.talk(unverified, { lines: stranger }), unverified, 'im', 'yahoo', ['sender-unverified'], 2);
  }

  /** Files, calls, several people, a decorated address. */
  beyondTalk(): void {
    const yahooFile = this.#setting('yahoo', 'alice@contoso.com', Date.UTC(2012, 9, 3, 9, 20));
    const handing = linesOf('> I have the plan for you, shall I send it here?|< Please try.');
    const offered = this.#scenes.talkWithFile(yahooFile, handing, 'plan-hall-3.pdf', 482_113);
    this.#keep(offered, yahooFile, 'im', 'yahoo', ['content-not-archivable', 'file-transfer-public-im'], 2);

    const lyncFile = this.#setting('messenger', 'daniel@contoso.com', Date.UTC(2012, 10, 14, 14, 0));
    const refusedFile = this.#scenes.fileOffer(lyncFile, 'offer 2012-118.docx', 61_440, false);
    this.#keep(
      refusedFile,
      lyncFile,
      'other',
      'wlm',
      ['content-not-archivable', 'delivery-failed', 'file-transfer-public-im'],
      0,
    );

    const partnerFile = this.#setting('fabrikam', 'carla@contoso.com', Date.UTC(2013, 2, 5, 9, 40));
    const takenFile = this.#scenes.fileOffer(partnerFile, 'measures.xlsx', 28_672, true);
    this.#keep(takenFile, partnerFile, 'other', 'federated', ['content-not-archivable'], 0);

    const noAudio = {
      status: 488,
      diagnostics: '90002;reason="Audio is not supported by the public provider";source="sip.contoso.com"',
    };
    this.#call('yahoo', 'yahoo', 'ben@contoso.com', Date.UTC(2013, 0, 22, 10, 30), ['audio'], noAudio, [
      'capability-not-federated',
      'content-not-archivable',
      'delivery-failed',
    ]);
    this.#call('messenger', 'wlm', 'alice@contoso.com', Date.UTC(2012, 11, 4, 13, 10), ['audio', 'video'], null, [
      'content-not-archivable',
    ]);
    this.#call('messenger', 'skype', 'ben@contoso.com', Date.UTC(2015, 1, 10, 9, 0), ['audio', 'video'], null, [
      'content-not-archivable',
    ]);
    this.#call('messenger', 'skype', 'carla@contoso.com', Date.UTC(2014, 10, 12, 9, 0), ['audio', 'video'], null, [
      'capability-not-federated',
      'content-not-archivable',
    ]);
    this.#call('messenger', 'skype', 'jonas@contoso.com', Date.UTC(2015, 4, 19, 12, 30), ['audio'], null, [
      'access-not-granted',
      'content-not-archivable',
    ]);
    this.#call('fabrikam', 'federated', 'daniel@contoso.com', Date.UTC(2014, 2, 11, 8, 0), ['audio'], null, [
      'content-not-archivable',
    ]);

    this.#conversationOfThree(Date.UTC(2013, 5, 13, 9, 30));

    const decorated = this.#setting('messenger', 'emma@contoso.com', Date.UTC(2015, 5, 9, 11, 0), {
      remote: { address: 'rita(adatum.com)@msn.com', name: null, agent: null },
    });
    const lines = linesOf('> Hello Rita, does your office account work with us now?|< Yes, I see you.');
    this.#keep(this.#scenes.talk(decorated, { lines }), decorated, 'im', 'skype', [], 2);
  }

  /** Two of Contoso and one of Yahoo! in one conversation: the invitations name all, the conversation is the same. */
  #conversationOfThree(time: number): void {
    const first = this.#setting('yahoo', 'alice@contoso.com', time);
    const all = [first.own.address, first.remote.address, 'carla@contoso.com']
      .map((address) => `<sip:${address}>`)
      .join(', ');
    const invited = [
      ['Roster-Manager', '<sip:alice@contoso.com>'],
      ['EndPoints', all],
      ['Supported', 'ms-sender'],
    ] as const;
    const opening = linesOf('> Carla is here as well, we three can settle the dates.|< Hello Carla!');
    const one = this.#scenes.talk(first, { lines: opening, invited });
    const second: DialogSetting = {
      ...first,
      own: own('carla@contoso.com', time),
      start: time + 21_000,
      conversation: one.conversation,
    };
    const joining = linesOf('> Hello Bob, the 24th suits me.|< Then the 24th it is.');
    const two = this.#scenes.talk(second, { lines: joining, invited });
    this.#keep(one, first, 'im', 'yahoo', ['multiparty-public-im'], 4);
    this.made.at(-1)?.callIds.push(two.callId);
  }

  failures(): void {
    const unreported =
      '1034;reason="Previous hop federated peer did not report diagnostic information";Domain="yahoo.com";PeerServer="lcsap.msg.yahoo.com";source="sip.contoso.com"';
    const gone = this.#setting('yahoo', 'daniel@contoso.com', Date.UTC(2012, 3, 26, 8, 35));
    const refused = this.#scenes.refused(gone, { status: 480, diagnostics: unreported, text: 'Are you at your desk?' });
    this.#keep(refused, gone, 'im', 'yahoo', ['delivery-failed'], 1);

    const nobody = this.#setting('fabrikam', 'grace@contoso.com', Date.UTC(2013, 9, 1, 12, 5), {
      remote: { address: 'nobody@fabrikam.com', name: null, agent: null },
    });
    const missing = '1003;reason="User does not exist";destination="nobody@fabrikam.com";source="sip.fabrikam.com"';
    this.#keep(
      this.#scenes.refused(nobody, { status: 404, diagnostics: missing }),
      nobody,
      'im',
      'federated',
      ['delivery-failed'],
      0,
    );

    const noRoute = this.#setting('fabrikam', 'felix@contoso.com', Date.UTC(2014, 1, 3, 9, 50));
    const noSrv =
      '1009;reason="The domain resolved by DNS SRV but none of the FQDNs is in the same domain";source="sip.contoso.com"';
    const inside = this.#scenes.refused(noRoute, { status: 504, diagnostics: noSrv, inside: true });
    this.#keep(inside, noRoute, 'im', 'federated', ['delivery-failed'], 0);

    const notAllowed = this.#setting('messenger', 'klara@contoso.com', Date.UTC(2013, 0, 16, 14, 20));
    const forbidden =
      '1001;reason="From URI is not authorized to communicate with users on public IM";source="sip.contoso.com"';
    const blocked = this.#scenes.refused(notAllowed, { status: 403, diagnostics: forbidden, inside: true });
    this.#keep(blocked, notAllowed, 'im', 'wlm', ['access-not-granted', 'delivery-failed'], 0);
  }

  /** A wire in clear, a port that nobody expects. */
  otherLines(): void {
    const clear: Partial<Link> = { outerPort: 5060, outerTransport: 'TCP' };
    this.#talkOver('fabrikam', 'federated', 'ben@contoso.com', Date.UTC(2011, 8, 13, 9, 0), clear, [
      'port-not-expected',
      'unencrypted-federation',
    ]);
    const odd: Partial<Link> = { outerPort: 5081 };
    this.#talkOver('proseware', 'federated', 'carla@contoso.com', Date.UTC(2012, 3, 17, 11, 0), odd, [
      'port-not-expected',
    ]);
  }

  #talkOver(
    side: OtherSide,
    provider: ProviderId,
    user: string,
    time: number,
    wire: Partial<Link>,
    rules: Rules,
  ): void {
    const setting = this.#setting(side, user, time, { link: { ...linkTo(side), ...wire } });
    const lines = this.#anyTalk();
    this.#keep(this.#scenes.talk(setting, { lines }), setting, 'im', provider, rules, lines.length);
  }

  #talk(side: OtherSide, provider: ProviderId, user: string, time: number, lines: readonly Line[], rules: Rules): void {
    const setting = this.#setting(side, user, time);
    const first = this.#chance.pick(['message', 'invite'] as const);
    this.#keep(this.#scenes.talk(setting, { lines, first }), setting, 'im', provider, rules, lines.length);
  }

  #call(
    side: OtherSide,
    provider: ProviderId,
    user: string,
    time: number,
    media: readonly ('audio' | 'video')[],
    refusal: { status: number; diagnostics: string } | null,
    rules: Rules,
  ): void {
    const setting = this.#setting(side, user, time);
    this.#keep(this.#scenes.call(setting, 'own', media, refusal), setting, 'av', provider, rules, 0);
  }

  #setting(side: OtherSide, user: string, start: number, more: Partial<DialogSetting> = {}): DialogSetting {
    const contacts = CONTACTS[side].filter((address) => address !== user);
    const remote = contact(side, this.#chance.pick(contacts));
    const seconds = this.#chance.between(0, 59_999);
    return { start: start + seconds, own: own(user, start), remote, link: linkTo(side), ...more };
  }

  #keep(
    dialog: SipDialog,
    { start }: DialogSetting,
    kind: MadeSession['kind'],
    provider: ProviderId,
    rules: Rules,
    texts: number,
  ): void {
    this.made.push({
      protocol: 'sip',
      callIds: [dialog.callId],
      pair: [],
      kind,
      start,
      provider,
      rules: [...rules].sort(),
      texts,
    });
  }

  #anyTalk(): readonly Line[] {
    return this.#chance.pick(talks);
  }

  /** A weekday between the two days, 07:00 to 15:59 UTC. */
  #workTime(from: string, to: string): number {
    const first = Date.parse(from);
    const days = Math.floor((Date.parse(to) - first) / 86_400_000);
    for (;;) {
      const day = new Date(first + this.#chance.between(0, days) * 86_400_000);
      if (day.getUTCDay() % 6 === 0) continue;
      return day.getTime() + this.#chance.between(7 * 3_600_000, 16 * 3_600_000 - 1);
    }
  }
}
