/** Which key presses are shortcuts. */

/** True when the key is typed into something: a field takes its own keys. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName);
}

/** A single key without modifiers, outside every field, and not while a dialog waits for its answer. */
export function isShortcut(event: KeyboardEvent): boolean {
  if (document.querySelector('dialog:modal') !== null) return false;
  return !event.defaultPrevented && !event.ctrlKey && !event.metaKey && !event.altKey && !isTyping(event.target);
}
