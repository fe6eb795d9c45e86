/** A session's line of an earlier export (the shapes of the command line, version 1), read back. */
import { archivedKey } from '../model/join-keys.ts';
import type { EpochMs, Fact, Modality, Protocol, TimeSource, ToldText } from '../model.ts';
import { decode } from '../bytes/text.ts';
import { giveArchived, type ArchivedEvent, type ArchivedSession } from './archived-messages.ts';

export const archivedSession: Protocol = {
  id: 'archived-session',
  // Only formats that know it give it.
  sniff: () => false,
  open: (account, out) => ({
    push(record) {
      const line = decode(record.payload, 0, record.payload.length);
      const session = sessionIn(line);
      if (session === null) account.issue('record-damaged', record.place.offset, record.place.length);
      else giveArchived(session, record, out);
    },
    end: () => undefined,
  }),
};

type Line = Readonly<Record<string, unknown>>;

const MODALITIES: readonly Modality[] = ['im', 'presence', 'audio', 'video', 'file', 'sharing', 'multiparty'];

/** null = it is no session of version 1. Never throws. */
export function sessionIn(json: string): ArchivedSession | null {
  let line: unknown;
  try {
    line = JSON.parse(json);
  } catch {
    // Cut off, or changed by hand.
    return null;
  }
  if (!isLine(line) || line['type'] !== 'session' || line['v'] !== 1) return null;
  const id = textIn(line['id']);
  const of = line['protocol'];
  if (id === null || !/^[0-9a-f]{20}$/.test(id) || (of !== 'sip' && of !== 'xmpp')) return null;
  return sessionOf(line, id, of);
}

function sessionOf(line: Line, id: string, of: 'sip' | 'xmpp'): ArchivedSession {
  const keys = isLine(line['keys']) ? line['keys'] : {};
  const callIds = textsIn(keys['callIds']);
  const conversation = textIn(keys['conversation']);
  const links = [archivedKey(id)];
  if (of === 'sip') {
    links.push(...callIds.map((callId) => 'call:' + callId));
    if (conversation !== null) links.push('conv:' + conversation);
  }
  const [local, remote] = [textIn(line['local']), textIn(line['remote'])];
  const participants = textsIn(line['participants']);
  const events = eventsIn(line);
  const told = {
    outcome: outcomeIn(line['outcome']),
    status: numberIn(line['status']),
    rooms: [] as string[],
    openedInside: local !== null,
  };
  if (of === 'xmpp' && remote !== null && isRoom(remote, participants, events)) told.rooms.push(remote);
  return {
    of,
    links,
    callIds,
    conversation,
    thread: textIn(keys['thread']),
    start: timeIn(line['start']),
    end: timeIn(line['end']),
    timeSource: timeSourceIn(line['timeSource']),
    told,
    opener: local,
    other: remote,
    participants,
    modalities: MODALITIES.filter((modality) => textsIn(line['modalities']).includes(modality)),
    provider: providerIn(line['provider']),
    events,
    title: `session ${id} of an earlier export`,
  };
}

/** A room is among the parties, and its `remote`; it says nothing itself, and all is said to it. */
function isRoom(remote: string, participants: readonly string[], events: readonly ArchivedEvent[]): boolean {
  if (participants.length < 3 || !participants.includes(remote)) return false;
  return events.every(({ from, fact }) => {
    return fact.kind !== 'text' || (from !== remote && fact.to.length === 1 && fact.to[0] === remote);
  });
}

function eventsIn(line: Line): ArchivedEvent[] {
  const nth = numberIn(line['nth']) ?? undefined;
  const events: ArchivedEvent[] = [];
  for (const said of linesIn(line['texts'])) {
    const from = textIn(said['from']) ?? '';
    const to = textsIn(said['to']);
    const text = textIn(said['text']) ?? '';
    const contentType = textIn(said['contentType']) ?? 'text/plain';
    const subject = textIn(said['subject']);
    const told = toldIn(said);
    const fact: Fact = { kind: 'text', from, to, text, contentType, inInvite: false };
    if (subject !== null) fact.subject = subject;
    if (Object.keys(told).length > 0) fact.told = told;
    events.push({ time: timeIn(said['time']), from, fact, ...(nth !== undefined && { nth }) });
  }
  for (const shown of linesIn(line['presence'])) {
    const who = textIn(shown['who']) ?? '';
    const fact = { kind: 'presence' as const, who, state: textIn(shown['state']) ?? '' };
    const more = { activity: textIn(shown['activity']), note: textIn(shown['note']) };
    const [show, client, priority] = [textIn(shown['show']), textIn(shown['client']), numberIn(shown['priority'])];
    const beside = {
      ...(show !== null && { show }),
      ...(client !== null && { client }),
      ...(priority !== null && { priority }),
    };
    events.push({ time: timeIn(shown['time']), from: null, fact: { ...fact, ...more, ...beside } });
  }
  linesIn(line['files']).forEach((file, index) => {
    const accepted = typeof file['accepted'] === 'boolean' ? file['accepted'] : null;
    const fact = { kind: 'file' as const, name: textIn(file['name']) ?? '', size: numberIn(file['size']), accepted };
    events.push({ time: timeIn(file['time']), from: null, fact: { ...fact, transfer: `archived ${index}` } });
  });
  for (const told of linesIn(line['diagnostics'])) {
    const fact = { kind: 'diagnostic' as const, id: numberIn(told['id']), reason: textIn(told['reason']) ?? '' };
    events.push({ time: timeIn(told['time']), from: null, fact: { ...fact, source: textIn(told['source']) } });
  }
  return events;
}

function toldIn(said: Line): ToldText {
  const told: ToldText = {};
  const { failed, corrects, corrected, retracted, receipt, undelivered } = said;
  if (failed === true) told.failed = true;
  if (corrects === null || typeof corrects === 'number') told.corrects = corrects;
  if (typeof corrected === 'number') told.corrected = corrected;
  if (receipt === 'delivered' || receipt === 'displayed') told.receipt = receipt;
  if (Array.isArray(undelivered)) told.undelivered = textsIn(undelivered);
  if (isLine(retracted)) {
    const { time, by, reason } = retracted;
    told.retracted = { time: timeIn(time), by: textIn(by) ?? '', reason: textIn(reason) };
  }
  return told;
}

function providerIn(value: unknown): ArchivedSession['provider'] {
  if (!isLine(value)) return null;
  const because = textsIn(value['because']).join(' ');
  return { kind: 'archived', provider: textIn(value['id']), confidence: textIn(value['confidence']), because };
}

function isLine(value: unknown): value is Line {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
function linesIn(value: unknown): Line[] {
  return Array.isArray(value) ? value.filter(isLine) : [];
}
function textIn(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
function textsIn(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((item) => typeof item === 'string') : [];
}
function numberIn(value: unknown): number | null {
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}
function timeIn(value: unknown): EpochMs | null {
  const time = typeof value === 'string' ? Date.parse(value) : NaN;
  return Number.isNaN(time) ? null : (time as EpochMs);
}
function outcomeIn(value: unknown): 'established' | 'failed' | 'open' {
  return value === 'established' || value === 'failed' ? value : 'open';
}
function timeSourceIn(value: unknown): TimeSource {
  return value === 'assumed-zone' || value === 'none' ? value : 'log';
}
