/**
 * Domains that are not ASCII travel as written or in letters of ASCII, `xn--…` (RFC 5890 A-labels): the same domain. Here
 * both are the U-label, which addresses of XMPP are to hold (RFC 7622 §3.2).
 */

const PREFIX = 'xn--';
/** Parameters of Punycode (RFC 3492 §5). */
const [BASE, T_MIN, T_MAX, SKEW, DAMP, BIAS, FIRST] = [36, 1, 26, 38, 700, 72, 128];
/** Longest label, characters (RFC 1035 §2.3.4). */
const MAX_LABEL = 63;
const MAX_POINT = 0x10ffff;
const DIGITS = 'abcdefghijklmnopqrstuvwxyz0123456789';

/** The domain, or the address, with the A-labels of its domain as U-labels. What is no sound A-label stays as it is. */
export function withUnicodeDomain(address: string): string {
  if (!address.includes(PREFIX)) return address;
  const at = address.lastIndexOf('@') + 1;
  const labels = address.slice(at).split('.');
  return address.slice(0, at) + labels.map((label) => (label.startsWith(PREFIX) ? unicodeOf(label) : label)).join('.');
}

/** The other way: the U-labels of its domain as A-labels. @param address lower case */
export function withAsciiDomain(address: string): string {
  const at = address.lastIndexOf('@') + 1;
  const labels = address.slice(at).normalize('NFC').split('.');
  return address.slice(0, at) + labels.map((label) => (ASCII.test(label) ? label : asciiOf(label))).join('.');
}

const ASCII = /^[\0-\x7f]*$/;

/** RFC 3492 §6.3. */
function asciiOf(label: string): string {
  const points = Array.from(label, (letter) => letter.codePointAt(0) ?? 0);
  const plain = points.filter((point) => point < FIRST);
  let ascii = PREFIX + String.fromCharCode(...plain) + (plain.length > 0 ? '-' : '');
  let [point, delta, bias, handled] = [FIRST, 0, BIAS, plain.length];
  while (handled < points.length) {
    const next = Math.min(...points.filter((each) => each >= point));
    delta += (next - point) * (handled + 1);
    point = next;
    for (const each of points) {
      if (each < point) delta += 1;
      if (each !== point) continue;
      ascii += variableLength(delta, bias);
      bias = adapted(delta, handled + 1, handled === plain.length);
      delta = 0;
      handled += 1;
    }
    delta += 1;
    point += 1;
  }
  return ascii;
}

function variableLength(delta: number, bias: number): string {
  let text = '';
  let rest = delta;
  for (let k = BASE; ; k += BASE) {
    const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
    if (rest < threshold) return text + DIGITS.charAt(rest);
    text += DIGITS.charAt(threshold + ((rest - threshold) % (BASE - threshold)));
    rest = Math.floor((rest - threshold) / (BASE - threshold));
  }
}

function unicodeOf(label: string): string {
  const points = label.length > MAX_LABEL ? null : decodePunycode(label.slice(PREFIX.length));
  if (points === null || !points.some((point) => point >= FIRST) || points.some(isControl)) return label;
  return String.fromCodePoint(...points).normalize('NFC');
}

function isControl(point: number): boolean {
  return point < 0x20 || (point >= 0x7f && point <= 0xa0);
}

/** RFC 3492 §6.2; null = it is none. */
function decodePunycode(text: string): number[] | null {
  const dash = text.lastIndexOf('-');
  const points = [...text.slice(0, Math.max(dash, 0))].map((char) => char.charCodeAt(0));
  let [point, at, bias] = [FIRST, 0, BIAS];
  for (let index = dash + 1; index < text.length;) {
    const before = at;
    let weight = 1;
    for (let k = BASE; ; k += BASE) {
      const digit = digitOf(text.charCodeAt(index));
      index += 1;
      if (digit < 0) return null;
      at += digit * weight;
      const threshold = Math.min(Math.max(k - bias, T_MIN), T_MAX);
      if (digit < threshold) break;
      weight *= BASE - threshold;
    }
    const count = points.length + 1;
    bias = adapted(at - before, count, before === 0);
    point += Math.floor(at / count);
    at %= count;
    if (point > MAX_POINT || (point >= 0xd800 && point <= 0xdfff)) return null;
    points.splice(at, 0, point);
    at += 1;
  }
  return points;
}

/** -1 = no digit, and past the end. */
function digitOf(code: number): number {
  if (code >= 0x61 && code <= 0x7a) return code - 0x61;
  if (code >= 0x41 && code <= 0x5a) return code - 0x41;
  return code >= 0x30 && code <= 0x39 ? code - 0x30 + 26 : -1;
}

function adapted(delta: number, count: number, first: boolean): number {
  let rest = Math.floor(delta / (first ? DAMP : 2));
  rest += Math.floor(rest / count);
  let k = 0;
  for (; rest > ((BASE - T_MIN) * T_MAX) / 2; k += BASE) rest = Math.floor(rest / (BASE - T_MIN));
  return k + Math.floor(((BASE - T_MIN + 1) * rest) / (rest + SKEW));
}
