/** What happened in a session, in words. */
import type { EpochMs, MediaUse } from '../model.ts';
import { isoTime } from './session-line.ts';
import type { HappenedEvent, TranscriptEvent } from './transcript-event.ts';

/** For statements of what a form leaves out. */
export const KINDS_IN_WORDS: Readonly<Record<HappenedEvent['kind'], string>> = {
  presence: 'presence changes',
  file: 'files offered',
  member: 'joins and leaves',
  reaction: 'reactions',
  invitation: 'invitations',
  topic: 'topics',
  subscription: 'presence subscriptions',
  media: 'audio, video and sharing',
  diagnostic: 'diagnostics',
  opaque: 'texts that could not be read',
};

const OPAQUE: Readonly<Record<'encrypted' | 'truncated' | 'body-missing', string>> = {
  encrypted: 'A text that is encrypted',
  truncated: 'A text that the log cut off',
  'body-missing': 'A text that the log does not hold',
};

/** @param content false: what a person said by it is left out */
export function eventInWords(event: HappenedEvent, content: boolean): string {
  switch (event.kind) {
    case 'presence': {
      const more = [event.activity, event.note].filter((part) => part !== null && part !== '').join(', ');
      return `${event.who} is ${event.state}${more === '' ? '' : ` (${more})`}`;
    }
    case 'file': {
      const size = event.size === null ? '' : ` (${event.size} bytes)`;
      const answer = event.accepted === null ? '' : event.accepted ? ', accepted' : ', not accepted';
      return `File offered: ${event.name}${size}${answer}`;
    }
    case 'member':
      return memberInWords(event, content);
    case 'reaction': {
      if (!content) return `${event.who} reacts to a text`;
      return event.reactions.length === 0
        ? `${event.who} takes back a reaction`
        : `${event.who} reacts with ${event.reactions.join(' ')}`;
    }
    case 'invitation':
      return `${event.who} invites ${event.to} into ${event.room}${saidWhy(event.reason, content)}`;
    case 'topic': {
      if (event.topic === '') return `${event.who} takes the topic away`;
      return content ? `${event.who} sets the topic: ${event.topic}` : `${event.who} sets the topic`;
    }
    case 'subscription':
      return `${event.who} ${SUBSCRIPTION[event.step]} ${event.to}`;
    case 'media':
      return mediaInWords(event.use);
    case 'diagnostic': {
      const id = event.id === null ? '' : `${event.id} `;
      return `Diagnostic ${id}${event.reason}${event.source === null ? '' : ` (${event.source})`}`;
    }
    case 'opaque':
      return `${OPAQUE[event.reason]}${event.detail === '' ? '' : `: ${event.detail}`}`;
  }
}

type MemberEvent = Extract<TranscriptEvent, { kind: 'member' }>;

/** `bob@example.com is put out of room@conference.example.com by carla@example.com: off topic` */
function memberInWords({ who, change, room, how, by, detail }: MemberEvent, content: boolean): string {
  const where = room === null ? '' : ` ${room}`;
  if (how === 'renamed') return `${who} goes by another name in${where}${saidWhy(detail ?? null, content)}`;
  const done =
    how === undefined
      ? change === 'join'
        ? 'joins'
        : 'leaves'
      : how === 'banned'
        ? 'is banned from'
        : 'is put out of';
  return `${who} ${done}${where}${by === undefined ? '' : ` by ${by}`}${saidWhy(detail ?? null, content)}`;
}

function saidWhy(reason: string | null, content: boolean): string {
  return reason === null || reason === '' || !content ? '' : `: ${reason}`;
}

const SUBSCRIPTION = {
  subscribe: 'asks to see the presence of',
  subscribed: 'shows presence to',
  unsubscribe: 'no longer wants to see the presence of',
  unsubscribed: 'does not show presence to',
} as const;

/** `Audio offered by alice@contoso.com, lasts 2 min 5 s, ports 50010 and 50020; held by bob@example.com for 12 s`. */
function mediaInWords({ media, by, taken, start, end, ports, holds }: Omit<MediaUse, 'places'>): string {
  const name = media.charAt(0).toUpperCase() + media.slice(1);
  let words = `${name} offered${by === null || by === '' ? '' : ` by ${by}`}`;
  if (!taken) words += ', not taken';
  else
    words += start === null || end === null ? ', taken; the log does not tell how long' : `, lasts ${span(start, end)}`;
  if (ports.length > 0) words += `, ${ports.length === 1 ? 'port' : 'ports'} ${ports.join(' and ')}`;
  for (const { by: who, start: from, end: to } of holds) {
    words += `; held${who === '' ? '' : ` by ${who}`}`;
    if (from !== null) words += to === null ? ` from ${isoTime(from) ?? ''} on` : ` for ${span(from, to)}`;
  }
  return words;
}

/** `1 h 2 min 5 s`; below a minute with tenths. */
function span(start: EpochMs, end: EpochMs): string {
  const tenths = Math.max(0, Math.round((end - start) / 100));
  if (tenths < 600) return `${tenths / 10} s`;
  const seconds = Math.floor(tenths / 10);
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours} h ` : ''}${minutes} min ${seconds % 60} s`;
}
