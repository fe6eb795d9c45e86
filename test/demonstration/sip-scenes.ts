/** What people do over SIP: talk, watch each other's presence, call, offer files. Each gives its Call-ID. */
import type { Chance } from './chance.ts';
import type { EdgeTrace, Headers } from './edge-trace.ts';
import { SipDialog, type DialogSetting, type Side } from './sip-dialog.ts';
import type { Line } from './talk.ts';

const EOL = '\r\n';
const IM_SDP = ['v=0', 'o=- 0 0 IN IP4 198.51.100.7', 's=session', 'c=IN IP4 198.51.100.7', 't=0 0'];

export interface TalkOptions {
  lines: readonly Line[];
  /** The first text rides in the INVITE (ms-text-format), and `repeated` comes again as MESSAGE. */
  first?: 'message' | 'invite' | 'repeated';
  typing?: boolean;
  /** Headers of the INVITE that name the others of a talk of several. */
  invited?: Headers;
}

export class SipScenes {
  #trace: EdgeTrace;
  #chance: Chance;

  constructor(trace: EdgeTrace, chance: Chance) {
    this.#trace = trace;
    this.#chance = chance;
  }

  /** A talk from INVITE to BYE. */
  talk(setting: DialogSetting, { lines, first = 'message', typing = false, invited = [] }: TalkOptions): SipDialog {
    const dialog = new SipDialog(this.#trace, this.#chance, setting);
    const opener = sideOf(lines[0]);
    const firstText = lines[0]?.[1] ?? '';
    const inInvite: Headers = first === 'message' ? [] : [['ms-text-format', textFormat(firstText)]];
    this.#invite(dialog, opener, [...inInvite, ...invited], imSdp('message'));
    const rest = first === 'invite' ? lines.slice(1) : lines;
    for (const line of rest) {
      dialog.wait(3_000, 25_000);
      if (typing) this.#typing(dialog, sideOf(line));
      this.say(dialog, sideOf(line), line[1]);
    }
    dialog.wait(20_000, 180_000);
    const ender = this.#chance.pick<Side>(['own', 'remote']);
    dialog.answer(otherThan(ender), dialog.request(ender, 'BYE', []), 200);
    return dialog;
  }

  say(dialog: SipDialog, side: Side, text: string): void {
    const type: Headers = [['Content-Type', 'text/plain; charset=UTF-8']];
    dialog.answer(otherThan(side), dialog.request(side, 'MESSAGE', type, text), 200);
  }

  #typing(dialog: SipDialog, side: Side): void {
    const body = '<?xml version="1.0"?><KeyboardActivity><status status="type" /></KeyboardActivity>';
    dialog.answer(otherThan(side), dialog.request(side, 'INFO', [['Content-Type', 'application/xml']], body), 200);
    dialog.wait(1_000, 6_000);
  }

