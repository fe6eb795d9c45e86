/** What redaction looks for, in folded text, and what it puts there. */

export const WORD_MARK = '[redacted]';
export const partyMark = (number: number): string => `redacted-${number}@redacted.invalid`;
export const hostMark = (number: number): string => `redacted-${number}.redacted.invalid`;

/** Scripts that put no space between words: there a word is found anywhere. */
const UNSPACED =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]/u;
/** Between the words of a phrase: also as file names and addresses divide them. */
const BETWEEN = '(?:[\\s\\p{Pd}_.+]|%20)+';
/** A sign for `@` in URIs (RFC 3986), in JIDs of gateways (XEP-0106), and in the addresses of gateways that came before it. */
const AT = '(?:%40|\\\\40|%)';

/** `bob@example.com`, also with a resource, decorated (`bob(example.com)@msn.com`) or within an address of a gateway. */
export function patternOfParty(party: string): RegExp {
  return partyPattern(party, { before: '(?<![\\w.+-])', after: '(?![\\w-])(?!\\.\\w)' });
}

export function loosePatternOfParty(party: string): RegExp {
  return partyPattern(party, { before: '', after: '' });
}

function partyPattern(party: string, { before, after }: { before: string; after: string }): RegExp {
  const cut = party.lastIndexOf('@');
  const [local, domain] = [party.slice(0, Math.max(0, cut)), party.slice(cut + 1)];
  const isDomain = local === '';
  // A domain is that of its hosts, too.
  const own = (isDomain ? '(?:[\\w-]+\\.)*' : '') + escaped(domain);
  const name = isDomain ? '[^\\s<>"\'@:;,()/%\\\\]+' : escaped(local);
  const found = [
    `${name}@${own}${after}(?:/[^\\s<>"',;]+)?`,
    `${name}${AT}${own}${after}(?:@[\\w.-]+)?`,
    `${name}\\(${own}\\)@[\\w.-]+`,
  ];
  const host = isDomain ? `|(?<![\\w.@-])${own}${after}` : '';
  return new RegExp(`${isDomain ? '' : before}(?:${found.join('|')})${host}`, 'gu');
}

export function patternOfWord(word: string): string {
  const letters = [...word];
  const isEdge = (letter: string): boolean => /[\p{L}\p{N}]/u.test(letter) && !UNSPACED.test(letter);
  const before = isEdge(letters[0] ?? '') ? '(?<![\\p{L}\\p{N}])' : '';
  const after = isEdge(letters.at(-1) ?? '') ? '(?![\\p{L}\\p{N}])' : '';
  return before + word.split(/\s+/).map(escaped).join(BETWEEN) + after;
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&');
}
