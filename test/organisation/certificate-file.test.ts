import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { reason, sentenceOf } from '../../src/model.ts';
import { readCertificates } from '../../src/organisation/index.ts';

const file = (name: string): Buffer => readFileSync(new URL(`../fixtures/certificates/${name}.pem`, import.meta.url));
const read = (bytes: Uint8Array | string) =>
  readCertificates(typeof bytes === 'string' ? new TextEncoder().encode(bytes) : bytes);
const der = (name: string): Buffer =>
  Buffer.from(
    file(name)
      .toString()
      .replace(/-----[A-Z ]+-----/g, '')
      .replace(/\s/g, ''),
    'base64',
  );

describe('readCertificates', () => {
  test.each([
    ['client', true],
    ['server', false],
    ['any', true],
    ['none', true],
  ])('%s: fit for a client is %s', (name, client) => {
    const reading = read(file(name));
    expect('certificates' in reading && reading.certificates[0]?.client).toBe(client);
  });
  test('names the part of a chain that is cut off, and leaves out no certificate in silence', () => {
    const [whole, other] = [file('client').toString().trim() + '\n', file('server').toString().trim() + '\n'];
    for (const cut of [other.slice(0, 300), other.replace('-----END CERTIFICATE-----', '-----END KEY-----')]) {
      expect(read(whole + cut)).toEqual({
        errors: [reason('certificate-cut', { at: whole.length + 1 })],
      });
      expect(read(cut + whole)).toEqual({ errors: [reason('certificate-cut', { at: 1 })] });
    }
    expect(read(whole + other)).toHaveProperty('certificates.length', 2);
  });
  test('tells names, days and usages', () => {
    const reading = read(file('client'));
    if ('errors' in reading) throw new Error(reading.errors.map(sentenceOf).join());
    const [certificate] = reading.certificates;
    expect(certificate?.from).toBeLessThan(certificate?.to ?? 0);
    expect(certificate?.extendedKeyUsages).toContain('clientAuth');
    expect(certificate?.sha256).toMatch(/^[0-9a-f]{64}$/);
  });
  test('DER gives the same as PEM, and the PEM that it gives reads the same again', () => {
    const pem = read(file('client'));
    expect(read(der('client'))).toEqual(pem);
    if ('errors' in pem) throw new Error(pem.errors.map(sentenceOf).join());
    expect(read(pem.certificates[0]?.pem ?? '')).toEqual(pem);
  });
  test('reads a chain with a key and text between, and UTF-16', () => {
    const key = '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n';
    const chain = `Bag Attributes\n${file('server').toString()}${key}${file('client').toString()}`;
    const reading = read(chain);
    expect('certificates' in reading && reading.certificates).toHaveLength(2);
    expect(read(Buffer.from('\uFEFF' + chain, 'utf16le'))).toEqual(reading);
  });
  test.each([
    ['', /^No certificate/],
    ['hello', /^No certificate/],
    ['-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n', /none of them is a CERTIFICATE/],
    ['-----BEGIN CERTIFICATE-----\n!!!\n-----END CERTIFICATE-----\n', /^Certificate 1: cannot be read/],
    ['-----BEGIN CERTIFICATE-----\nMAAA\n-----END CERTIFICATE-----\n', /^Certificate 1: cannot be read/],
    ['0abc', /DER/],
  ])('%j is none', (text, error) => {
    const reading = read(text);
    expect('errors' in reading && sentenceOf(reading.errors[0]!)).toMatch(error);
  });
});
