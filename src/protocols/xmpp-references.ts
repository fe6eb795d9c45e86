/** How a message names earlier ones: what it corrects or takes back, and by what names others may refer to it. */
import type { Fact } from '../model.ts';
import { childElements, childText, textOf, type XmlElement } from './xml-body.ts';
import { bareOf, hasResource } from './xmpp-jid.ts';
import { attributeOf, childUnder } from './xmpp-tree.ts';

type Retraction = Extract<Fact, { kind: 'retraction' }>;
type Reaction = Extract<Fact, { kind: 'reaction' }>;

const RETRACT = 'urn:xmpp:message-retract:';
const MODERATE = 'urn:xmpp:message-moderate:';

/** Id of the message that this one stands in place of (XEP-0308); null = of none. */
export function correctedBy(message: XmlElement): string | null {
  const replace = childUnder(message, 'replace', 'urn:xmpp:message-correct:');
  return replace === null ? null : attributeOf(replace, 'id');
}

/**
 * Names beside the `id` (XEP-0359): the one that its client gave, and in a room the one that the room gave. What another
 * gives in a room's name is not believed (§5).
 */
export function otherNames(message: XmlElement): string[] {
  const names: string[] = [];
  const from = attributeOf(message, 'from');
  for (const child of childElements(message)) {
    if (!child.namespace.startsWith('urn:xmpp:sid:')) continue;
    const id = attributeOf(child, 'id');
    if (id === null || id === attributeOf(message, 'id') || names.includes(id)) continue;
    const by = attributeOf(child, 'by');
    const isOfRoom = child.name === 'stanza-id' && by !== null && from !== null && bareOf(by) === bareOf(from);
    if (child.name === 'origin-id' || isOfRoom) names.push(id);
  }
  return names;
}

/** XEP-0444. */
export function reactionIn(message: XmlElement): Reaction | null {
  const found = childUnder(message, 'reactions', 'urn:xmpp:reactions:');
  const of = found === null ? null : attributeOf(found, 'id');
  if (found === null || of === null || of === '') return null;
  const said = childElements(found).filter(({ name }) => name === 'reaction');
  return { kind: 'reaction', of, reactions: [...new Set(said.map((each) => textOf(each).trim()))].filter(Boolean) };
}

/** The body is only for clients that do not know reactions (XEP-0428). */
export function standsForOthers(message: XmlElement): boolean {
  const fallback = childUnder(message, 'fallback', 'urn:xmpp:fallback:');
  return fallback !== null && (attributeOf(fallback, 'for') ?? 'urn:xmpp:reactions:').startsWith('urn:xmpp:reactions:');
}

/**
 * A text that is taken back: by its sender (XEP-0424, also in its older form by way of XEP-0422), or in the room's name by
 * a moderator (XEP-0425). Not the mark that an archive leaves in a text's place.
 */
export function retractionIn(message: XmlElement): Retraction | null {
  const attached = childUnder(message, 'apply-to', 'urn:xmpp:fasten:');
  const moderated = attached === null ? null : childUnder(attached, 'moderated', MODERATE);
  const holder = moderated ?? attached ?? message;
  const retract = childUnder(holder, 'retract', RETRACT);
  if (retract === null) return null;
  const target = attributeOf(attached ?? retract, 'id');
  if (target === null || target === '') return null;
  const own: Retraction = { kind: 'retraction', target, moderator: null, reason: null };
  const by = moderated ?? childUnder(retract, 'moderated', MODERATE);
  if (by === null) return own;
  const from = attributeOf(message, 'from');
  // Only the room itself tells what a moderator did.
  if (from === null || hasResource(from) || attributeOf(message, 'type') !== 'groupchat') return null;
  const reason = childText(moderated ?? retract, 'reason')?.trim() ?? '';
  return { ...own, moderator: attributeOf(by, 'by') ?? bareOf(from), reason: reason === '' ? null : reason };
}
