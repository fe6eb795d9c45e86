/**
 * The providers' colours, the same everywhere: the palette of Okabe and Ito, which people who are colour-blind can
 * tell apart. What is not public IM is grey; providers of the person's own are grey and hatched. A colour never stands
 * without the provider's name.
 */
import type { BuiltInProviderId, OwnProviderId, ProviderId } from '../model.ts';

const BUILT_IN: Record<BuiltInProviderId, string> = {
  yahoo: '#cc79a7',
  aol: '#f0e442',
  wlm: '#009e73',
  skype: '#56b4e9',
  'msn-or-skype': '#0072b2',
  gtalk: '#d55e00',
  xmpp: '#e69f00',
  federated: 'light-dark(#44464c, #d6d6d0)',
  hosted: 'light-dark(#75777e, #a4a59f)',
  internal: 'light-dark(#a3a5ab, #74767b)',
  unknown: 'light-dark(#cfd0d3, #4c4e54)',
};

/** From bottom to top where they are stacked; the person's own stand behind them, by id. */
const BUILT_IN_ORDER = Object.keys(BUILT_IN) as readonly BuiltInProviderId[];

/** The hatchings: their strokes and what is between them, and how they lean, in degrees. */
export const HATCH = { stroke: 'light-dark(#44464c, #d6d6d0)', ground: 'light-dark(#e4e5e7, #33353a)' } as const;
export const HATCH_ANGLES = [45, 135, 90, 0] as const;

export const isOwn = (id: ProviderId): id is OwnProviderId => id.startsWith('own-');

/** Which hatching a provider of one's own has: it keeps it, whichever others there are. */
export function hatchOf(id: OwnProviderId): number {
  let sum = 0;
  for (let at = 0; at < id.length; at++) sum = (sum * 31 + id.charCodeAt(at)) % 65_521;
  return sum % HATCH_ANGLES.length;
}

/** What fills a swatch or a bar: a value of `background`. */
export function providerBackground(id: ProviderId): string {
  if (!isOwn(id)) return BUILT_IN[id];
  const { stroke, ground } = HATCH;
  return `repeating-linear-gradient(${HATCH_ANGLES[hatchOf(id)]}deg, ${stroke} 0 2px, ${ground} 2px 4px)`;
}

/** The same in a drawing, which must hold the patterns that `hatchId` names: a value of `fill`. */
export const providerFill = (id: ProviderId): string => (isOwn(id) ? `url(#${hatchId(hatchOf(id))})` : BUILT_IN[id]);
export const hatchId = (hatch: number): string => `hatch-${hatch}`;

/** Is it one that there is or, of the person's own, may be? An archive may hold one that is no longer in the catalogue. */
export function isProviderId(text: string): text is ProviderId {
  return text in BUILT_IN || /^own-[a-z0-9]+(-[a-z0-9]+)*$/.test(text);
}

export function compareProviders(a: ProviderId, b: ProviderId): number {
  return rankOf(a) - rankOf(b) || (a < b ? -1 : a > b ? 1 : 0);
}
function rankOf(id: ProviderId): number {
  return isOwn(id) ? BUILT_IN_ORDER.length : BUILT_IN_ORDER.indexOf(id);
}

/** Counts by provider in the order in which providers are stacked and listed. */
export function inProviderOrder<C extends { value: string }>(counts: readonly C[]): C[] {
  return counts.toSorted((a, b) => compareProviders(a.value as ProviderId, b.value as ProviderId));
}
