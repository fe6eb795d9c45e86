/** IP addresses as they lie in packets and certificates, in words. */

export function ipv4Text(bytes: Uint8Array, at: number): string {
  return `${bytes[at]!}.${bytes[at + 1]!}.${bytes[at + 2]!}.${bytes[at + 3]!}`;
}

/** RFC 5952 §4: lower case, no leading zeros, the longest run of zeros (the first of equals) as `::`; §5 for IPv4 inside. */
export function ipv6Text(bytes: Uint8Array, at: number): string {
  const groups: number[] = [];
  for (let i = 0; i < 8; i++) groups.push((bytes[at + 2 * i]! << 8) | bytes[at + 2 * i + 1]!);
  const mapped = groups[5] === 0xffff && groups.slice(0, 5).every((group) => group === 0);
  if (mapped) return `::ffff:${ipv4Text(bytes, at + 12)}`;
  let longest = 1;
  let first = -1;
  for (let i = 0; i < 8; i++) {
    let run = 0;
    while (i + run < 8 && groups[i + run] === 0) run++;
    if (run > longest) {
      longest = run;
      first = i;
    }
  }
  const text = groups.map((group) => group.toString(16));
  if (first === -1) return text.join(':');
  return `${text.slice(0, first).join(':')}::${text.slice(first + longest).join(':')}`;
}
