/**
 * Workers as one file each, as the build makes them. A worker that is served module by module asks the test server for
 * hundreds of files each time one is started, which took most of the time of the tests in Chromium.
 */
import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { rolldown, type Plugin as RolldownPlugin } from 'rolldown';
import type { Plugin } from 'vite';

const RAW = /\?raw$/;
/** Files as text, as Vite gives them. */
const raw: RolldownPlugin = {
  name: 'raw',
  resolveId: (source, importer) =>
    RAW.test(source) && importer !== undefined ? resolve(dirname(importer), source) : null,
  load: (id) => (RAW.test(id) ? `export default ${JSON.stringify(readFileSync(id.replace(RAW, ''), 'utf8'))}` : null),
};

const WORKER = /\/workers\/[^/?]+\.ts\?worker_file\b/;

export function bundledWorkers(): Plugin {
  return {
    name: 'fedlens-bundled-workers',
    enforce: 'pre',
    async load(id) {
      if (!WORKER.test(id)) return null;
      const input = id.slice(0, id.indexOf('?'));
      const bundle = await rolldown({ input, platform: 'browser', plugins: [raw] });
      const { output } = await bundle.generate({ format: 'es', codeSplitting: false });
      await bundle.close();
      const [chunk] = output;
      // The server watches the entry by itself.
      for (const path of chunk.moduleIds) this.addWatchFile(path.replace(RAW, ''));
      return { code: chunk.code, map: null };
    },
  };
}
