import { CONFIDENCES, NOBODY, type SessionColumns } from './columns.ts';
import type { JudgedLine } from './tables.ts';

/** What judging found of the session in that row, as its line has it. */
export function judgedLineOfRow(columns: SessionColumns, row: number): JudgedLine {
  const addressOf = (number: number): string | null => (number === NOBODY ? null : columns.addresses.valueAt(number));
  return {
    provider: columns.providers.valueAt(columns.provider[row]!) as JudgedLine['provider'],
    confidence: CONFIDENCES[columns.confidence[row]!]!,
    local: addressOf(columns.local[row]!),
    remote: addressOf(columns.remote[row]!),
    flags: [...columns.flagSets[columns.flags[row]!]!.flags],
  };
}
