import * as v from 'valibot';
import type { RedactionRules } from '../exports/index.ts';
import { UsageError } from './arguments.ts';
import { textIn } from './reading.ts';

const Words = v.optional(v.array(v.pipe(v.string(), v.trim(), v.nonEmpty())), []);
const Rules = v.strictObject({ parties: Words, words: Words });

/** @throws UsageError where the file cannot be read or holds something else */
export function redactionRulesIn(path: string): RedactionRules {
  let json: unknown;
  try {
    json = JSON.parse(textIn(path));
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`${path} is no JSON: ${error instanceof Error ? error.message : String(error)}`);
  }
  const outcome = v.safeParse(Rules, json);
  if (outcome.success) return outcome.output;
  const lines = outcome.issues.map((issue) => `  ${v.getDotPath(issue) ?? ''}: ${issue.message}`);
  throw new UsageError(`${path} holds no redaction rules:\n${lines.join('\n')}`);
}
