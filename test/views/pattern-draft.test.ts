import { describe, expect, test } from 'vitest';
import { emptyDraft, fieldOf, idFor, marked, wordsIn, type Mark } from '../../src/views/import/pattern-draft.ts';

const TEXT = 'noise\n[2014-06-24 09:00:01.250] sip RX 10.0.0.1\nOPTIONS x\nINFO 09:00:02 end\n';
const mark = (kind: Mark, piece: string, draft = emptyDraft('x')) => {
  const from = TEXT.indexOf(piece);
  return marked(draft, kind, TEXT, from, from + piece.length);
};

describe('marked', () => {
  test('makes a shape of a stamp, and a beginning of the marks before it', () => {
    expect(mark('stamp', '2014-06-24 09:00:01.250')).toMatchObject({ stamp: '0-0-0 0:0:0.0', begins: '[' });
    expect(mark('stamp', '09:00:02')).toMatchObject({ stamp: '0:0:0', begins: '' });
  });

  test('takes what is marked up to the end of its line, without blanks around it', () => {
    expect(mark('start', ' 10.0.0.1\nOPTIONS')).toMatchObject({ start: '10.0.0.1' });
    expect(mark('end', 'end\n')).toMatchObject({ end: 'end' });
  });

  test('gathers words of direction, each once', () => {
    const once = mark('incoming', 'RX');
    expect(mark('incoming', 'RX', once).incoming).toEqual(['RX']);
    expect(mark('outgoing', 'INFO', once)).toMatchObject({ incoming: ['RX'], outgoing: ['INFO'] });
  });

  test('changes nothing where nothing is marked', () => {
    const draft = emptyDraft('x');
    expect(marked(draft, 'stamp', TEXT, 3, 3)).toBe(draft);
  });
});

test('wordsIn and fieldOf are each other’s inverse', () => {
  expect(wordsIn(' a b |c|| ')).toEqual(['a b', 'c']);
  expect(wordsIn(fieldOf(['a b', 'c']))).toEqual(['a b', 'c']);
});

test('idFor makes an id of a title that no other has', () => {
  expect(idFor('Our Gateway (Köln)', [])).toBe('own-our-gateway-ko-ln');
  expect(idFor('日志', ['own-log'])).toBe('own-log-2');
  expect(idFor('x'.repeat(99), ['own-' + 'x'.repeat(32)])).toMatch(/^own-[a-z0-9-]{1,40}$/);
});