  #invite(dialog: SipDialog, opener: Side, headers: Headers, sdp: string): void {
    const request = dialog.request(
      opener,
      'INVITE',
      [['Ms-Conversation-ID', dialog.conversation], ...headers, ['Content-Type', 'application/sdp']],
      sdp,
    );
    dialog.answer(otherThan(opener), request, 200, [['Content-Type', 'application/sdp']], sdp);
    dialog.request(opener, 'ACK', []);
  }

  /** An INVITE that comes to nothing. `inside`: the Edge itself refuses, nothing goes out. */
  refused(
    setting: DialogSetting,
    refusal: { status: number; diagnostics: string; text?: string; inside?: boolean },
  ): SipDialog {
    const dialog = new SipDialog(this.#trace, this.#chance, setting);
    const hops = refusal.inside === true ? 'inside' : 'both';
    const told: Headers = refusal.text === undefined ? [] : [['ms-text-format', textFormat(refusal.text)]];
    const headers: Headers = [
      ['Ms-Conversation-ID', dialog.conversation],
      ...told,
      ['Content-Type', 'application/sdp'],
    ];
    const request = dialog.request('own', 'INVITE', headers, imSdp('message'), hops);
    if (refusal.inside === true) {
      const code = /^\d+/.exec(refusal.diagnostics)?.[0] ?? '';
      this.#trace.diagnostic(
        dialog.time,
        `${setting.link.inner}:${setting.link.innerPort}`,
        request,
        'The domain of the message resolved by DNS SRV but none of the FQDNs is in the same domain',
        '0xc3e93d6f SIPPROXY_E_EPROUTING_MSG_ALLOWED_DOMAIN_NO_SRV_MATCH',
        `domain="${setting.remote.address.split('@')[1] ?? ''}";ms-diagnostics-id="${code}"`,
      );
    }
    const reply: Headers = [['ms-diagnostics', refusal.diagnostics]];
    dialog.answer('remote', request, refusal.status, reply, '', refusal.inside === true ? 'inside' : undefined);
    dialog.request('own', 'ACK', [], '', hops);
    return dialog;
  }

  /** Contoso's user watches someone's presence: `states` = availability numbers, one after the other. */
  presence(setting: DialogSetting, states: readonly number[], form: 'pidf' | 'categories'): SipDialog {
    const dialog = new SipDialog(this.#trace, this.#chance, setting);
    const accept =
      'application/msrtc-event-categories+xml, application/pidf+xml, application/rlmi+xml, multipart/related';
    const subscribe = dialog.request('own', 'SUBSCRIBE', [
      ['Event', 'presence'],
      ['Accept', accept],
      ['Supported', 'com.microsoft.autoextend, ms-piggyback-first-notify'],
      ['Expires', '28800'],
    ]);
    dialog.answer('remote', subscribe, 200, [
      ['Expires', '28800'],
      ['Event', 'presence'],
    ]);
    for (const state of states) {
      dialog.wait(60_000, 900_000);
      const type = form === 'pidf' ? 'application/pidf+xml' : 'application/msrtc-event-categories+xml';
      const body =
        form === 'pidf' ? pidf(setting.remote.address, state) : categories(setting.remote.address, state, dialog.time);
      const headers: Headers = [
        ['Event', 'presence'],
        ['subscription-state', 'active;expires=28000'],
        ['Content-Type', type],
      ];
      if (form === 'categories') dialog.request('remote', 'BENOTIFY', headers, body);
      else dialog.answer('own', dialog.request('remote', 'NOTIFY', headers, body), 200);
    }
    return dialog;
  }

  /** A call; `refusal` null = it is taken, and ends after a while. */
  call(
    setting: DialogSetting,
    opener: Side,
    media: readonly ('audio' | 'video')[],
    refusal: { status: number; diagnostics: string } | null,
  ): SipDialog {
    const dialog = new SipDialog(this.#trace, this.#chance, setting);
    const request = dialog.request(
      opener,
      'INVITE',
      [
        ['Ms-Conversation-ID', dialog.conversation],
        ['Content-Type', 'application/sdp'],
      ],
      imSdp(...media),
    );
    dialog.answer(otherThan(opener), request, 180);
    dialog.wait(2_000, 9_000);
    if (refusal === null) {
      dialog.answer(otherThan(opener), request, 200, [['Content-Type', 'application/sdp']], imSdp(...media));
      dialog.request(opener, 'ACK', []);
      dialog.wait(60_000, 900_000);
      dialog.answer(otherThan(opener), dialog.request(opener, 'BYE', []), 200);
    } else {
      const reply: Headers = [['ms-diagnostics', refusal.diagnostics]];
      dialog.answer(otherThan(opener), request, refusal.status, reply);
      dialog.request(opener, 'ACK', []);
    }
    return dialog;
  }

  /** A file offered in an INVITE, the way Lync does it; the other side takes it or not. */
  fileOffer(setting: DialogSetting, name: string, size: number, taken: boolean): SipDialog {
    const dialog = new SipDialog(this.#trace, this.#chance, setting);
    const boundary = '----=_NextPart_' + this.#chance.hex(16);
    const offer =
      '<request xmlns="http://schemas.microsoft.com/rtc/2009/05/filetransfer" requestId="1"><publishFile><fileInfo embedded="false">' +
      `<id>{${this.#chance.hex(8)}-0000-4000-8000-000000000001}</id><name>${name}</name><size>${size}</size></fileInfo></publishFile></request>`;
    const part = (type: string, body: string): string =>
      `--${boundary}${EOL}Content-Type: ${type}${EOL}${EOL}${body}${EOL}`;
    const body =
      part('application/sdp', imSdp('data')) + part('application/ms-filetransfer+xml', offer) + `--${boundary}--${EOL}`;
    const request = dialog.request(
      'own',
      'INVITE',
      [
        ['Ms-Conversation-ID', dialog.conversation],
        ['Content-Type', `multipart/mixed;boundary="${boundary}"`],
      ],
      body,
    );
    if (taken) {
      dialog.answer('remote', request, 200, [['Content-Type', 'application/sdp']], imSdp('data'));
      dialog.request('own', 'ACK', []);
      dialog.wait(5_000, 40_000);
      dialog.answer('remote', dialog.request('own', 'BYE', []), 200);
    } else {
      const why = '90003;reason="The recipient cannot receive file transfers";source="sip.contoso.com"';
      dialog.answer('remote', request, 415, [['ms-diagnostics', why]]);
      dialog.request('own', 'ACK', []);
    }
    return dialog;
  }

  /** A file offered inside a talk, the older way (text/x-msmsgsinvite), and declined. */
  talkWithFile(setting: DialogSetting, lines: readonly Line[], name: string, size: number): SipDialog {
    const dialog = new SipDialog(this.#trace, this.#chance, setting);
    this.#invite(dialog, sideOf(lines[0]), [], imSdp('message'));
    for (const line of lines) {
      dialog.wait(3_000, 25_000);
      this.say(dialog, sideOf(line), line[1]);
    }
    const cookie = this.#chance.between(1000, 9999);
    const type: Headers = [['Content-Type', 'text/x-msmsgsinvite; charset=UTF-8']];
    const offer = [
      'Application-Name: File Transfer',
      'Application-GUID: {5D3E02AB-6190-11d3-BBBB-00C04F795683}',
      'Invitation-Command: INVITE',
      `Invitation-Cookie: ${cookie}`,
      `Application-File: ${name}`,
      `Application-FileSize: ${size}`,
      'Connectivity: N',
    ];
    const cancel = ['Invitation-Command: CANCEL', `Invitation-Cookie: ${cookie}`, 'Cancel-Code: REJECT'];
    dialog.wait(2_000, 9_000);
    dialog.answer('remote', dialog.request('own', 'MESSAGE', type, offer.join(EOL) + EOL), 200);
    dialog.wait(2_000, 9_000);
    dialog.answer('own', dialog.request('remote', 'MESSAGE', type, cancel.join(EOL) + EOL), 200);
    dialog.wait(2_000, 9_000);
    dialog.answer('own', dialog.request('remote', 'BYE', []), 200);
    return dialog;
  }
}

function sideOf(line: Line | undefined): Side {
  return line?.[0] === '<' ? 'remote' : 'own';
}

function otherThan(side: Side): Side {
  return side === 'own' ? 'remote' : 'own';
}

function textFormat(text: string): string {
  const font = Buffer.from('X-MMS-IM-Format: FN=Segoe%20UI; EF=; CO=0; CS=0; PF=00\r\n', 'utf16le').toString('base64');
  const body = Buffer.from(text, 'utf8').toString('base64');
  return `text/plain; charset=UTF-8;msgr=${font.replace(/=+$/, '')};ms-body=${body}`;
}

function imSdp(...media: readonly ('message' | 'audio' | 'video' | 'data')[]): string {
  const lines = [...IM_SDP];
  for (const kind of media) {
    if (kind === 'message') lines.push('m=message 5060 sip null', 'a=accept-types:text/plain text/html');
    else if (kind === 'audio')
      lines.push('m=audio 50014 RTP/AVP 114 0 101', 'a=rtpmap:114 x-msrta/16000', 'a=rtpmap:0 PCMU/8000');
    else if (kind === 'video') lines.push('m=video 50020 RTP/AVP 121', 'a=rtpmap:121 x-rtvc1/90000');
    else lines.push('m=data 6901 TCP *', 'a=setup:active');
  }
  return lines.join(EOL) + EOL;
}

/** RFC 3863 with the activities of RFC 4480. */
function pidf(address: string, availability: number): string {
  const basic = availability >= 18_000 ? 'closed' : 'open';
  const activity = availability >= 18_000 || availability < 4_500 ? '' : availability >= 12_000 ? 'away' : 'busy';
  const rpid = activity === '' ? '' : `<rpid:activities><rpid:${activity}/></rpid:activities>`;
  return (
    '<?xml version="1.0" encoding="utf-8"?><presence xmlns="urn:ietf:params:xml:ns:pidf" ' +
    `xmlns:dm="urn:ietf:params:xml:ns:pidf:data-model" xmlns:rpid="urn:ietf:params:xml:ns:pidf:rpid" entity="sip:${address}">` +
    `<tuple id="t1"><status><basic>${basic}</basic></status></tuple><dm:person id="p1">${rpid}</dm:person></presence>`
  );
}

/** [MS-PRES] §2.2: the state category. */
function categories(address: string, availability: number, time: number): string {
  const activity = availability >= 6_000 && availability < 7_500 ? '<activity token="in-a-meeting" />' : '';
  return (
    `<categories xmlns="http://schemas.microsoft.com/2006/09/sip/categories" uri="sip:${address}">` +
    `<category name="state" instance="1" publishTime="${new Date(time).toISOString().slice(0, 19)}" container="200" version="1">` +
    '<state xmlns="http://schemas.microsoft.com/2006/09/sip/state" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" ' +
    `xsi:type="aggregateState"><availability>${availability}</availability>${activity}</state></category></categories>`
  );
}
