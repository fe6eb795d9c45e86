/** What a person's own rule can ask of a session: one line a field. */
import {
  domainOf,
  undecorate,
  type Catalogue,
  type ComparisonWord,
  type Organisation,
  type Place,
  type ProviderVerdict,
  type RuleField,
  type SidedSession,
} from '../../model.ts';
import { zoneOf } from '../../organisation/index.ts';
import { openProviderFacts } from '../grounds/provider-facts.ts';
import { dayOfSession } from '../grounds/session-words.ts';
import { clockOf, WEEKDAYS, weekdayOf } from './clock.ts';

/** All that a field is read from. */
export interface Asked {
  session: SidedSession;
  verdict: ProviderVerdict;
  organisation: Organisation;
  catalogue: Catalogue;
}

export interface Value {
  value: string | number;
  /** Bytes that show it; absent = those of the session's opening. */
  places?: Place[];
}

/** null = the log does not tell, for it carries no time. */
export type Values = readonly Value[] | null;

export interface Field extends Omit<RuleField, 'choices' | 'words'> {
  choices(catalogue: Catalogue): string[];
  values(asked: Asked): Values;
}

const TEXT_WORDS: ComparisonWord[] = ['equals', 'one-of', 'contains', 'begins', 'ends'];
const ORDER_WORDS: ComparisonWord[] = ['equals', 'one-of', 'less', 'at-most', 'more', 'at-least'];
const CHOICE_WORDS: ComparisonWord[] = ['equals', 'one-of'];

export function wordsOf(kind: RuleField['kind']): ComparisonWord[] {
  return kind === 'text' ? TEXT_WORDS : kind === 'choice' ? CHOICE_WORDS : ORDER_WORDS;
}

const MINUTE_MS = 60_000;
const no = (): string[] => [];
const one = (value: string | number | null): Value[] => (value === null ? [] : [{ value }]);
const each = (values: readonly (string | number)[]): Value[] => values.map((value) => ({ value }));
const orNothing = (address: string | null): Value[] => one(address === null ? null : domainOf(address));

function text(name: string, title: string, values: Field['values']): Field {
  return { name, title, kind: 'text', many: false, choices: no, values };
}
function texts(name: string, title: string, values: Field['values']): Field {
  return { ...text(name, title, values), many: true };
}
function number(name: string, title: string, values: Field['values']): Field {
  return { name, title, kind: 'number', many: false, choices: no, values };
}
function choice(name: string, title: string, choices: Field['choices'], values: Field['values']): Field {
  return { name, title, kind: 'choice', many: false, choices, values };
}

const VERDICTS = ['msn-or-skype', 'internal', 'unknown'];
const CLASSES = ['public', 'xmpp', 'federated', 'hosted'];
const MODALITIES = ['im', 'presence', 'audio', 'video', 'file', 'sharing', 'multiparty'];

/** In the order in which a form offers them. */
export const FIELDS: readonly Field[] = [
  choice(
    'provider',
    'Provider',
    ({ providers }) => [...providers.map(({ id }) => id), ...VERDICTS],
    ({ verdict }) => one(verdict.id),
  ),
  choice(
    'provider-class',
    'Class of the provider',
    () => CLASSES,
    ({ verdict, catalogue }) => one(factsOf(catalogue)(verdict.id).class),
  ),
  choice(
    'confidence',
    'Confidence in the provider',
    () => ['certain', 'likely', 'guess'],
    ({ verdict }) => one(verdict.confidence),
  ),
  choice(
    'protocol',
    'Protocol',
    () => ['sip', 'xmpp'],
    ({ session }) => one(session.protocol),
  ),
  choice(
    'kind',
    'Kind of session',
    () => ['im', 'presence', 'av', 'other'],
    ({ session }) => one(session.kind),
  ),
  {
    ...choice(
      'modality',
      'Modality',
      () => MODALITIES,
      ({ session }) => session.modalities.map(({ modality, places }) => ({ value: modality, places })),
    ),
    many: true,
  },
  choice(
    'outcome',
    'Outcome',
    () => ['established', 'failed', 'open'],
    ({ session }) => one(session.outcome),
  ),
  text('local', 'Own user', ({ session }) => one(session.local)),
  text('local-domain', "Own user's domain", ({ session }) => orNothing(session.local)),
  text('remote', 'Contact', ({ session }) => one(session.remote)),
  text('remote-domain', "Contact's domain", ({ session }) => orNothing(session.remote)),
  texts('participant', 'Participant', ({ session }) => each(session.participants.map(undecorate))),
  texts('room', 'Room or conference', ({ session }) => each(session.rooms)),
  {
    ...number('day', 'Day of the start', ({ session, organisation }) => {
      const day = dayOfSession(session, organisation);
      return day === null ? null : one(day);
    }),
    kind: 'day',
  },
  {
    ...number('clock', 'Clock at the start', ({ session, organisation }) => {
      return session.start === null ? null : one(clockOf(session.start, zoneOf(organisation)));
    }),
    kind: 'clock',
  },
  choice(
    'weekday',
    'Day of the week',
    () => [...WEEKDAYS],
    ({ session, organisation }) => {
      const day = dayOfSession(session, organisation);
      return day === null ? null : one(weekdayOf(day));
    },
  ),
  number('minutes', 'Length in minutes', ({ session: { start, end } }) => {
    return start === null || end === null ? null : one((end - start) / MINUTE_MS);
  }),
  number('status', 'Final status', ({ session }) => one(session.status)),
  number('people', 'Number of people', ({ session: { participants, rooms } }) => {
    return one(participants.filter((who) => !rooms.includes(who)).length);
  }),
  number('messages', 'Number of messages', ({ session }) => one(session.messageCount)),
  number('texts', 'Number of texts', ({ session }) => one(session.texts.length)),
  texts('text', 'Text said', ({ session }) => session.texts.map(({ text: value, places }) => ({ value, places }))),
  texts('file', 'Name of a file', ({ session }) => session.files.map(({ name, places }) => ({ value: name, places }))),
  {
    ...number('file-size', 'Size of a file in bytes', ({ session }) => {
      return session.files.flatMap(({ size, places }) => (size === null ? [] : { value: size, places }));
    }),
    many: true,
  },
  texts('agent', 'Program (User-Agent or Server)', ({ session }) => {
    return session.markers.flatMap((marker) => {
      return marker.kind === 'agent' ? { value: marker.value, places: [marker.place] } : [];
    });
  }),
  texts('peer', 'Host at the other end', ({ session }) => {
    return session.markers.flatMap((marker) => {
      return marker.kind === 'peer' ? { value: marker.endpoint.host, places: [marker.place] } : [];
    });
  }),
  {
    ...number('diagnostic', 'Number of an ms-diagnostics', ({ session }) => {
      return session.diagnostics.flatMap(({ id, places }) => (id === null ? [] : { value: id, places }));
    }),
    many: true,
  },
];

const known = new WeakMap<Catalogue, ReturnType<typeof openProviderFacts>>();

function factsOf(catalogue: Catalogue): ReturnType<typeof openProviderFacts> {
  let facts = known.get(catalogue);
  if (facts === undefined) known.set(catalogue, (facts = openProviderFacts(catalogue)));
  return facts;
}

const BY_NAME = new Map(FIELDS.map((field) => [field.name, field]));

export function fieldNamed(name: string): Field | undefined {
  return BY_NAME.get(name);
}

/** For forms. */
export function ruleFields(catalogue: Catalogue): RuleField[] {
  return FIELDS.map((field) => {
    const { name, title, kind, many } = field;
    return { name, title, kind, many, choices: field.choices(catalogue), words: wordsOf(kind) };
  });
}
