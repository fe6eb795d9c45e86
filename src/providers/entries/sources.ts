/** The sources that most facts of the entries share. */
import type { Sourced } from '../catalogue.ts';

/** The three pages on public IM that agree with each other. */
export const PUBLIC_IM: Sourced = {
  sources: ['pic-support', 'pim-support', 'pic-planning'],
  confidence: 'documented',
};
export const PROVISIONING: Sourced = { sources: ['provisioning-guide'], confidence: 'documented' };
export const XMPP: Sourced = { sources: ['pim-support', 'xmpp-federation'], confidence: 'documented' };
export const KNOWN: Sourced = { sources: ['known'], confidence: 'unsourced' };
