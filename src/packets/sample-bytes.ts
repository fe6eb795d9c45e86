/** Bytes of a format's sample: hexadecimal digits, then ASCII text, and so on by turns. */
export function sampleBytes(...parts: string[]): Uint8Array {
  const bytes: number[] = [];
  for (const [i, part] of parts.entries()) {
    if (i % 2 === 1) for (const character of part) bytes.push(character.charCodeAt(0));
    else for (let at = 0; at < part.length; at += 2) bytes.push(parseInt(part.slice(at, at + 2), 16));
  }
  return Uint8Array.from(bytes);
}
