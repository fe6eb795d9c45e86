/** Two traces of one session whose clocks differ: what each alone holds stands where it was said. */
import { expect, test } from 'vitest';
import { message, said, sessionsIn, sip, type SipLine } from './traffic.ts';

const TAGGED = '<sip:bob@fabrikam.com>;tag=b1';
const fromBob: Partial<SipLine> = { from: TAGGED, to: '<sip:alice@contoso.com>;tag=a1' };

/** The front end's clock is so far ahead of the Edge's, ms. */
const AHEAD = 5_000;

const ok = (cseq: number, at: number, direction: SipLine['direction']): string =>
  sip({ start: 'SIP/2.0 200 OK', cseq: `${cseq} MESSAGE`, to: TAGGED, at, ...(direction && { direction }) });

/** Alice's text and its answer pass both: the hop takes 20 ms each way. */
const frontEnd = (ahead: number): string =>
  message('one', { at: ahead }) +
  ok(1, ahead + 140, 'incoming') +
  message('three', { cseq: '3 MESSAGE', at: 3_000 + ahead });
const edge =
  message('one', { at: 20, direction: 'incoming' }) +
  message('one', { at: 22 }) +
  ok(1, 118, 'incoming') +
  ok(1, 120, 'outgoing') +
  message('two', { cseq: '2 MESSAGE', at: 2_000, direction: 'incoming', ...fromBob }) +
  message('four', { cseq: '4 MESSAGE', at: 6_000, direction: 'incoming', ...fromBob });

test.each([AHEAD, -AHEAD, 0])(
  'texts are in order though one clock is %d ms ahead; times stay those of the logs',
  async (ahead) => {
    for (const files of [
      [frontEnd(ahead), edge],
      [edge, frontEnd(ahead)],
    ]) {
      const [session, ...none] = await sessionsIn(...files);
      expect(none).toEqual([]);
      expect(said(session!)).toEqual(['alice: one', 'bob: two', 'alice: three', 'bob: four']);
      const times = session!.texts.map(({ time }) => Date.parse(time!) - Date.UTC(2014, 5, 24, 9));
      expect(times).toEqual([Math.min(ahead, 20), 2_000, 3_000 + ahead, 6_000]);
      expect(session!.start).toBe(new Date(Date.UTC(2014, 5, 24, 9) + Math.min(...times)).toISOString());
    }
  },
);

test('where no message tells how far they are apart, the logs’ own times order', async () => {
  const [session] = await sessionsIn(
    message('two', { cseq: '2 MESSAGE', at: 2_000 }),
    message('three', { cseq: '3 MESSAGE', at: 1_000 }),
  );
  expect(said(session!)).toEqual(['alice: three', 'alice: two']);
});
