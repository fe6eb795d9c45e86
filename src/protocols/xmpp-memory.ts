/** What is kept in mind of a file of any length: the newest so many. */
const REMEMBERED = 20_000;

/** Puts it last, and forgets the oldest when there are too many. */
export function remember<T>(map: Map<string, T>, key: string, value: T): void {
  map.delete(key);
  map.set(key, value);
  if (map.size <= REMEMBERED) return;
  for (const oldest of map.keys()) {
    map.delete(oldest);
    return;
  }
}
