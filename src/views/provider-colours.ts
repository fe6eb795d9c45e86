/**
 * The providers' colours, the same everywhere: the palette of Okabe and Ito, which people who are colour-blind can
 * tell apart. What is not public IM is grey. A colour never stands without the provider's name.
 */
import type { ProviderId } from '../model.ts';

export const PROVIDER_COLOURS: Record<ProviderId, string> = {
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

/** From bottom to top where they are stacked. */
export const PROVIDER_ORDER = Object.keys(PROVIDER_COLOURS) as ProviderId[];

/** Counts by provider in the order in which providers are stacked and listed. */
export function inProviderOrder<C extends { value: string }>(counts: readonly C[]): C[] {
  const rank = ({ value }: C): number => PROVIDER_ORDER.indexOf(value as ProviderId);
  return counts.toSorted((a, b) => rank(a) - rank(b));
}
