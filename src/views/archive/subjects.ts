/** What a ledger entry or a fault is about, in words. */
import { t } from '../../messages/catalogue.ts';
import type { SessionId } from '../../model.ts';
import { countOf } from '../quantities.ts';

export interface SubjectWords {
  text: string;
  /** It has a page of its own. */
  session: SessionId | null;
}

const NUMBERED = ['ledger', 'journal', 'source', 'job', 'hold', 'basis', 'pack', 'line'] as const;

/** Of these there is one. */
const WHOLE = ['archive', 'retention', 'review', 'lock'] as const;

/** `session:<id>`, `job:12`, `archive` …; one of another kind stays as it is. */
export function subjectWords(subject: string): SubjectWords {
  const cut = subject.indexOf(':');
  const [kind, name] = cut < 0 ? [subject, ''] : [subject.slice(0, cut), subject.slice(cut + 1)];
  const said = (text: string): SubjectWords => ({ text, session: null });
  if (kind === 'session' && name !== '') {
    return { text: t('subject.session', { id: name.slice(0, 12) }), session: name as SessionId };
  }
  if (kind === 'block') {
    const [source = '', offset = ''] = name.split('+');
    return said(t('subject.block', { source, offset: countOf(Number(offset)) }));
  }
  const whole = WHOLE.find((known) => known === subject);
  if (whole !== undefined) return said(t(`subject.${whole}`));
  // What it is called stands beside: its id says nothing to a person.
  if (kind === 'word-list') return said(t('subject.word-list'));
  if ((kind === 'view' || kind === 'pattern') && name !== '') return said(t(`subject.${kind}`, { name }));
  if (kind === 'reviewer') return said(t('subject.reviewer', { name }));
  const numbered = NUMBERED.find((known) => known === kind);
  return said(numbered !== undefined && name !== '' ? t(`subject.${numbered}`, { n: name }) : subject);
}
