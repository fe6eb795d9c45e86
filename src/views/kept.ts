/** What this browser keeps beside the archive: settings, in localStorage. */

/** Storage may be refused (a private window): then a setting lasts as long as the page. */
export function keptText(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

/** null = kept no longer. @returns false where storage is refused or full */
export function keepText(key: string, value: string | null): boolean {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, value);
    return true;
  } catch {
    return false;
  }
}
