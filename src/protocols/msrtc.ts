/**
 * Presence as Microsoft's servers tell it: categories [MS-PRES] in `application/msrtc-event-categories+xml`, in what a
 * client publishes and in its own roaming data; and the older `text/xml+msrtc.pidf` of Live Communications Server.
 */
import type { Fact } from '../model.ts';
import { bareOf } from './sip-address.ts';
import { stateOfAvailability, UNKNOWN_STATE } from './presence-state.ts';
import { childOf, childText, elementsNamed, textOf, type XmlElement } from './xml-body.ts';

type PresenceFact = Extract<Fact, { kind: 'presence' }>;

/** What the container of blocked people (32000) is shown is not the person's state. */
const BLOCKED_CONTAINER = 32_000;

/** Whom a batched SUBSCRIBE asks for: `<batchSub><action name="subscribe"><adhocList><resource uri="…"/>`. */
export function readBatch(root: XmlElement): Fact[] {
  const facts: Fact[] = [];
  for (const action of elementsNamed(root, 'action')) {
    const step = action.attributes.get('name') === 'unsubscribe' ? 'unsubscribe' : 'subscribe';
    for (const resource of elementsNamed(action, 'resource')) {
      const of = bareOf(resource.attributes.get('uri') ?? '');
      if (of !== null) facts.push({ kind: 'subscription', step, of });
    }
  }
  return facts;
}

/** One fact for each person's list of categories in the document. */
export function readCategories(root: XmlElement): PresenceFact[] {
  const lists = [...elementsNamed(root, 'categories'), ...elementsNamed(root, 'publications')];
  const facts: PresenceFact[] = [];
  for (const list of lists) {
    const who = bareOf(list.attributes.get('uri') ?? '');
    const fact = readList(who, [...elementsNamed(list, 'category'), ...elementsNamed(list, 'publication')]);
    if (fact !== null) facts.push(fact);
  }
  return facts;
}

/**
 * A list holds a category once for each container (what closer contacts see is the fuller) and state kind: the aggregate
 * over devices, calendar and choice counts, of the containers the highest.
 */
function readList(who: string | null, categories: readonly XmlElement[]): PresenceFact | null {
  let best: XmlElement | null = null;
  let bestRank = -1;
  let note: string | null = null;
  for (const category of categories) {
    const name = category.attributes.get('name') ?? category.attributes.get('categoryName');
    const container = Number(category.attributes.get('container') ?? 0);
    if (container >= BLOCKED_CONTAINER) continue;
    if (name === 'note') note = noteIn(category) ?? note;
    if (name !== 'state') continue;
    const state = childOf(category, 'state');
    if (state === null || childText(state, 'availability') === null) continue;
    const rank = (state.attributes.get('type') === 'aggregateState' ? BLOCKED_CONTAINER : 0) + container;
    if (rank < bestRank) continue;
    best = state;
    bestRank = rank;
  }
  if (best === null) {
    return note === null ? null : { kind: 'presence', who, state: UNKNOWN_STATE, activity: null, note };
  }
  const availability = Number(childText(best, 'availability'));
  return { kind: 'presence', who, state: stateOfAvailability(availability), activity: activityIn(best), note };
}

/** `<activity token="on-the-phone"/>`, or a custom state's text in its first language. */
function activityIn(state: XmlElement): string | null {
  const activity = childOf(state, 'activity');
  if (activity === null) return null;
  const token = activity.attributes.get('token');
  if (token !== undefined && token !== '') return token;
  return childText(activity, 'custom');
}

/** `<note><body type="personal">…</body></note>`. */
function noteIn(category: XmlElement): string | null {
  for (const body of elementsNamed(category, 'body')) {
    const said = textOf(body).trim();
    if (said !== '') return said;
  }
  return null;
}

/**
 * `<presentity uri="…"><availability aggregate="300"/><activity aggregate="600"/></presentity>`. The numbers' meaning is as
 * an open client reads them on the wire; an availability under 100 is offline whatever the activity.
 */
export function readPresentity(presentity: XmlElement): PresenceFact | null {
  const availability = aggregateOf(presentity, 'availability');
  const activity = aggregateOf(presentity, 'activity');
  if (availability === null && activity === null) return null;
  const who = bareOf(presentity.attributes.get('uri') ?? '');
  const note = childText(presentity, 'note') ?? noteOfUser(presentity);
  if (availability !== null && availability < 100) {
    return { kind: 'presence', who, state: 'Offline', activity: null, note };
  }
  const [state, token] = stateOfActivity(activity);
  return { kind: 'presence', who, state, activity: token, note };
}

function stateOfActivity(activity: number | null): readonly [state: string, token: string | null] {
  if (activity === null || activity >= 800) return ['Available', null];
  if (activity >= 700) return ['Away', null];
  if (activity >= 600) return ['Busy', null];
  if (activity >= 500) return ['Busy', 'on-the-phone'];
  if (activity >= 400) return ['Available', null];
  if (activity >= 300) return ['Be Right Back', null];
  if (activity >= 200) return ['Available, idle', null];
  return activity >= 150 ? ['Away', 'out-to-lunch'] : ['Away', null];
}

function aggregateOf(presentity: XmlElement, name: string): number | null {
  const value = childOf(presentity, name)?.attributes.get('aggregate');
  return value !== undefined && /^\d{1,6}$/.test(value) ? Number(value) : null;
}

/** `<userInfo><note>…</note></userInfo>`. */
function noteOfUser(presentity: XmlElement): string | null {
  const info = childOf(presentity, 'userInfo');
  return info === null ? null : childText(info, 'note');
}
