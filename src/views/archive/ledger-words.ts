/** What an entry of the ledger tells, in words: out of its payload, which may be of an older version. */
import { isMessageKey, t } from '../../messages/catalogue.ts';
import type { Json, LedgerAction, LedgerRecord } from '../../model.ts';

/** In the order in which a person looks for them. */
export const LEDGER_ACTIONS: readonly LedgerAction[] = [
  'import',
  'undo',
  'decision',
  'note',
  'hold',
  'release',
  'retention',
  'purge',
  'export',
  'backup',
  'restore',
  'organisation',
  'judging',
  'reviewer',
  'encryption',
  'login',
  'upgrade',
];

type Payload = Readonly<Record<string, Json | undefined>>;

/** Of exports of which no whole file came. */
const EXPORT_ENDED: Readonly<Record<string, () => string>> = {
  cancelled: () => t('export.ended.cancelled'),
  refused: () => t('export.ended.refused'),
  failed: () => t('export.ended.failed'),
};

/** Files that are named. */
const NAMED = 5;

/** Sentences or phrases, most telling first; empty = the action says it all. */
export function entryWords({ payload }: LedgerRecord): string[] {
  if (typeof payload !== 'object' || payload === null || Array.isArray(payload)) return [];
  const told = payload as Payload;
  const words = [...filesOf(told), ...stepOf(told), ...figuresOf(told)];
  for (const name of ['name', 'why', 'note', 'selection'] as const) {
    const text = told[name];
    if (typeof text === 'string' && text !== '') words.push(name === 'name' ? text : `“${text}”`);
  }
  return words;
}

function filesOf({ files, state }: Payload): string[] {
  const words: string[] = [];
  if (Array.isArray(files) && files.length > 0) {
    const names = (files as readonly Json[]).flatMap((file) => {
      const name = (file as Payload | null)?.['name'];
      return typeof name === 'string' ? [name] : [];
    });
    const more = names.length > NAMED ? [t('unfinished.more', { n: names.length - NAMED })] : [];
    words.push([...names.slice(0, NAMED), ...more].join(', '));
  }
  if (typeof state === 'string' && state !== 'sealed') words.push(worded('job-state', state));
  return words;
}

function stepOf({ step }: Payload): string[] {
  return typeof step === 'string' ? [worded('review.step', step)] : [];
}

function figuresOf(told: Payload): string[] {
  const words: string[] = [];
  const { sessions, form, ended, sha256, everything, days, waitDays } = told;
  if (typeof waitDays === 'number') {
    words.push(typeof days === 'number' ? t('organisation.days', { n: days }) : t('retention.for-ever'));
  }
  const { gone, heirs, scope } = told;
  if (typeof gone === 'string' && Array.isArray(heirs)) {
    const [heir, ...more] = (heirs as readonly string[]).map((id) => id.slice(0, 12));
    if (heir !== undefined)
      words.push(t('record.followed', { gone: gone.slice(0, 12), heir: [heir, ...more].join(', ') }));
  }
  const chosen = (scope as Payload | undefined)?.['sessions'];
  if (Array.isArray(chosen)) words.push(t('holds.chosen', { n: chosen.length }));
  if (everything === true) words.push(t('record.everything'));
  if (typeof form === 'string') words.push(worded('export.form', form));
  if (typeof ended === 'string' && ended !== 'whole') words.push(EXPORT_ENDED[ended]?.() ?? ended);
  if (typeof sessions === 'number') words.push(t('import.sessions', { n: sessions }));
  if (typeof sha256 === 'string') words.push(`SHA-256 ${sha256}`);
  return words;
}

/** A value that this version does not know stays as it is. */
function worded(prefix: string, value: string): string {
  const key = `${prefix}.${value}`;
  return isMessageKey(key) ? (t as (key: string) => string)(key) : value;
}
