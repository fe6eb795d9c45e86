/** What a `<presence>` says of its sender (RFC 6121 §4.7). */
import type { Fact } from '../model.ts';
import { childText, type XmlElement } from './xml-body.ts';
import { inNoLanguage } from './xmpp-message.ts';
import { attributeOf } from './xmpp-tree.ts';

/** `show` and the state that it means; none or one that is not known is Available. */
const STATES: ReadonlyMap<string | null, string> = new Map([
  ['chat', 'Available'],
  ['away', 'Away'],
  ['xa', 'Away'],
  ['dnd', 'Busy'],
]);

/** Subscriptions and probes change no state. */
export function presenceFacts(presence: XmlElement): Fact[] {
  const type = attributeOf(presence, 'type');
  if (type !== null && type !== 'unavailable') return [];
  const state = type === 'unavailable' ? 'Offline' : (STATES.get(childText(presence, 'show')) ?? 'Available');
  const note = inNoLanguage(presence, 'status')?.trim() ?? '';
  return [{ kind: 'presence', who: null, state, activity: null, note: note === '' ? null : note }];
}
