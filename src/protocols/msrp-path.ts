/** Paths of MSRP (RFC 4975 §6, §7.1): lists of URIs, `msrp://host:port/session;tcp`. */

/** Key of the end of a path, its last URI, by which a session of SIP and its connection find each other; null = none. */
export function msrpKey(path: string): string | null {
  const last = path.trim().split(/\s+/).at(-1) ?? '';
  const uri = /^msrps?:\/\/(?:[^@/]*@)?([^/;]+)\/([^;]+);/i.exec(last);
  // Hosts know no case, sessions do.
  return uri === null ? null : `msrp:${uri[1]!.toLowerCase()}/${uri[2]!}`;
}

/** Keys of the paths that a session description names (`a=path`, RFC 4975 §8.1). */
export function msrpKeysIn(sdp: string): string[] {
  const keys: string[] = [];
  for (const [, path] of sdp.matchAll(/^a=path:([^\r\n]*)/gim)) {
    const key = msrpKey(path ?? '');
    if (key !== null) keys.push(key);
  }
  return keys;
}
