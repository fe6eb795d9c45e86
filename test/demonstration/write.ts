/** Writes the demonstration into public/: `node --import tsx test/demonstration/write.ts`. */
import { writeFileSync } from 'node:fs';
import { demonstration, demonstrationTruth } from './demonstration.ts';

for (const [name, text] of Object.entries(demonstration.files)) {
  writeFileSync(new URL('../../public/' + name, import.meta.url), text);
  console.log(`public/${name}: ${Buffer.byteLength(text)} bytes`);
}
console.log(`${demonstrationTruth.length} sessions`);
