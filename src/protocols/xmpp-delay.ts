/** When a delayed stanza was first sent (XEP-0203, XEP-0091). */
import type { EpochMs } from '../model.ts';
import type { XmlElement } from './xml-body.ts';
import { attributeOf, childIn } from './xmpp-tree.ts';

/** XEP-0082 with or without its zone, and the older form without dashes; both are UTC where they name no zone. */
const STAMP = /^(\d{4})-?(\d{2})-?(\d{2})T(\d{2}):(\d{2}):(\d{2})(\.\d+)?(Z|([+-])(\d{2}):?(\d{2}))?$/;

/** null = the stanza is not delayed, or its stamp cannot be read. */
export function delayOf(stanza: XmlElement): EpochMs | null {
  const delay = childIn(stanza, 'delay', 'urn:xmpp:delay') ?? childIn(stanza, 'x', 'jabber:x:delay');
  const stamp = delay === null ? null : attributeOf(delay, 'stamp');
  return stamp === null ? null : epochOf(stamp);
}

export function isDelayed(stanza: XmlElement): boolean {
  return childIn(stanza, 'delay', 'urn:xmpp:delay') !== null || childIn(stanza, 'x', 'jabber:x:delay') !== null;
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
