/** Choosing a stretch of a picture by dragging over it, or a place of it by a click. */

export interface Brush {
  /** px from the left edge of the picture → what stands there; null = nothing is drawn. */
  valueAt: (x: number) => number | null;
  /** The stretch, least first; for a click both are the same. */
  choose: (from: number, to: number) => void;
}

/** Less is a click, px. */
const LEAST = 4;

/** An attachment: the element holds the picture, and what is chosen is shown over it. Escape gives the drag up. */
export function brush({ valueAt, choose }: Brush): (place: HTMLElement) => () => void {
  return (place) => {
    const band = document.createElement('div');
    band.className = 'brush';
    let begun: number | null = null;
    const xOf = (event: PointerEvent): number => {
      const { left, width } = place.getBoundingClientRect();
      return Math.max(0, Math.min(event.clientX - left, width));
    };
    const end = (): void => {
      begun = null;
      band.remove();
    };
    const down = (event: PointerEvent): void => {
      if (event.button !== 0 || !event.isPrimary) return;
      begun = xOf(event);
      // A mouse selects no text on its way. A finger may still scroll the page.
      if (event.pointerType === 'mouse') event.preventDefault();
      place.setPointerCapture(event.pointerId);
    };
    const move = (event: PointerEvent): void => {
      if (begun === null) return;
      const x = xOf(event);
      if (Math.abs(x - begun) < LEAST) return;
      band.style.left = `${Math.min(x, begun)}px`;
      band.style.width = `${Math.abs(x - begun)}px`;
      if (!band.isConnected) place.after(band);
    };
    const up = (event: PointerEvent): void => {
      if (begun === null) return;
      const x = xOf(event);
      const [a, b] = Math.abs(x - begun) < LEAST ? [x, x] : [Math.min(x, begun), Math.max(x, begun)];
      end();
      const [from, to] = [valueAt(a), valueAt(b)];
      if (from !== null && to !== null) choose(from, to);
    };
    const pressed = (event: KeyboardEvent): void => {
      if (event.key === 'Escape') end();
    };
    place.addEventListener('pointerdown', down);
    place.addEventListener('pointermove', move);
    place.addEventListener('pointerup', up);
    place.addEventListener('pointercancel', end);
    window.addEventListener('keydown', pressed);
    return () => {
      end();
      place.removeEventListener('pointerdown', down);
      place.removeEventListener('pointermove', move);
      place.removeEventListener('pointerup', up);
      place.removeEventListener('pointercancel', end);
      window.removeEventListener('keydown', pressed);
    };
  };
}
