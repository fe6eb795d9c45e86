/** Short words about what was just done, with a way to take it back. */

export interface Toast {
  text: string;
  /** Takes it back; left out where it cannot be. */
  undo?: () => void;
}
export type ShownToast = Toast & { id: number };

/** How long one stays, ms: long enough to be read and reached by keys. It stays longer while it is looked at. */
const STAYS_MS = 8_000;
const WITH_UNDO_MS = 20_000;
const MOST = 3;

class Toasts {
  shown = $state.raw<readonly ShownToast[]>([]);
  #last = 0;
  readonly #timers = new Map<number, ReturnType<typeof setTimeout>>();

  say(toast: Toast): void {
    const id = ++this.#last;
    this.shown = [...this.shown, { ...toast, id }].slice(-MOST);
    this.release(id);
  }
  dismiss(id: number): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
    this.shown = this.shown.filter((toast) => toast.id !== id);
  }
  undo(id: number): void {
    const toast = this.shown.find((each) => each.id === id);
    this.dismiss(id);
    toast?.undo?.();
  }
  /** It is looked at: it stays. */
  hold(id: number): void {
    clearTimeout(this.#timers.get(id));
  }
  release(id: number): void {
    this.hold(id);
    const isUndone = this.shown.find((toast) => toast.id === id)?.undo !== undefined;
    this.#timers.set(
      id,
      setTimeout(() => this.dismiss(id), isUndone ? WITH_UNDO_MS : STAYS_MS),
    );
  }
}

export const toasts = new Toasts();
