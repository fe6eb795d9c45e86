/** Packets of the corpus' captures, exported: for tshark the same messages, read back the same sessions. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { exported, told } from '../exports/exported.ts';
import { fileOf } from '../pipeline/files.ts';
import { has } from '../tools.ts';

const CORPUS = process.env['FEDLENS_CORPUS'] ?? resolve(import.meta.dirname, '../../../shared/corpus');
const CAPTURES = join(CORPUS, 'captures');
const names = existsSync(CAPTURES) ? readdirSync(CAPTURES).filter((name) => /\.(p?cap|pcapng)$/.test(name)) : [];
const folder = mkdtempSync(join(tmpdir(), 'fedlens-captures-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A junk line before a request is no SIP for us; what XMPP clients say of themselves stands in the stream's opening. */
const NOT_SIP = /sip-junk-before-request/;
const NO_SENDER = /jabber/;

function messagesIn(path: string): string[] {
  const fields = ['-e', 'frame.time_epoch', '-e', 'sip.Call-ID', '-e', 'sip.CSeq'];
  const text = execFileSync('tshark', ['-r', path, '-Y', 'sip', '-T', 'fields', ...fields], {
    encoding: 'utf8',
    stdio: 'pipe',
  });
  return text.split('\n').sort();
}

describe.skipIf(names.length === 0 || !has('tshark'))('captures of the corpus (skipped without it or tshark)', () => {
  test.each(names.filter((name) => !NOT_SIP.test(name)))('%s', async (name) => {
    const path = join(CAPTURES, name);
    const file = fileOf(readFileSync(path), { name });
    const written = (await exported([file], 'pcap')).get('sessions.pcap') ?? new Uint8Array(0);
    const out = join(folder, name);
    writeFileSync(out, written);
    expect(messagesIn(out)).toEqual(messagesIn(path));
    if (NO_SENDER.test(name)) return;
    // A capture of Network Monitor does not name its zone; what came out does.
    const plain = (sessions: object[]): object[] => sessions.map((session) => ({ ...session, timeSource: '' }));
    expect(plain(await told([fileOf(written, { name })]))).toEqual(plain(await told([file])));
  });
});
