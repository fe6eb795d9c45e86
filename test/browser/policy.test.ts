/** The page's policy and the libraries that must live under it. */
import * as Plot from '@observablehq/plot';
import { expect, test } from 'vitest';
import headers from '../../public/_headers?raw';

test('the policy allows the style element of Observable Plot by its hash', async () => {
  const styles = [...Plot.plot({ marks: [Plot.ruleX([0])] }).querySelectorAll('style')];
  expect(styles).not.toHaveLength(0);
  for (const style of styles) {
    const digest = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(style.textContent));
    const hash = btoa(String.fromCharCode(...new Uint8Array(digest)));
    expect(headers).toContain(`'sha256-${hash}'`);
  }
});
