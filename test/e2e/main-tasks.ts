/** How long the tasks of a page's thread are, by the processor's own account: other programs on the machine do not count. */
import type { Page } from 'playwright';

interface TraceEvent {
  name: string;
  ph: string;
  pid: number;
  tid: number;
  /** µs; `tdur` = of the processor. */
  ts: number;
  dur?: number;
  tdur?: number;
  args?: { name?: string; data?: { type?: string; functionName?: string } };
}
export interface MainTask {
  /** ms of the processor. */
  milliseconds: number;
  /** What ran in it longest, for whoever has to make it shorter; of the longest tasks only. */
  what: string;
}

/** Begins the name of a mark (`performance.mark`) that says what follows it. */
export const FOLLOWS = 'follows: ';

/** From now on; the tasks are told when it is stopped, the longest first. */
export async function watchTasks(page: Page): Promise<() => Promise<MainTask[]>> {
  const devtools = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  devtools.on('Tracing.dataCollected', ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  await devtools.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: {
      includedCategories: [
        'devtools.timeline',
        'disabled-by-default-devtools.timeline',
        'toplevel',
        'blink.user_timing',
      ],
    },
  });
  return async () => {
    const complete = new Promise((resolve) => devtools.once('Tracing.tracingComplete', resolve));
    await devtools.send('Tracing.end');
    await complete;
    await devtools.detach();
    return tasksOf(events);
  };
}

/** So many are explained. */
const EXPLAINED = 10;

function tasksOf(events: readonly TraceEvent[]): MainTask[] {
  const threadOf = ({ pid, tid }: TraceEvent): string => `${pid} ${tid}`;
  const main = new Set(
    events.filter(({ name, args }) => name === 'thread_name' && args?.name === 'CrRendererMain').map(threadOf),
  );
  const own = events.filter((event) => event.ph === 'X' && main.has(threadOf(event)));
  const marks = events.filter(({ name }) => name.startsWith(FOLLOWS));
  return own
    .filter(({ name }) => name === 'RunTask')
    .sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0))
    .map((task, at) => ({
      milliseconds: (task.tdur ?? 0) / 1000,
      what: at < EXPLAINED ? `${whenOf(task, marks)}: ${insideOf(task, own)}` : '',
    }));
}

function whenOf({ ts }: TraceEvent, marks: readonly TraceEvent[]): string {
  const last = marks.filter((mark) => mark.ts <= ts).sort((a, b) => b.ts - a.ts)[0];
  return last ? `${Math.round((ts - last.ts) / 1000)} ms after ${last.name.slice(FOLLOWS.length)}` : 'before all marks';
}

function insideOf(task: TraceEvent, events: readonly TraceEvent[]): string {
  const end = task.ts + (task.dur ?? 0);
  const inside = events.filter(
    (event) => event !== task && event.ts >= task.ts && event.ts + (event.dur ?? 0) <= end && (event.tdur ?? 0) > 2_000,
  );
  const longest = inside.sort((a, b) => (b.tdur ?? 0) - (a.tdur ?? 0)).slice(0, 6);
  return longest
    .map(
      ({ name, tdur = 0, args }) => `${name} ${args?.data?.functionName ?? args?.data?.type ?? ''} ${tdur / 1000} ms`,
    )
    .join(', ');
}
