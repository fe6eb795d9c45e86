import { describe, expect, test } from 'vitest';
import { bigTrace, CHUNK_BYTES, type BigTraceTally } from './big-trace.ts';

function whole(seed: number, bytes: number): { text: string; tally: BigTraceTally; sizes: number[] } {
  const parts: Uint8Array[] = [];
  const stream = bigTrace(seed, bytes);
  for (;;) {
    const { done, value } = stream.next();
    if (done === true) {
      return { text: Buffer.concat(parts).toString('utf8'), tally: value, sizes: parts.map(({ length }) => length) };
    }
    parts.push(value);
  }
}

describe('bigTrace', () => {
  const { text, tally, sizes } = whole(1, 2_000_000);

  test('comes in chunks of 64 KiB and in about the wanted size', () => {
    expect(sizes.slice(0, -1).every((size) => size === CHUNK_BYTES)).toBe(true);
    expect(Math.abs(tally.bytes - 2_000_000)).toBeLessThan(10_000);
    expect(Buffer.byteLength(text)).toBe(tally.bytes);
  });

  test('is the same for the same seed and another for another', () => {
    expect(whole(1, 200_000).text).toBe(text.slice(0, whole(1, 200_000).text.length));
    expect(whole(2, 200_000).text).not.toBe(whole(1, 200_000).text);
  });

  test('holds whole records with times that go on and Call-IDs of their own', () => {
    const stamps = [...text.matchAll(/::(\d\d)\/(\d\d)\/(\d{4})-([\d:.]{12})\.([0-9A-F]{8}) \(SIPStack/g)];
    const times = stamps.map(([, month, day, year, time]) => Date.parse(`${year}-${month}-${day}T${time}Z`));
    expect(stamps.length).toBe(tally.records);
    expect(text.split('$$end_record').length - 1).toBe(tally.records);
    expect(times.every((time, index) => index === 0 || time > times[index - 1]!)).toBe(true);
    const callIds = new Set([...text.matchAll(/^Call-ID: (\S+)/gm)].map(([, id]) => id));
    expect(callIds.size).toBeGreaterThan(tally.sessions - 200);
    expect(callIds.size).toBeLessThanOrEqual(tally.sessions);
    const conversations = new Set([...text.matchAll(/^Ms-Conversation-ID: (\S+)/gm)].map(([, id]) => id));
    expect(conversations.size).toBeGreaterThan(50);
  });

  test('is made faster than anything reads it (500 MB/s measured on an idle core)', () => {
    const run = (): number => {
      const began = performance.now();
      let bytes = 0;
      for (const chunk of bigTrace(3, 60_000_000)) bytes += chunk.length;
      return bytes / 1000 / (performance.now() - began);
    };
    expect(Math.max(run(), run(), run())).toBeGreaterThan(80);
  });
});
