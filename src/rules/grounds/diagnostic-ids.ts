/** What the numbers of ms-diagnostics mean (domain facts §1). */

const MEANINGS: ReadonlyMap<number, string> = new Map([
  [1001, 'the user is not authorised for public IM'],
  [1002, 'the user is not authorised for federated partners'],
  [1003, 'the user does not exist'],
  [1005, 'the domain cannot be routed to'],
  [1007, 'the domain cannot be routed to for the moment'],
  [1008, 'DNS has no SRV record for the domain'],
  [1009, 'the DNS SRV record and the host it names are of different domains'],
  [1010, "the peer's certificate is not trusted"],
  [1011, 'the previous hop left out a header'],
  [1012, 'the user is not authorised to work from outside the enterprise'],
  [1014, 'DNS has no address record for the host'],
  [1027, 'requests of this type are not routed to or from federated partners'],
  [1034, 'the previous federated hop gave no diagnostics'],
  [1047, 'TLS with the federated peer could not be negotiated'],
  [4003, 'the user is not enabled for remote access'],
  [4005, 'the destination is not enabled for SIP or does not exist'],
]);

const RANGES: readonly [from: number, to: number, what: string][] = [
  [1000, 1999, 'of the SIP stack'],
  [2000, 2999, 'of presence'],
  [3000, 3999, 'of the conference focus'],
  [4000, 4999, 'of user services'],
  [6000, 6999, 'of the IM conference server'],
  [7000, 7999, 'of the audio/video conference server'],
  [10_000, 10_999, 'of mediation'],
  [16_000, 16_999, 'of the IM filter'],
  [17_000, 17_999, 'of the client version check'],
  [90_000, 99_999, 'of public IM'],
];

/** In words; null = neither the number nor its range is known. */
export function meaningOf(id: number): string | null {
  const known = MEANINGS.get(id);
  if (known !== undefined) return known;
  const range = RANGES.find(([from, to]) => id >= from && id <= to);
  return range === undefined ? null : `a code ${range[2]}`;
}
