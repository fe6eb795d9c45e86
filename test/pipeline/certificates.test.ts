/** Certificates of handshakes on their way through an import: into the report, and into what is judged. */
import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { FileAccount } from '../../src/bytes/account.ts';
import type { SourceId } from '../../src/model.ts';
import { readOrganisation } from '../../src/organisation/index.ts';
import { basisOf, judgeAgain, runImport } from '../../src/pipeline.ts';
import { FileCertificates } from '../../src/pipeline/certificates.ts';
import { record } from '../cli/trace.ts';
import { read } from '../packets/captures.ts';
import { FINE } from '../rules/case.ts';
import { fileOf, linesOf, settings, TestStore } from './files.ts';

const CAPTURE = fixture('tls12');

function fixture(name: string): Uint8Array {
  return Uint8Array.from(readFileSync(new URL(`../fixtures/tls/${name}.pcap`, import.meta.url)));
}

const headers = ['From: <sip:alice@contoso.com>;tag=a', 'To: <sip:bob@aol.com>', 'Call-ID: one', 'CSeq: 1 INVITE'];
const TRACE = record({ start: 'INVITE sip:bob@aol.com SIP/2.0', headers }).replaceAll(
  'lcsap.msg.yahoo.com',
  'sip.oscar.aol.com',
);

function told(edges: unknown) {
  const reading = readOrganisation(JSON.stringify({ v: 1, ...FINE, edges }));
  if (!reading.ok) throw new Error('not an organisation');
  return reading.organisation;
}

const ORGANISATION = told([{ fqdn: 'sip.contoso.com', certificate: null }]);

async function severityIn(store: TestStore): Promise<string[]> {
  const sessions = (await linesOf(store)).map(
    (line) => JSON.parse(line) as { flags: { rule: string; severity: string }[] },
  );
  return sessions.flatMap(({ flags }) =>
    flags.filter(({ rule }) => rule === 'edge-certificate-client-eku').map(({ severity }) => severity),
  );
}

describe('runImport and certificates', () => {
  test('lists those of a capture, once for every end, with their places', async () => {
    const store = new TestStore();
    const { files, progress } = await runImport([fileOf(CAPTURE, { name: 'tls.pcap' })], store, settings());
    store.close();
    const [report] = files.map(({ report }) => report);
    expect(report).toMatchObject({ certificates: 3, records: 3 });
    expect(report?.seenCertificates).toMatchObject([
      {
        subject: 'edge.contoso.com',
        role: 'server',
        position: 0,
        endpoint: { host: '127.0.0.1', port: 5061 },
        count: 1,
      },
      { subject: 'Contoso Root CA', role: 'server', position: 1, isAuthority: true },
      { subject: 'client.contoso.com', role: 'client', position: 0 },
    ]);
    expect(progress.files[0]?.certificates).toEqual(report?.seenCertificates);
  });

  test('counts those that are shown again, and keeps a bounded number', () => {
    const account = new FileAccount(0 as SourceId);
    const kept = new FileCertificates(account);
    const shown = read(CAPTURE).records.filter(({ kind }) => kind === 'certificate');
    for (let port = 0; port < 600; port++) {
      for (const record of shown) kept.push({ ...record, local: { host: '192.0.2.1', port, transport: 'tcp' } });
    }
    const list = kept.list();
    expect(list).toHaveLength(500);
    // An issuer is the same whoever shows it; a client has another port each time.
    expect(list.map(({ count }) => count).filter((count) => count > 1)).toEqual([600, 600]);
    expect(account.issues()['certificate-limit']?.count).toBe(102);
  });

  test.each([
    ['the capture first', [CAPTURE, TRACE]],
    ['the capture last: what is judged already is judged again', [TRACE, CAPTURE]],
  ])('judges by them, %s', async (_, contents) => {
    const store = new TestStore();
    const files = contents.map((content, index) => fileOf(content, { name: `${index}` }));
    await runImport(files, store, settings(ORGANISATION));
    expect(await severityIn(store)).toEqual(['violation']);
    expect(await judgeAgain(store, basisOf(ORGANISATION))).toBe(0);
    store.close();
  });

  test('judges by them in a later import, and no more where another name is asked for', async () => {
    const store = new TestStore();
    await runImport([fileOf(TRACE)], store, settings(ORGANISATION));
    expect(await severityIn(store)).toEqual(['undetermined']);
    await runImport([fileOf(CAPTURE)], store, settings(ORGANISATION));
    expect(await severityIn(store)).toEqual(['violation']);
    expect(await judgeAgain(store, basisOf(told([{ fqdn: 'www.contoso.com', certificate: null }])))).toBe(1);
    expect(await severityIn(store)).toEqual(['undetermined']);
    store.close();
  });

  test('says which cannot be read', async () => {
    const damaged = Buffer.from(CAPTURE);
    // The first date of the server's own certificate: Validity ::= SEQUENCE { UTCTime, UTCTime }.
    damaged[damaged.indexOf(Buffer.from('301e170d', 'hex')) + 4] = 0x78;
    const store = new TestStore();
    const { files } = await runImport([fileOf(damaged)], store, settings());
    store.close();
    expect(files[0]?.report).toMatchObject({ certificates: 3, issues: { 'certificate-unreadable': { count: 1 } } });
    expect(files[0]?.report?.seenCertificates).toHaveLength(2);
  });
});
