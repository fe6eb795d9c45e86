/** Hands a file to the person: the browser's own download. */
export function saveAs(blob: Blob, name: string): void {
  const url = URL.createObjectURL(blob);
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The download has the file once it has begun; a minute is long enough for that.
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
