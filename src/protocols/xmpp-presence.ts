/** What a `<presence>` says of its sender (RFC 6121 §4.7). */
import type { Fact } from '../model.ts';
import { childText, type XmlElement } from './xml-body.ts';
import { inNoLanguage } from './xmpp-message.ts';
import { attributeOf, childIn } from './xmpp-tree.ts';

/** `show` and the state that it means; none or one that is not known is Available. */
const STATES: ReadonlyMap<string, string> = new Map([
  ['chat', 'Available'],
  ['away', 'Away'],
  ['xa', 'Away'],
  ['dnd', 'Busy'],
]);

type Subscription = Extract<Fact, { kind: 'subscription' }>;
const STEPS: ReadonlySet<string> = new Set<Subscription['step']>([
  'subscribe',
  'subscribed',
  'unsubscribe',
  'unsubscribed',
]);

/** Subscriptions and probes change no state. */
export function presenceFacts(presence: XmlElement): Fact[] {
  const type = attributeOf(presence, 'type');
  if (type !== null && STEPS.has(type)) return [{ kind: 'subscription', step: type as Subscription['step'] }];
  if (type !== null && type !== 'unavailable') return [];
  const show = childText(presence, 'show')?.trim() ?? '';
  const state = type === 'unavailable' ? 'Offline' : (STATES.get(show) ?? 'Available');
  const note = inNoLanguage(presence, 'status')?.trim() ?? '';
  const fact: Fact = { kind: 'presence', who: null, state, activity: null, note: note === '' ? null : note };
  if (show !== '') fact.show = show;
  const priority = Number(childText(presence, 'priority')?.trim() || NaN);
  // A byte with a sign (RFC 6121 §4.7.2.3).
  if (Number.isInteger(priority) && Math.abs(priority) <= 128) fact.priority = priority;
  const caps = childIn(presence, 'c', 'http://jabber.org/protocol/caps');
  const client = caps === null ? null : attributeOf(caps, 'node');
  if (client !== null && client !== '') fact.client = client;
  return [fact];
}
