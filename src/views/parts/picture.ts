/** A drawn picture as a file that looks elsewhere as it does here. */

/** The page's colours are custom properties, which mean nothing outside of it: they are written out. */
function withColours(text: string): string {
  const probe = document.createElement('span');
  document.body.append(probe);
  const made = new Map<string, string>();
  const colourOf = (value: string): string => {
    let colour = made.get(value);
    if (colour === undefined) {
      probe.style.color = '';
      probe.style.color = value;
      made.set(value, (colour = getComputedStyle(probe).color));
    }
    return colour;
  };
  const written = text.replace(/var\(--[\w-]+\)|light-dark\([^()]*\)|currentColor/g, colourOf);
  probe.remove();
  return written;
}

/** The whole drawing, with the page's ground behind it. */
export function svgText(drawing: SVGElement): string {
  const copy = drawing.cloneNode(true) as SVGElement;
  const { width, height } = drawing.getBoundingClientRect();
  copy.setAttribute('xmlns', 'http://www.w3.org/2000/svg');
  copy.setAttribute('width', String(Math.round(width)));
  copy.setAttribute('height', String(Math.round(height)));
  copy.setAttribute('font-family', 'system-ui, sans-serif');
  const ground = document.createElementNS('http://www.w3.org/2000/svg', 'rect');
  ground.setAttribute('width', '100%');
  ground.setAttribute('height', '100%');
  ground.setAttribute('fill', 'var(--paper)');
  copy.querySelector('style')?.after(ground);
  if (!ground.parentNode) copy.prepend(ground);
  return withColours(new XMLSerializer().serializeToString(copy));
}

export const svgBlob = (drawing: SVGElement): Blob => new Blob([svgText(drawing)], { type: 'image/svg+xml' });

/** Twice as fine as it is shown: for paper. Rejects where the browser cannot draw it. */
export async function pngBlob(drawing: SVGElement): Promise<Blob> {
  const { width, height } = drawing.getBoundingClientRect();
  const url = URL.createObjectURL(svgBlob(drawing));
  try {
    const image = new Image();
    image.src = url;
    await image.decode();
    const canvas = document.createElement('canvas');
    canvas.width = Math.round(width * 2);
    canvas.height = Math.round(height * 2);
    canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((done, fail) =>
      canvas.toBlob((blob) => (blob ? done(blob) : fail(new Error('no picture'))), 'image/png'),
    );
  } finally {
    URL.revokeObjectURL(url);
  }
}
