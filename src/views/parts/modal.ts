/** Dialogs that wait for their answer. */

/**
 * For `{@attach}`: the dialog stands as long as it is mounted, and the focus goes back where it was when it leaves.
 * @param close asked for by Escape or the browser's own gesture
 */
export function modal(close: () => void): (dialog: HTMLDialogElement) => () => void {
  return (dialog) => {
    const before = document.activeElement;
    const cancelled = (event: Event): void => {
      // A choice of files that was given up says the same, and bubbles.
      if (event.target !== dialog) return;
      event.preventDefault();
      close();
    };
    dialog.addEventListener('cancel', cancelled);
    dialog.showModal();
    return () => {
      dialog.removeEventListener('cancel', cancelled);
      dialog.close();
      // The dialog is gone from the page by now, and gives nothing back.
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  };
}
