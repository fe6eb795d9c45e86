/** `fedlens verify` of a backup, made of the same parts as the archive writes. What a whole archive backs up is checked in Chromium. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, test } from 'vitest';
import { encryptedStream } from '../../src/archive/encrypted-stream.ts';
import { backupText, madeTables } from '../archive/made-backup.ts';
import { passphraseFor } from '../../src/cli/passphrase.ts';
import { backupKind, checkBackupAt } from '../../src/cli/verify-backup.ts';
import { fedlens, type Run } from './program.ts';

const PASSPHRASE = 'four lanterns on the pier';
const folder = mkdtempSync(join(tmpdir(), 'fedlens-backup-'));
const at = (name: string): string => join(folder, name);
afterAll(() => rmSync(folder, { recursive: true }));

async function encrypted(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Response(new Blob([bytes]).stream().pipeThrough(encryptedStream(PASSPHRASE))).bytes();
}

function verify(bytes: string | Uint8Array, ...options: string[]): Promise<Run> {
  writeFileSync(at('archive.fedlens'), bytes);
  return fedlens(['verify', ...options, at('archive.fedlens')]);
}

/** What is said of it, without a process of its own. */
async function said(bytes: string | Uint8Array, passphrase: string | null = null): Promise<[boolean, string] | null> {
  writeFileSync(at('archive.fedlens'), bytes);
  const kind = backupKind(Buffer.from(bytes).subarray(0, 16_384));
  if (kind === null) return null;
  const { fits, sentence } = await checkBackupAt(at('archive.fedlens'), kind, passphrase);
  return [fits, sentence];
}

const whole = await madeTables(250);
const text = await backupText(whole);
const packed = new Uint8Array(gzipSync(text));

describe('verify of a backup', () => {
  test('says what is in it', { timeout: 60_000 }, async () => {
    const { status, stdout } = await verify(packed);
    expect(stdout).toMatch(
      /^Backup verified: 250 sessions, 0 files, 2 blocks of evidence; ledger of 2 entries, head [0-9a-f]{64}\n$/,
    );
    expect(status).toBe(0);
    // Some browsers unpack what they save.
    expect(await said(text)).toEqual([true, stdout.trimEnd()]);
  });

  test('names what was changed in the archive before it was backed up', { timeout: 60_000 }, async () => {
    const [first, ...others] = whole['sessions'] as { id: string }[];
    const changed = await backupText({ ...whole, sessions: [{ ...first!, messages: 99 }, ...others] });
    expect(await verify(gzipSync(changed))).toMatchObject({
      status: 1,
      stdout: `Session ${first!.id} was changed: its line is not what was archived.\n`,
    });
    const missing = await backupText({ ...whole, evidence: whole['evidence']!.slice(1) });
    expect(await said(missing)).toEqual([false, 'The bytes of source 0 from 0 on are missing.']);
  });

  test('says of a file that was changed or cut off that it was', async () => {
    expect(await said(text.replace('2026-11-21', '2026-11-22'))).toEqual([false, expect.stringMatching(/was changed/)]);
    expect(await said(text.slice(0, -40))).toEqual([false, expect.stringMatching(/cut off/)]);
    expect(await said(packed.subarray(0, packed.length - 500))).toEqual([false, expect.stringMatching(/cut off/)]);
    const flipped = packed.slice();
    flipped[packed.length >> 1]! ^= 0x55;
    expect(await said(flipped)).toEqual([false, expect.stringMatching(/changed|damaged/)]);
    expect(await said('PK not a backup')).toBeNull();
    expect(await said(gzipSync('neither is this'))).toBeNull();
  });
});

describe('verify of an encrypted backup', () => {
  test(
    'takes the passphrase from a file or from the environment, never from an argument',
    { timeout: 90_000 },
    async () => {
      const bytes = await encrypted(packed);
      writeFileSync(at('passphrase'), `${PASSPHRASE}\r\nnot this line`);
      expect(await verify(bytes, '--passphrase-file', at('passphrase'))).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/^Backup verified: 250 sessions/) as string,
      });
      process.env['FEDLENS_PASSPHRASE'] = PASSPHRASE;
      try {
        expect(await passphraseFor('it', null)).toBe(PASSPHRASE);
      } finally {
        delete process.env['FEDLENS_PASSPHRASE'];
      }
      expect(await verify(bytes)).toMatchObject({
        status: 2,
        stdout: '',
        stderr: expect.stringContaining('--passphrase-file') as string,
      });
      expect(await verify(bytes, '--passphrase', PASSPHRASE)).toMatchObject({ status: 2, stdout: '' });
      await expect(passphraseFor('it', at('nothing here'))).rejects.toThrow('cannot be read');
    },
  );

  test('says that the passphrase is another one, or that a part does not open', { timeout: 60_000 }, async () => {
    const bytes = await encrypted(packed);
    expect(await said(bytes, 'four lanterns on the quay')).toEqual([
      false,
      expect.stringMatching(/^The passphrase is not the one/),
    ]);
    expect(await said(bytes.subarray(0, bytes.length - 9), PASSPHRASE)).toEqual([
      false,
      expect.stringMatching(/cut off|changed/),
    ]);
  });
});
