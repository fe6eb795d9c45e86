/**
 * Two builds: the page with its workers and service worker (`vite build`, into dist/), and the command line
 * (`vite build --mode cli`, into dist/cli/fedlens.js). `vite preview` serves dist with the headers of public/_headers.
 */
import { createHash } from 'node:crypto';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, defineConfig, type Plugin, type UserConfig } from 'vite';

const root = import.meta.dirname;

/** First versions that know `light-dark()`: an older target would have it rewritten. */
const BROWSERS = ['chrome123', 'edge123', 'firefox125', 'safari17.5'];

/** The headers under the path pattern of all files in public/_headers. */
function hostHeaders(): Record<string, string> {
  const lines = readFileSync(join(root, 'public/_headers'), 'utf8').split('\n');
  const indented = lines.slice(lines.indexOf('/*') + 1).filter((line) => line.startsWith('  '));
  return Object.fromEntries(
    indented.map((line) => [line.slice(2, line.indexOf(':')), line.slice(line.indexOf(':') + 2)]),
  );
}

/** The policy in the page too, for hosts that send no headers. It does not reach module workers: they need the header. */
function policyInPage(): Plugin {
  const policy = hostHeaders()['Content-Security-Policy'] ?? '';
  const content = policy.replace(/; frame-ancestors [^;]*/, '');
  return {
    name: 'fedlens-policy',
    apply: 'build',
    transformIndexHtml: () => [
      { tag: 'meta', attrs: { 'http-equiv': 'Content-Security-Policy', content }, injectTo: 'head-prepend' },
    ],
  };
}

/** Builds workers/service.ts as sw.js with the list of what is kept offline: [path, SHA-256 in base64] of each file. */
function offline(): Plugin {
  return {
    name: 'fedlens-offline',
    apply: 'build',
    async writeBundle({ dir }) {
      if (dir === undefined) throw new Error('The page is built into a folder.');
      const files = readdirSync(dir, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile() && !entry.name.startsWith('_') && !entry.name.endsWith('.map'))
        .map((entry) => join(entry.parentPath, entry.name));
      const precache = files.sort().map((path) => {
        const hash = createHash('sha256').update(readFileSync(path)).digest('base64');
        return [path.slice(dir.length + 1).replaceAll('\\', '/'), hash];
      });
      await build({
        configFile: false,
        root,
        publicDir: false,
        logLevel: 'warn',
        define: { PRECACHE: JSON.stringify(precache) },
        build: {
          outDir: dir,
          emptyOutDir: false,
          target: BROWSERS,
          rolldownOptions: { input: 'workers/service.ts', output: { entryFileNames: 'sw.js', format: 'iife' } },
        },
      });
    },
  };
}

const page: UserConfig = {
  base: './',
  plugins: [svelte({ configFile: false }), policyInPage(), offline()],
  worker: { format: 'es', rolldownOptions: { checks: { pluginTimings: false } } },
  build: {
    target: BROWSERS,
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    rolldownOptions: { checks: { pluginTimings: false } },
  },
  server: { port: 5173, strictPort: true },
  // Another port would be another origin, and so another, empty archive.
  preview: { port: 4173, strictPort: true, headers: hostHeaders() },
};

const commandLine: UserConfig = {
  publicDir: false,
  ssr: { noExternal: true },
  build: {
    ssr: 'src/cli.ts',
    outDir: 'dist/cli',
    target: 'node20',
    rolldownOptions: { output: { entryFileNames: 'fedlens.js', banner: '#!/usr/bin/env node' } },
  },
};

export default defineConfig(({ command, mode }) => ({
  root,
  // `npm start` ends with the address: a hundred lines on files before it would hide that.
  logLevel: command === 'build' ? 'warn' : 'info',
  ...(mode === 'cli' ? commandLine : page),
}));
