import { expect, test } from 'vitest';
import type { Modality } from '../../src/model.ts';
import { at, FINE, judge, organisation, place, session, trust, type Case } from './case.ts';
import { table } from './table.ts';

const has = (start: string | null, ...modalities: Modality[]) => ({ start, modalities });
const DAY = '2014-03-03T10:00:00Z';

const cases: Case[] = [
  ['Skype audio', has(DAY, 'audio'), FINE, 'skype', 'silent'],
  ['Skype audio on the day before connectivity', has('2013-04-30T12:00:00+02:00', 'audio'), FINE, 'skype', 'violation'],
  ['Skype audio on the first day', has('2013-05-01T12:00:00+02:00', 'audio'), FINE, 'skype', 'silent'],
  [
    'Skype video on the day before it came',
    has('2014-11-25T12:00:00+01:00', 'audio', 'video'),
    FINE,
    'skype',
    'violation',
  ],
  ['Skype video, last second before, in Berlin', has('2014-11-25T23:59:59+01:00', 'video'), FINE, 'skype', 'violation'],
  ['Skype video, first second, in Berlin', has('2014-11-26T00:00:00+01:00', 'video'), FINE, 'skype', 'silent'],
  ['Skype video on the day after', has('2014-11-27T12:00:00+01:00', 'audio', 'video'), FINE, 'skype', 'silent'],
  ['Skype sharing', has('2016-01-01T12:00:00Z', 'sharing'), FINE, 'skype', 'violation'],
  ['Skype IM and presence', has(DAY, 'im', 'presence'), FINE, 'skype', 'silent'],
  ['Skype video without a time', has(null, 'video'), FINE, 'skype', 'undetermined'],
  ['Skype sharing without a time', has(null, 'sharing'), FINE, 'skype', 'violation'],
  ['Messenger audio and video', has('2012-03-03T10:00:00Z', 'audio', 'video'), FINE, 'wlm', 'silent'],
  ['Messenger sharing', has('2012-03-03T10:00:00Z', 'sharing'), FINE, 'wlm', 'violation'],
  ['AOL audio', has(DAY, 'audio'), FINE, 'aol', 'violation'],
  ['Yahoo! video', has(DAY, 'video'), FINE, 'yahoo', 'violation'],
  ['Yahoo! IM', has(DAY, 'im', 'presence'), FINE, 'yahoo', 'silent'],
  ['Yahoo! audio, nothing told', has(DAY, 'audio'), null, 'yahoo', 'violation'],
  ['a file is another rule', has(DAY, 'file'), FINE, 'yahoo', 'silent'],
  ['more than two is another rule', has(DAY, 'multiparty'), FINE, 'yahoo', 'silent'],
  ['Google Talk audio', has(DAY, 'audio'), FINE, 'gtalk', 'violation'],
  ['XMPP partner sharing', has(DAY, 'sharing'), FINE, 'xmpp', 'violation'],
  ['Messenger or Skype, audio', has(DAY, 'audio'), FINE, 'msn-or-skype', 'silent'],
  ['Messenger or Skype, video', has(DAY, 'video'), FINE, 'msn-or-skype', 'undetermined'],
  ['Messenger or Skype, sharing', has(DAY, 'sharing'), FINE, 'msn-or-skype', 'violation'],
  ['federated partners offer what they like', has(DAY, 'audio', 'video', 'sharing'), FINE, 'federated', 'silent'],
  ['so do hosted ones', has(DAY, 'sharing'), FINE, 'hosted', 'silent'],
  ['internal sessions are not judged', has(DAY, 'sharing'), FINE, 'internal', 'silent'],
  ['unknown providers are not judged', has(DAY, 'sharing'), FINE, 'unknown', 'silent'],
];
table('capability-not-federated', cases);

test('capability-not-federated goes by the day on which the modality was first seen', () => {
  const video = { modality: 'video' as const, time: at('2014-11-26T00:10:00+01:00'), places: [place(700)] };
  const overnight = session({
    start: '2014-11-25T23:50:00+01:00',
    responder: 'bob@hotmail.com',
    modalities: ['im', video],
    markers: [trust({ network: 'publiccloud', fqdn: 'federation.messenger.msn.com' })],
  });
  const { verdict, flags } = judge(overnight, organisation(FINE));
  expect(verdict.id).toBe('skype');
  expect(flags.map(({ rule }) => rule)).toEqual(['content-not-archivable']);
});

test('capability-not-federated names all that is not federated in one flag, with the bytes of each', () => {
  const told = session({ modalities: ['audio', 'im', 'video'] });
  const found = judge(told, organisation(FINE)).flags.filter(({ rule }) => rule === 'capability-not-federated');
  expect(found).toHaveLength(1);
  expect(found[0]?.because).toBe(
    'Yahoo! federates im, presence; the session has audio and video on 2014-03-03 (Europe/Berlin).',
  );
  expect(found[0]?.places).toContainEqual(place(200));
});
