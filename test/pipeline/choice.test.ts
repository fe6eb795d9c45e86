/** What the person says of a file: format, encoding, zone and the day of stamps without one. */
import { describe, expect, test } from 'vitest';
import { detectEncoding, encodingNamed, ENCODINGS } from '../../src/bytes/encoding.ts';
import { FORMATS } from '../../src/formats/index.ts';
import type { EpochMs, ReadingChoice, SourceId } from '../../src/model.ts';
import { FileStages } from '../../src/pipeline/stages.ts';

const NOTHING: ReadingChoice = { format: null, encoding: null, timeZone: null, modified: null };

function read(content: string | Uint8Array, choice: Partial<ReadingChoice> = {}, modified: number | null = null) {
  const context = { source: 0 as SourceId, timeZone: 'UTC', modified: modified as EpochMs | null };
  const sessions: unknown[] = [];
  const stages = new FileStages({ ...context, choice: { ...NOTHING, ...choice } }, (fragment) => {
    sessions.push(fragment);
  });
  stages.write(typeof content === 'string' ? Buffer.from(content) : content);
  stages.end();
  return { stages, sessions };
}

const PROSODY = "Nov 21 03:16:56 c2s1\tdebug\tRECV: <message to='b@x.test' id='1'><body>hi</body></message>\n";

describe('FileStages', () => {
  test('reads as the format that is named, whatever the content', () => {
    expect(read(PROSODY).stages.format?.id).toBe('prosody');
    expect(read(PROSODY, { format: 'xmpp-stream' }).stages.format?.id).toBe('xmpp-stream');
    expect(read(PROSODY, { format: 'morse' }).stages.format).toBeNull();
  });

  test('reads in the encoding that is named; one that there is not is found', () => {
    const bytes = Buffer.concat([Buffer.from([0xff, 0xfe]), Buffer.from(PROSODY, 'utf16le')]);
    expect(read(bytes).stages.encoding).toBe('utf-16le');
    expect(read(bytes, { encoding: 'windows-1252' }).stages.encoding).toBe('windows-1252');
    expect(read(bytes, { encoding: 'ebcdic' }).stages.encoding).toBe('utf-16le');
  });

  test('takes the zone and the day that are named before those of the import and the file, and says so', () => {
    const zone = 'Europe/Berlin';
    const modified = Date.UTC(2020, 0, 5);
    const found = read(PROSODY, {}, modified);
    expect(found.stages.tally.firstTime).toBe(Date.UTC(2019, 10, 21, 3, 16, 56));
    expect(found.stages.reading).toEqual({ choice: NOTHING, timeZone: 'UTC', modified, dateAssumed: true });
    const named = { timeZone: zone, modified: Date.UTC(2014, 11, 1) as EpochMs };
    const { stages } = read(PROSODY, named, modified);
    expect(stages.tally.firstTime).toBe(Date.UTC(2014, 10, 21, 2, 16, 56));
    expect(stages.reading).toEqual({
      choice: { ...NOTHING, ...named },
      timeZone: zone,
      modified: named.modified,
      dateAssumed: true,
    });
  });

  test('assumes no date where every stamp has one', () => {
    const dated = "2014-06-24 03:16:56 c2s1\tdebug\tRECV: <message to='b@x.test' id='1'><body>hi</body></message>\n";
    expect(read(dated, {}, Date.UTC(2020, 0, 5)).stages.reading.dateAssumed).toBe(false);
  });

  test('reads every sample as every format and in every encoding: nothing throws, every byte is accounted for', () => {
    for (const { samples } of FORMATS) {
      for (const { head } of samples) {
        const bytes = typeof head === 'string' ? Buffer.from(head) : head;
        for (const { id } of FORMATS) {
          const { account } = read(bytes, { format: id }).stages;
          expect([id, account.explainedBytes + account.skippedBytes]).toEqual([id, bytes.length]);
          expect([id, account.issues()['bytes-unaccounted']]).toEqual([id, undefined]);
        }
        for (const encoding of ENCODINGS) {
          const { account } = read(bytes, { encoding }).stages;
          expect(account.explainedBytes + account.skippedBytes).toBe(bytes.length);
        }
      }
    }
  });
});

describe('encodingNamed', () => {
  test('keeps the byte order mark of its own encoding only', () => {
    const marked = Uint8Array.of(0xef, 0xbb, 0xbf, 0x41);
    expect(encodingNamed('utf-8', marked)).toEqual(detectEncoding(marked));
    expect(encodingNamed('windows-1252', marked)).toEqual({ name: 'windows-1252', bom: 0 });
    expect(encodingNamed('ebcdic', marked)).toBeNull();
  });
});
