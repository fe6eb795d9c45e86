/** The shapes of the command line's output, version 1, to the letter: an extra key is a fault as much as a missing one. */
import * as v from 'valibot';

const Time = v.pipe(v.string(), v.isoTimestamp(), v.endsWith('Z'));
const Count = v.pipe(v.number(), v.integer(), v.minValue(0));
const Place = v.strictObject({ file: Count, offset: Count, length: Count });
const Counts = v.record(v.string(), Count);

const PROVIDERS = [
  ...(['yahoo', 'aol', 'wlm', 'skype', 'msn-or-skype', 'gtalk'] as const),
  ...(['xmpp', 'federated', 'hosted', 'internal', 'unknown'] as const),
] as const;

export const SessionLine = v.strictObject({
  type: v.literal('session'),
  v: v.literal(1),
  id: v.pipe(v.string(), v.regex(/^[0-9a-f]{20}$/)),
  protocol: v.picklist(['sip', 'xmpp']),
  kind: v.picklist(['im', 'presence', 'av', 'other']),
  modalities: v.pipe(
    v.array(v.picklist(['im', 'presence', 'audio', 'video', 'file', 'sharing', 'multiparty'])),
    v.check((list) => [...list].sort().join() === list.join(), 'The modalities are not sorted.'),
  ),
  provider: v.strictObject({
    id: v.picklist(PROVIDERS),
    confidence: v.picklist(['certain', 'likely', 'guess']),
    because: v.array(v.string()),
  }),
  local: v.nullable(v.string()),
  remote: v.nullable(v.string()),
  participants: v.pipe(
    v.array(v.string()),
    v.check((list) => [...list].sort().join() === list.join(), 'The participants are not sorted.'),
  ),
  start: v.nullable(Time),
  end: v.nullable(Time),
  timeSource: v.picklist(['log', 'assumed-zone', 'none']),
  outcome: v.picklist(['established', 'failed', 'open']),
  status: v.nullable(v.pipe(Count, v.minValue(100), v.maxValue(699))),
  keys: v.strictObject({
    callIds: v.array(v.string()),
    conversation: v.nullable(v.string()),
    thread: v.nullable(v.string()),
  }),
  counts: v.strictObject({ messages: Count, texts: Count, presence: Count }),
  texts: v.array(
    v.strictObject({
      time: v.nullable(Time),
      from: v.string(),
      to: v.array(v.string()),
      text: v.string(),
      contentType: v.string(),
      failed: v.optional(v.literal(true)),
    }),
  ),
  presence: v.array(
    v.strictObject({
      time: v.nullable(Time),
      who: v.string(),
      state: v.string(),
      activity: v.nullable(v.string()),
      note: v.nullable(v.string()),
    }),
  ),
  files: v.array(
    v.strictObject({
      time: v.nullable(Time),
      name: v.string(),
      size: v.nullable(Count),
      accepted: v.nullable(v.boolean()),
    }),
  ),
  diagnostics: v.array(
    v.strictObject({
      time: v.nullable(Time),
      id: v.nullable(Count),
      reason: v.string(),
      source: v.nullable(v.string()),
    }),
  ),
  flags: v.array(
    v.strictObject({
      rule: v.string(),
      ruleVersion: v.pipe(Count, v.minValue(1)),
      severity: v.picklist(['violation', 'warning', 'info', 'undetermined']),
      because: v.string(),
      sources: v.array(v.string()),
      places: v.array(Place),
    }),
  ),
  places: v.pipe(v.array(Place), v.minLength(1)),
});
export type SessionLine = v.InferOutput<typeof SessionLine>;

export /** What keeps a file from being read to its end. */
const UNREADABLE = new Set([
  'file-unreadable',
  'archive-damaged',
  'archive-encrypted',
  'archive-method',
  'archive-limit',
]);

const FileLine = v.pipe(
  v.strictObject({
    name: v.string(),
    // Empty where the file could not be read to its end.
    sha256: v.pipe(v.string(), v.regex(/^([0-9a-f]{64})?$/)),
    bytes: Count,
    format: v.nullable(v.string()),
    encoding: v.string(),
    explainedBytes: Count,
    skippedBytes: Count,
    records: Count,
    sipRequests: Count,
    sipResponses: Count,
    methods: Counts,
    statuses: Counts,
    callIds: Count,
    xmppMessages: Count,
    xmppPresence: Count,
    xmppIq: Count,
    certificates: Count,
    issues: v.record(
      v.string(),
      v.strictObject({
        severity: v.picklist(['info', 'loss', 'error']),
        count: v.pipe(Count, v.minValue(1)),
        places: v.pipe(v.array(Place), v.maxLength(100)),
      }),
    ),
    duplicateOf: v.optional(Count),
  }),
  v.check(
    (file) => file.duplicateOf !== undefined || file.explainedBytes + file.skippedBytes === file.bytes,
    'Explained and skipped bytes do not add up to the file.',
  ),
  v.check(
    (file) => (file.sha256 === '') === Object.keys(file.issues).some((code) => UNREADABLE.has(code)),
    'A file that was read has no SHA-256.',
  ),
);

export const ReportLine = v.strictObject({
  type: v.literal('report'),
  v: v.literal(1),
  files: v.array(FileLine),
  sessions: Count,
  flags: Count,
  seconds: v.pipe(v.number(), v.minValue(0)),
});
export type ReportLine = v.InferOutput<typeof ReportLine>;
