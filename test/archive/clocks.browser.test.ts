/** The clocks behind two logs of the same calls: measured, corrected by the person, and used by the ladder. */
import { beforeEach, expect, test } from 'vitest';
import type { Outcome, SourceId } from '../../src/model.ts';
import type { ArchiveWorker, SourceClock } from '../../workers/api.ts';
import { custody, importFiles, openArchive, verifyArchive } from '../../workers/client.ts';
import { madeChat, madeTrace } from './made-trace.ts';

const ARCHIVE = 'fedlens-demonstration';
/** On the wire from one machine to the other, ms. */
const DELAY = 5;
let archive: ArchiveWorker;

function valueOf<T>(outcome: Outcome<T>): T {
  if (!outcome.ok) throw new Error(`${outcome.code}: ${outcome.message}`);
  return outcome.value;
}

/** The same chats as the machine on the other end logged them, whose clock is ahead. */
function otherEnd(from: number, to: number, aheadMs: number, name: string): File {
  const records: string[] = [];
  for (let number = from; number < to; number++) {
    for (const record of madeChat(number).split(/(?<=\$\$end_record\r\n)/)) {
      const out = record.includes('Direction: outgoing');
      const swapped = record.replace(/Direction: \w+/, `Direction: ${out ? 'incoming' : 'outgoing'}`);
      records.push(
        swapped.replace(/::(\d+)\/(\d+)\/(\d+)-([\d:.]{12})/, (_, month, day, year, clock) => {
          const time = Date.parse(`${year}-${month}-${day}T${clock}Z`) + aheadMs + (out ? DELAY : -DELAY);
          return `::${month}/${day}/${year}-${new Date(time).toISOString().slice(11, 23)}`;
        }),
      );
    }
  }
  return new File(records, name, { lastModified: Date.UTC(2014, 5, 25) });
}

async function imported(files: File[]): Promise<void> {
  const options = { timeZone: null, organisation: null };
  valueOf(await importFiles(`clocks ${Math.random()}`, ARCHIVE, files, options, () => undefined));
}
async function idOf(name: string): Promise<SourceId> {
  const source = valueOf(await archive.sources()).find((one) => one.name === name);
  if (source === undefined) throw new Error(`There is no ${name}`);
  return source.id;
}
const clockOf = (clocks: SourceClock[], id: SourceId): SourceClock | undefined =>
  clocks.find(({ source }) => source === id);

beforeEach(async () => {
  archive = valueOf(await openArchive(ARCHIVE, () => undefined));
  valueOf(await archive.clear());
});

test('clocks are measured over the sessions that two files share, and there is none of a file that shares nothing', async () => {
  await imported([
    madeTrace(0, 40, 'front-end.log'),
    otherEnd(0, 40, 3_000, 'edge.log'),
    madeTrace(50, 60, 'alone.log'),
  ]);
  const [front, edge, alone] = [await idOf('front-end.log'), await idOf('edge.log'), await idOf('alone.log')];
  const clocks = valueOf(await archive.clocks());
  const ahead = (id: SourceId): number => clockOf(clocks, id)?.estimated?.aheadMs ?? NaN;
  expect(ahead(edge) - ahead(front)).toBe(3_000);
  expect(clockOf(clocks, alone)).toEqual({ source: alone, estimated: null, sampled: false });
});

test('what the person says of a clock is kept, told by the ledger, and moves the ladder alone', async () => {
  await imported([madeTrace(0, 2, 'front-end.log'), otherEnd(0, 2, 3_000, 'edge.log')]);
  const [front, edge] = [await idOf('front-end.log'), await idOf('edge.log')];
  const [row] = valueOf(await archive.rows({}, 'start', 0, 1)).rows;
  const clocks = async () => valueOf(await archive.ladder(row!.id, 'ladder'))?.clocks;
  const firstArrow = async () => valueOf(await archive.sessionPart(row!.id, 'ladder', 0, 1))[0]?.time;
  const before = valueOf(await archive.session(row!.id));
  const [arrow, lines] = [await firstArrow(), await valueOf(await archive.ndjson({})).text()];
  expect(await clocks()).toHaveLength(2);

  valueOf(await archive.setClock(front, 60_000));
  expect(await clocks()).toMatchObject([
    ...[front, edge]
      .sort()
      .map((source) =>
        source === front ? { source, aheadMs: 60_000, basis: 'told' } : { source, against: front, aheadMs: 63_000 },
      ),
  ]);
  expect(await firstArrow()).toBeLessThan(arrow! - 50_000);
  expect(valueOf(await archive.sources()).find(({ id }) => id === front)?.clockAheadMs).toBe(60_000);
  // The page is told that its parts are no longer true; the times of the log stay.
  const after = valueOf(await archive.session(row!.id));
  expect(after?.version).not.toBe(before?.version);
  expect(after?.session.start).toBe(before?.session.start);
  expect(await valueOf(await archive.ndjson({})).text()).toBe(lines);
  const [entry] = valueOf(await custody.history(ARCHIVE, `source:${front}`)).slice(-1);
  expect(entry).toMatchObject({
    action: 'note',
    payload: { name: 'front-end.log', clockAheadMs: 60_000, before: null },
  });

  valueOf(await archive.setClock(front, null));
  expect(await firstArrow()).toBe(arrow);
  expect(valueOf(await verifyArchive(ARCHIVE, null, () => undefined).done).fault).toBeNull();
});

test('a correction that is none is refused in words', async () => {
  await imported([madeTrace(0, 1)]);
  for (const ms of [0.5, NaN, 1e15]) {
    expect(await archive.setClock(await idOf('edge.log'), ms)).toMatchObject({ ok: false });
  }
});
