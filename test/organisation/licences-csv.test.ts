import { describe, expect, test } from 'vitest';
import { readLicencesCsv } from '../../src/organisation/index.ts';

const HEADER = 'sku,user,purchased,from,to,agreement,amount,currency';
const csv = (...rows: string[]) => [HEADER, ...rows].join('\n');

describe('readLicencesCsv', () => {
  test('reads all columns', () => {
    expect(
      readLicencesCsv(csv('pic-usl,alice@contoso.com,2012-03-01,2012-03-01,2014-12-31,E-123,1200.00,EUR')),
    ).toEqual({
      ok: true,
      licences: [
        {
          sku: 'pic-usl',
          users: ['alice@contoso.com'],
          purchased: '2012-03-01',
          from: '2012-03-01',
          to: '2014-12-31',
          agreement: 'E-123',
          payment: { amount: '1200.00', currency: 'EUR' },
        },
      ],
    });
  });
  test('groups the rows of one licence, each user once, and keeps others apart', () => {
    const reading = readLicencesCsv(
      csv(
        'lync-cal,alice@contoso.com,,2011-01-01,,,,',
        'lync-cal,bob@contoso.com,,2011-01-01,,,,',
        'LYNC-CAL,Alice@Contoso.com,,2011-01-01,,,,',
        'lync-cal,carol@contoso.com,,2012-01-01,,,,',
      ),
    );
    expect(reading.ok && reading.licences.map(({ users }) => users)).toEqual([
      ['alice@contoso.com', 'bob@contoso.com'],
      ['carol@contoso.com'],
    ]);
  });
  test('takes * for everyone, who takes the others in', () => {
    const reading = readLicencesCsv(csv('lync-cal,bob@contoso.com,,2011-01-01,,,,', 'lync-cal,*,,2011-01-01,,,,'));
    expect(reading.ok && reading.licences.map(({ users }) => users)).toEqual(['all']);
  });
  test('takes the header in any order and case, semicolons, CRLF, quotes, a byte order mark, blank lines', () => {
    const reading = readLicencesCsv('\uFEFFFrom;SKU;User;Agreement\r\n2011-01-01;lync-cal;*;"E;1"\r\n\r\n;;;\r\n');
    expect(reading).toEqual({
      ok: true,
      licences: [
        {
          sku: 'lync-cal',
          users: 'all',
          purchased: null,
          from: '2011-01-01',
          to: null,
          agreement: 'E;1',
          payment: null,
        },
      ],
    });
  });
  test.each([
    ['the line by which Excel names the delimiter', 'sep=;\r\nsku;user;from\r\nlync-cal;*;2011-01-01\r\n', 2],
    ['delimiters behind the last column', 'sku,user,from,,\nlync-cal,*,2011-01-01,,,\n', 1],
    ['blank lines before the header', '\n,,\nsku,user,from\nlync-cal,*,2011-01-01\n', 3],
  ])('reads a file with %s, and counts its rows', (_, text, header) => {
    const reading = readLicencesCsv(text);
    expect(reading.ok && reading.licences.map(({ sku, users, from }) => [sku, users, from])).toEqual([
      ['lync-cal', 'all', '2011-01-01'],
    ]);
    const wrong = readLicencesCsv(text.replace('lync-cal', 'cal'));
    expect(wrong.ok ? [] : wrong.errors.map(({ row, column }) => [row, column])).toEqual([[header + 1, 'sku']]);
  });
  test('reads a header alone as no licences', () => {
    expect(readLicencesCsv(HEADER)).toEqual({ ok: true, licences: [] });
  });
  test.each([
    ['sku', 'cal,*,,2011-01-01,,,,', 'cal'],
    ['user', 'lync-cal,alice,,2011-01-01,,,,', 'alice'],
    ['user', 'lync-cal,,,2011-01-01,,,,', ''],
    ['user', 'lync-cal,al\0ice@contoso.com,,2011-01-01,,,,', 'al\0ice@contoso.com'],
    ['purchased', 'lync-cal,*,1.1.2011,2011-01-01,,,,', '1.1.2011'],
    ['from', 'lync-cal,*,,2011-02-29,,,,', '2011-02-29'],
    ['from', 'lync-cal,*,,,,,,', ''],
    ['to', 'lync-cal,*,,2011-01-01,2010-12-31,,,', '2010-12-31'],
    ['amount', 'lync-cal,*,,2011-01-01,,,"1,200",EUR', '1,200'],
    ['currency', 'lync-cal,*,,2011-01-01,,,1200,', ''],
  ])('names row, column and value: %s in %s', (column, row, value) => {
    const reading = readLicencesCsv(csv('lync-cal,*,,2011-01-01,,,,', row));
    expect(reading.ok ? [] : reading.errors.map((error) => [error.row, error.column, error.value])).toEqual([
      [3, column, value],
    ]);
  });
  test.each([
    ['', ['sku', 'user', 'from']],
    ['sku,user', ['from']],
    ['sku,user,from,price', ['price']],
    ['sku,user,from,User', ['user']],
  ])('refuses the header %j', (header, columns) => {
    const reading = readLicencesCsv(header);
    expect(reading.ok ? [] : reading.errors.filter(({ row }) => row === 1).map(({ column }) => column)).toEqual(
      expect.arrayContaining(columns),
    );
  });
  test('reports all rows that are wrong, and one with too many cells', () => {
    const reading = readLicencesCsv(
      csv('x,*,,2011-01-01,,,,', 'lync-cal,*,,2011-01-01,,,,,more', 'y,*,,2011-01-01,,,,'),
    );
    expect(reading.ok ? [] : reading.errors.map(({ row }) => row)).toEqual([2, 3, 4]);
  });
});
