/** What axe finds wrong with the page that is shown, and what is cut off at its edges. */
import axe from 'axe-core';
import type { Page } from 'playwright';

/** WCAG 2.2 AA. */
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];
/** All of TAGS save … */
export type Rules = 'all' | 'of-colour' | 'but-colour' | 'of-text';
/** Rules that look at colours. */
const OF_COLOUR = ['color-contrast', 'link-in-text-block'];
/** Rules whose answer hangs on the words: room that they take, languages that are named, labels that they make. */
const OF_TEXT = [
  'html-has-lang',
  'html-lang-valid',
  'valid-lang',
  'target-size',
  'document-title',
  'label',
  'button-name',
  'link-name',
  'select-name',
  'aria-input-field-name',
  'aria-toggle-field-name',
  'aria-command-name',
  'input-button-name',
  'svg-img-alt',
  'role-img-alt',
  'summary-name',
  'aria-progressbar-name',
  'aria-dialog-name',
];

/** Reads each rule's finding as `rule | element | what to mend`. */
export async function axeFaults(page: Page, rules: Rules = 'all'): Promise<string[]> {
  // Once for each document: pages of the app change without loading another.
  if (!(await page.evaluate(() => 'axe' in globalThis))) await page.evaluate(axe.source);
  const isTagged = rules === 'all' || rules === 'but-colour';
  const values = rules === 'of-colour' ? OF_COLOUR : OF_TEXT;
  const runOnly = isTagged ? { type: 'tag' as const, values: TAGS } : { type: 'rule' as const, values };
  const without = rules === 'but-colour' ? OF_COLOUR : [];
  const off = Object.fromEntries(without.map((rule) => [rule, { enabled: false }]));
  return page.evaluate(
    async (only) => {
      const { violations } = await (globalThis as unknown as { axe: typeof axe }).axe.run(document, {
        ...only,
        resultTypes: ['violations'],
        elementRef: false,
      });
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, failureSummary }) => [id, target.join(' '), failureSummary ?? ''].join(' | ')),
      );
    },
    { runOnly, rules: off },
  );
}

/** Elements that stand out of the window where nobody can scroll to them. */
export function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    /** What is around it can be scrolled, says with three dots that there is more, or is for screen readers alone. */
    const isReached = (element: Element): boolean => {
      for (let at = element.parentElement; at; at = at.parentElement) {
        const { overflowX, textOverflow, clipPath } = getComputedStyle(at);
        if (textOverflow === 'ellipsis' || clipPath !== 'none') return true;
        if (at.scrollWidth > at.clientWidth + 1 && /auto|scroll/.test(overflowX)) return true;
      }
      return false;
    };
    const beyond = [...document.querySelectorAll('body *')].filter((element) => {
      if (element.closest('svg') !== null && element.tagName !== 'svg') return false;
      const box = element.getBoundingClientRect();
      if (box.width < 2 || box.height < 2 || (box.right <= innerWidth + 1 && box.left >= -1)) return false;
      const { visibility, clipPath } = getComputedStyle(element);
      return visibility === 'visible' && clipPath === 'none' && !isReached(element);
    });
    const { scrollHeight, clientHeight } = document.documentElement;
    const scrolled = scrollHeight > clientHeight ? [`the frame scrolls away by ${scrollHeight - clientHeight} px`] : [];
    // The outermost says it: what is in it stands out with it.
    const outermost = beyond
      .filter((element) => !beyond.some((other) => other !== element && other.contains(element)))
      .map((element) => `${element.tagName} ${element.className}: “${element.textContent.slice(0, 60)}” is cut off`);
    return [...scrolled, ...outermost];
  });
}
