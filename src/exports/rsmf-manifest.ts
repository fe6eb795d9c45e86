/** `rsmf_manifest.json` of RSMF 2.0 [domain facts §5; Relativity, “RSMF file specification”]. */
import type { JudgedSession } from '../model.ts';
import { isoTime } from './session-line.ts';
import { eventInWords, type TranscriptEvent } from './transcript.ts';

export interface RsmfManifest {
  version: string;
  eventcollectionid: string;
  participants: RsmfParticipant[];
  conversations: RsmfConversation[];
  events: RsmfEvent[];
}
interface RsmfParticipant {
  id: string;
  display: string;
  email?: string;
}
interface RsmfConversation {
  id: string;
  platform: string;
  display: string;
  type: 'direct' | 'channel';
  custodian?: string;
  participants: string[];
  custom: RsmfCustom[];
}
interface RsmfCustom {
  name: string;
  value: string;
}
interface RsmfEvent {
  id: string;
  type: 'message' | 'disclaimer' | 'join' | 'leave' | 'history' | 'unknown';
  participant?: string;
  conversation: string;
  body?: string;
  /** ISO 8601; absent where the log has no time. */
  timestamp?: string;
  direction?: 'incoming' | 'outgoing';
  /** It was taken back; its body is kept. */
  deleted?: true;
  custom?: RsmfCustom[];
}

const MAIL = /^[^\s@<>"]+@[^\s@<>"]+$/;

export function manifestOf(judged: JudgedSession, events: readonly TranscriptEvent[], content: boolean): RsmfManifest {
  const { session, judgement } = judged;
  const { sides } = judgement;
  const rooms = new Set(session.rooms);
  const people = new Map<string, string>();
  const idOf = (who: string): string => {
    let id = people.get(who);
    if (id === undefined) people.set(who, (id = `P${people.size + 1}`));
    return id;
  };
  for (const who of sides.participants) if (!rooms.has(who)) idOf(who);
  const shown = events.map((event, index) => eventOf(event, `${session.id}.${index + 1}`, judged, content, idOf));
  const ids = [...people.values()];
  return {
    version: '2.0.0',
    eventcollectionid: session.id,
    participants: [...people].map(([who, id]) => ({ id, display: who, ...(MAIL.test(who) && { email: who }) })),
    conversations: [
      {
        id: session.id,
        platform: session.protocol,
        display: session.rooms[0] ?? sides.participants.slice(0, 5).join(', '),
        type: ids.length > 2 || rooms.size > 0 ? 'channel' : 'direct',
        ...(sides.local !== null && { custodian: idOf(sides.local) }),
        participants: [...people.values()],
        custom: customOf(judged),
      },
    ],
    events: shown,
  };
}

function eventOf(
  event: TranscriptEvent,
  id: string,
  { session, judgement }: JudgedSession,
  content: boolean,
  idOf: (who: string) => string,
): RsmfEvent {
  const timestamp = isoTime(event.time);
  const dated = { id, conversation: session.id, ...(timestamp !== null && { timestamp }) };
  switch (event.kind) {
    case 'text': {
      const custom: RsmfCustom[] = [{ name: 'Content-Type', value: event.contentType }];
      for (const value of event.marks) custom.push({ name: 'Mark', value });
      const direction = event.from === judgement.sides.local ? 'outgoing' : 'incoming';
      const body = content ? event.text : '[text left out]';
      const deleted = event.retracted && { deleted: true as const };
      return { ...dated, type: 'message', participant: idOf(event.from), body, direction, ...deleted, custom };
    }
    case 'member':
      return { ...dated, type: event.change, participant: idOf(event.who) };
    default:
      return { ...dated, type: 'unknown', body: eventInWords(event) };
  }
}

function customOf({ session, judgement }: JudgedSession): RsmfCustom[] {
  const { verdict, flags } = judgement;
  return [
    { name: 'Provider', value: `${verdict.id} (${verdict.confidence})` },
    { name: 'Outcome', value: session.outcome },
    ...session.callIds.map((value) => ({ name: 'Call-ID', value })),
    ...flags.map(({ rule, severity }) => ({ name: 'Flag', value: `${severity}: ${rule}` })),
  ];
}
