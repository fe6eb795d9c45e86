/** RSMF: its limits. */
import { unzipSync, strFromU8 } from 'fflate';
import PostalMime from 'postal-mime';
import { expect, test } from 'vitest';
import { fileOf } from '../pipeline/files.ts';
import { exported } from './exported.ts';
import { sessionOf, type HostileText } from './hostile.ts';

const DAY_MS = 24 * 60 * 60_000;

function said(count: number, everyMs: number): HostileText[] {
  return Array.from({ length: count }, (_, index) => ({
    time: new Date(Date.UTC(2014, 5, 24) + index * everyMs).toISOString(),
    from: 'alice@contoso.com',
    to: ['bob@yahoo.com'],
    text: `text ${index}`,
  }));
}

interface Slice {
  events: { timestamp: string; body: string }[];
  collection: string | undefined;
  count: string | undefined;
  begin: string | undefined;
}

async function slicesOf(texts: HostileText[]): Promise<Slice[]> {
  const files = await exported([fileOf(sessionOf(1, texts) + '\n', { name: 'x' })], 'rsmf');
  const slices: Slice[] = [];
  for (const [, bytes] of [...files].sort(([a], [b]) => (a < b ? -1 : 1))) {
    const mail = await PostalMime.parse(bytes);
    const field = (name: string): string | undefined => mail.headers.find(({ key }) => key === name)?.value;
    const zip = unzipSync(new Uint8Array(mail.attachments[0]!.content as ArrayBuffer));
    const { events } = JSON.parse(strFromU8(zip['rsmf_manifest.json']!)) as Pick<Slice, 'events'>;
    const heads = { collection: field('x-rsmf-eventcollectionid'), count: field('x-rsmf-eventcount') };
    slices.push({ events, ...heads, begin: field('x-rsmf-begindate') });
  }
  return slices;
}

test('rsmf slices a session at 10,000 events, and the slices share their collection', async () => {
  const slices = await slicesOf(said(20_001, 100));
  expect(slices.map(({ events }) => events.length)).toEqual([10_000, 10_000, 1]);
  expect(slices.map(({ count }) => count)).toEqual(['10000', '10000', '1']);
  expect(new Set(slices.map(({ collection }) => collection)).size).toBe(1);
  expect(slices.flatMap(({ events }) => events.map(({ body }) => body))).toEqual(
    said(20_001, 100).map(({ text }) => text),
  );
});

test('rsmf slices a session at 24 hours', async () => {
  const slices = await slicesOf(said(9, DAY_MS / 4));
  expect(slices.map(({ events }) => events.length)).toEqual([4, 4, 1]);
  expect(slices.map(({ begin }) => begin)).toEqual([
    '2014-06-24T00:00:00.000Z',
    '2014-06-25T00:00:00.000Z',
    '2014-06-26T00:00:00.000Z',
  ]);
});
