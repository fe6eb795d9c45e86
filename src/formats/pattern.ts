/** Reads a person's description of a log from JSON, and says what is wrong with it. */
import * as v from 'valibot';
import { shapeOf, type FormatPattern, type PatternReading } from '../model.ts';

const MOST_WORDS = 10;
const LONGEST = 200;
const NO_LINE_END = /^[^\r\n]*$/;

const literal = v.pipe(
  v.string(),
  v.maxLength(LONGEST, `longer than ${LONGEST} characters`),
  v.regex(NO_LINE_END, 'a line end stands in it'),
);
const words = v.pipe(
  v.array(
    v.pipe(
      literal,
      v.check((word) => word.trim() !== '', 'a word is empty'),
    ),
  ),
  v.maxLength(MOST_WORDS, `more than ${MOST_WORDS} words`),
);

const patternShape = v.pipe(
  v.strictObject({
    v: v.literal(1, 'only version 1 is known'),
    id: v.pipe(v.string(), v.regex(/^own-[a-z0-9-]{1,40}$/, 'not “own-” and up to 40 letters, digits and hyphens')),
    title: v.pipe(v.string(), v.trim(), v.minLength(1, 'it is empty'), v.maxLength(80, 'longer than 80 characters')),
    begins: literal,
    stamp: v.nullable(
      v.pipe(
        v.string(),
        v.maxLength(60, 'longer than 60 characters'),
        v.check(
          (shape) => shape.includes('0') && shapeOf(shape) === shape,
          'not the shape of a stamp, like “0-0-0 0:0:0”',
        ),
      ),
    ),
    incoming: words,
    outgoing: words,
    start: literal,
    end: literal,
  }),
  v.check(
    ({ begins, incoming, outgoing, start, stamp }) =>
      start.trim() !== '' || begins.trim().length > 1 || incoming.length + outgoing.length > 0 || stamp !== null,
    'nothing says where a message starts',
  ),
  v.check(
    ({ incoming, outgoing }) => incoming.every((word) => !outgoing.includes(word)),
    'a word stands for both directions',
  ),
);

export function readPattern(json: unknown): PatternReading {
  let value = json;
  if (typeof json === 'string') {
    try {
      value = JSON.parse(json.replace(/^\uFEFF/, '')) as unknown;
    } catch (error) {
      return { errors: [`It is not JSON: ${error instanceof Error ? error.message : String(error)}`] };
    }
  }
  const parsed = v.safeParse(patternShape, value);
  if (parsed.success) return { pattern: parsed.output satisfies FormatPattern };
  return { errors: parsed.issues.map((issue) => sentence(v.getDotPath(issue), issue)) };
}

function sentence(path: string | null, issue: v.BaseIssue<unknown>): string {
  const isUnknown = issue.type === 'strict_object' && issue.expected === 'never';
  const said = isUnknown ? 'no part of a pattern' : issue.input === undefined ? 'missing' : issue.message;
  return path === null ? `The pattern: ${said}.` : `${path}: ${said}.`;
}
