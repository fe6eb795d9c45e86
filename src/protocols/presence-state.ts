/**
 * Names of presence states. Lync counts availability in one number [MS-PRES]; the borders below are the published ones,
 * and where documents disagree (under 3000) the state is unknown rather than guessed.
 */

const BY_NUMBER: readonly (readonly [least: number, state: string])[] = [
  [18_000, 'Offline'],
  [15_000, 'Away'],
  [12_000, 'Be Right Back'],
  [9_000, 'Do Not Disturb'],
  [7_500, 'Busy, idle'],
  [6_000, 'Busy'],
  [4_500, 'Available, idle'],
  [3_000, 'Available'],
];

export const UNKNOWN_STATE = 'unknown';

export function stateOfAvailability(availability: number): string {
  for (const [least, state] of BY_NUMBER) if (availability >= least) return state;
  return UNKNOWN_STATE;
}

/** What RPID (RFC 4480 §3.2), the older draft of it and the MSN states of xpidf call an activity, without marks. */
const BY_WORD: Readonly<Record<string, string>> = {
  available: 'Available',
  online: 'Available',
  active: 'Available',
  idle: 'Available, idle',
  busy: 'Busy',
  meeting: 'Busy',
  appointment: 'Busy',
  onthephone: 'Busy',
  inameeting: 'Busy',
  inaconference: 'Busy',
  conference: 'Busy',
  dnd: 'Do Not Disturb',
  donotdisturb: 'Do Not Disturb',
  urgentinterruptionsonly: 'Do Not Disturb',
  presenting: 'Do Not Disturb',
  inpresentation: 'Do Not Disturb',
  berightback: 'Be Right Back',
  brb: 'Be Right Back',
  away: 'Away',
  outtolunch: 'Away',
  lunch: 'Away',
  meal: 'Away',
  vacation: 'Away',
  sleeping: 'Away',
  offwork: 'Away',
  outofoffice: 'Away',
  permanentabsence: 'Away',
  offline: 'Offline',
  invisible: 'Offline',
};

/** State for an activity's or a substate's word in any spelling; null = it says nothing about availability. */
export function stateOfWord(word: string): string | null {
  const plain = word.toLowerCase().replace(/[^a-z]/g, '');
  return Object.hasOwn(BY_WORD, plain) ? BY_WORD[plain]! : null;
}

/** PIDF's basic status (RFC 3863 §4.1.4); null = neither word. */
export function stateOfBasic(basic: string): string | null {
  const word = basic.trim().toLowerCase();
  if (word === 'open') return 'Available';
  return word === 'closed' ? 'Offline' : null;
}
