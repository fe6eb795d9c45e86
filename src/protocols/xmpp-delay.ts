/** When a delayed stanza was first sent (XEP-0203, XEP-0091). */
import type { EpochMs } from '../model.ts';
import { childElements, type XmlElement } from './xml-body.ts';
import { bareOf } from './xmpp-jid.ts';
import { attributeOf } from './xmpp-tree.ts';

/** XEP-0082 with or without its zone, and the older form without dashes; both are UTC where they name no zone. */
const STAMP = /^(\d{4})-?(\d{2})-?(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|([+-])(\d{2}):?(\d{2}))?$/;

/** The earliest, where several held it up; null = the stanza is not delayed, or its stamp cannot be read. */
export function delayOf(stanza: XmlElement): EpochMs | null {
  let earliest: EpochMs | null = null;
  for (const delay of delaysOf(stanza)) {
    const stamp = attributeOf(delay, 'stamp');
    const time = stamp === null ? null : epochOf(stamp);
    if (time !== null && (earliest === null || time < earliest)) earliest = time;
  }
  return earliest;
}

/**
 * Does the room repeat what was said before (XEP-0045 §7.2.14)? A server that held a message up until its receiver was back
 * (XEP-0198, XEP-0352) stamps it too, in the server's own name.
 */
export function isRoomHistory(stanza: XmlElement, room: string): boolean {
  return delaysOf(stanza).some((delay) => {
    const by = attributeOf(delay, 'from');
    return by === null || by.includes('@') || bareOf(by) === room;
  });
}

function delaysOf(stanza: XmlElement): XmlElement[] {
  return childElements(stanza).filter(
    ({ name, namespace }) =>
      (name === 'delay' && namespace === 'urn:xmpp:delay') || (name === 'x' && namespace === 'jabber:x:delay'),
  );
}

function epochOf(stamp: string): EpochMs | null {
  const parts = STAMP.exec(stamp.trim());
  if (parts === null) return null;
  const [, year, month, day, hour, minute, second, fraction, , sign, zoneHour, zoneMinute] = parts;
  const utc = Date.UTC(Number(year), Number(month) - 1, Number(day), Number(hour), Number(minute), Number(second));
  if (Number.isNaN(utc)) return null;
  const ahead = (Number(zoneHour ?? 0) * 60 + Number(zoneMinute ?? 0)) * 60_000;
  return (utc + Number(fraction ?? 0) * 1000 - (sign === '-' ? -ahead : ahead)) as EpochMs;
}
