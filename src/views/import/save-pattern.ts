import type { FormatPattern } from '../../model.ts';
import { saveAs } from '../sessions/save.ts';

/** Hands the pattern to the person as a JSON file, which can be added again here or elsewhere. */
export function savePattern(pattern: FormatPattern): void {
  const json = JSON.stringify(pattern, null, 2) + '\n';
  saveAs(new Blob([json], { type: 'application/json' }), `${pattern.id}.json`);
}
