import { FileAccount } from '../bytes/account.ts';
import { customFormat } from '../formats/custom.ts';
import type { EpochMs, FormatPattern, PatternTrial, SourceId } from '../model.ts';

/** Messages shown. */
const MOST = 20;
/** Bytes of a message that are shown. */
const SHOWN = 160;

/** What a pattern makes of the beginning of a log. Nothing of it is kept. */
export function tryPattern(
  pattern: FormatPattern,
  text: string,
  timeZone: string,
  modified: EpochMs | null,
): PatternTrial {
  const trial: PatternTrial = { count: 0, messages: [] };
  const account = new FileAccount(-1 as SourceId);
  const decoder = new TextDecoder();
  const writer = customFormat(pattern).open({ account, timeZone, modified }, ({ time, direction, payload }) => {
    trial.count += 1;
    if (trial.messages.length === MOST) return;
    trial.messages.push({ time, direction, text: decoder.decode(payload.subarray(0, SHOWN)).trim() });
  });
  writer.write(new TextEncoder().encode(text));
  writer.end();
  return trial;
}
