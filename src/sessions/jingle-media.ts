import type { EpochMs, MediaUse } from '../model.ts';
import type { Timed } from './order.ts';

/** Audio and video by Jingle: from the acceptance to the end, with the times at which one side held it. `messages` in order. */
export function jingleMediaOf(messages: readonly Timed[]): MediaUse[] {
  const calls = new Map<string, MediaUse[]>();
  for (const { message, time } of messages) {
    if (message.call === undefined) continue;
    let uses = calls.get(message.call);
    if (uses === undefined) calls.set(message.call, (uses = []));
    for (const fact of message.facts) {
      if (fact.kind === 'media' && !uses.some(({ media }) => media === fact.media)) {
        const places = message.sightings[0]?.places ?? [];
        const { media } = fact;
        const { call: callId, from: by } = message;
        uses.push({
          media,
          callId,
          by,
          offered: time,
          taken: false,
          start: null,
          end: null,
          ports: [],
          holds: [],
          places,
        });
      } else if (fact.kind === 'call') for (const use of uses) step(use, fact.step, message.from ?? '', time);
    }
  }
  return [...calls.values()].flat();
}

function step(
  use: MediaUse,
  what: 'offered' | 'taken' | 'ended' | 'held' | 'resumed',
  by: string,
  time: EpochMs | null,
): void {
  const held = use.holds.findLast((hold) => hold.end === null);
  if (what === 'taken') {
    use.taken = true;
    use.start ??= time;
  } else if (what === 'held' && use.taken && held === undefined) use.holds.push({ by, start: time, end: null });
  else if (what === 'resumed' && held !== undefined) held.end = time;
  else if (what === 'ended') {
    use.end ??= time;
    if (held !== undefined) held.end = time;
  }
}
