/** Messenger and Skype answer behind the same proxy for the same domains: which of them it was, by label and by day. */
import type { IsoDate, ProviderId } from '../model.ts';
import type { ProviderEntry } from './catalogue.ts';

export interface Choice {
  id: ProviderId;
  /** Why this one of several; empty where there was nothing to choose. */
  because: string[];
}

/** @param day null = the session carries no time. */
export function chooseAmong(
  entries: readonly ProviderEntry[],
  day: IsoDate | null,
  label: ProviderId | null,
  zone: string,
): Choice | null {
  const first = entries[0];
  if (first === undefined) return null;
  if (entries.length === 1) return { id: first.id, because: [] };
  const names = entries.map(({ name }) => name).join(' and ');
  const own = entries.find(({ id }) => id.startsWith('own-'));
  if (own !== undefined) {
    return { id: own.id, because: [`${names} share it; ${own.name} is an entry of the organisation's own.`] };
  }
  if (label !== null && entries.some(({ id }) => id === label)) {
    const name = entries.find(({ id }) => id === label)?.name ?? label;
    return { id: label, because: [`${names} share it; the organisation lists ${name} alone.`] };
  }
  if (day === null) {
    return { id: 'msn-or-skype', because: [`${names} share it, and without a time the log does not tell them apart.`] };
  }
  return chooseByDay(entries, day, names, zone);
}

function chooseByDay(entries: readonly ProviderEntry[], day: IsoDate, names: string, zone: string): Choice {
  const alive = entries.filter(
    ({ begin, end }) => (begin === null || day >= begin.day) && (end === null || day <= end.day),
  );
  if (alive.length > 1) {
    const why = `${names} share it, and on ${day} (${zone}) both were there.`;
    return { id: 'msn-or-skype', because: [why] };
  }
  const only = alive[0];
  if (only !== undefined) {
    const others = entries.filter((entry) => entry !== only).map((entry) => absence(entry, day));
    return { id: only.id, because: [`${names} share it; on ${day} (${zone}) ${others.join(', ')}.`] };
  }
  // After all of them: the one that was there longest, so that its end can be told.
  const last = [...entries].sort((a, b) => ((b.end?.day ?? '9') < (a.end?.day ?? '9') ? -1 : 1))[0] ?? entries[0];
  const why = `${names} share it; on ${day} (${zone}) none of them was there any more, ${last?.name ?? ''} had been last.`;
  return { id: last?.id ?? 'msn-or-skype', because: [why] };
}

function absence({ name, begin, end }: ProviderEntry, day: IsoDate): string {
  if (begin !== null && day < begin.day) return `${name} was not there before ${begin.day}`;
  return `${name} had ended with ${end?.day ?? ''}`;
}
