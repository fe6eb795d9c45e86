/**
 * Presence documents of other vendors: PIDF (RFC 3863) with RPID activities (RFC 4480 and its drafts), and the older
 * xpidf that Communicator asks public providers for.
 */
import type { Fact } from '../model.ts';
import { bareOf } from './sip-address.ts';
import { stateOfBasic, stateOfWord, UNKNOWN_STATE } from './presence-state.ts';
import { childElements, childText, elementsNamed, textOf, type XmlElement } from './xml-body.ts';

type PresenceFact = Extract<Fact, { kind: 'presence' }>;

/** `root` = a `presence` element; null = it says nothing about anyone's state. */
export function readPidf(root: XmlElement): PresenceFact | null {
  const who = bareOf(root.attributes.get('entity') ?? presentityOf(root) ?? '');
  const activity = activityOf(root);
  const basic = basicOf(root);
  const note = noteOf(root);
  if (activity === null && basic === null && note === null) return null;
  const closed = basic === 'Offline';
  const state = closed ? 'Offline' : ((activity === null ? null : stateOfWord(activity)) ?? basic ?? UNKNOWN_STATE);
  const plain = activity === null || stateOfWord(activity) === state ? spoken(activity) : activity;
  return { kind: 'presence', who, state, activity: plain, note };
}

/** An activity that only repeats the state's name is no activity. */
function spoken(activity: string | null): string | null {
  if (activity === null) return null;
  return /^(available|online|active|busy|away|offline|idle|dnd|do-?not-?disturb|be-?right-?back)$/i.test(activity)
    ? null
    : activity;
}

/** xpidf: `<presentity uri="sip:bob@msn.com;method=SUBSCRIBE"/>`. */
function presentityOf(root: XmlElement): string | null {
  return elementsNamed(root, 'presentity')[0]?.attributes.get('uri') ?? null;
}

/** Several tuples (devices): open when one of them is. xpidf says `<status status="open"/>`. */
function basicOf(root: XmlElement): string | null {
  let found: string | null = null;
  const words = elementsNamed(root, 'basic').map(textOf);
  for (const status of elementsNamed(root, 'status')) words.push(status.attributes.get('status') ?? '');
  for (const word of words) {
    const state = stateOfBasic(word === 'inuse' ? 'open' : word);
    if (state === 'Available') return state;
    found ??= state;
  }
  return found;
}

/** The most telling word: RPID `<activities><on-the-phone/>`, drafts `<activity>away</activity>`, xpidf `<msnsubstatus>`. */
function activityOf(root: XmlElement): string | null {
  const words: string[] = [];
  for (const list of elementsNamed(root, 'activities')) {
    for (const child of childElements(list)) {
      if (child.name === 'note' || child.name === 'unknown') continue;
      const said = child.name === 'activity' || child.name === 'other' ? textOf(child).trim() : child.name;
      if (said !== '') words.push(said);
    }
  }
  for (const status of elementsNamed(root, 'msnsubstatus')) words.push(status.attributes.get('substatus') ?? '');
  return words.find((word) => spoken(word) !== null && word !== '') ?? words.find((word) => word !== '') ?? null;
}

/** The document's own note, else the first of a person, a tuple or an activity. */
function noteOf(root: XmlElement): string | null {
  const own = childText(root, 'note');
  if (own !== null) return own;
  for (const note of elementsNamed(root, 'note')) {
    const said = textOf(note).trim();
    if (said !== '') return said;
  }
  return null;
}
