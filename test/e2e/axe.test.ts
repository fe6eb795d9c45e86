/** WCAG 2.2 AA as far as axe sees it, on every page and state, in every look; see `looks.ts`. One archive and one document. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { App } from './app.ts';
import { DESK, Looks } from './looks.ts';
import { STATES } from './states.ts';

/** An area has some twenty states; the machine may have other work. */
const AREA_MS = 600_000;

let app: App;
let looks: Looks;
beforeAll(async () => {
  app = await App.open({ viewport: DESK });
  looks = await Looks.open(app);
});
afterAll(() => app.close());

test.each(Object.entries(STATES))(
  'nothing is wrong with the pages and states of %s',
  async (_, walk) => {
    const found: string[] = [];
    let count = 0;
    for await (const state of walk(app)) {
      count++;
      found.push(...(await looks.faults()).map((fault) => `${state}, ${fault}`));
    }
    expect(found).toEqual([]);
    expect(count).toBeGreaterThan(0);
    expect(app.faults).toEqual([]);
  },
  AREA_MS,
);
