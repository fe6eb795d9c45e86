/** True where the disk, or the browser's share of it, is full. Dexie wraps the browser's error in its own. */
export function isQuotaExceeded(error: unknown): boolean {
  for (let at = error, depth = 0; isRecord(at) && depth < 8; depth++) {
    if (at['name'] === 'QuotaExceededError') return true;
    const { failures } = at;
    if (Array.isArray(failures) && failures.some(isQuotaExceeded)) return true;
    at = at['inner'] ?? at['cause'];
  }
  return false;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
