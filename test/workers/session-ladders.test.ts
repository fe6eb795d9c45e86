import { expect, test } from 'vitest';
import type { EpochMs, SessionMessage, Sighting } from '../../src/model.ts';
import { SessionLadders } from '../../workers/session-ladders.ts';

const seen = (time: number, from: string, to: string): Sighting =>
  ({
    places: [{ source: 1, offset: time, length: 10 }],
    time: time as EpochMs,
    timeSource: 'log',
    direction: 'out',
    local: { host: from, port: 5061, transport: 'tls' },
    remote: { host: to, port: 5061, transport: 'tls' },
    side: null,
  }) as unknown as Sighting;
const message = (method: string, status: number | null, sightings: Sighting[]): SessionMessage =>
  ({
    identity: `${method} ${status}`,
    method,
    status,
    type: null,
    dialog: 'a;b',
    callId: 'one',
    from: 'a@x.test',
    to: 'b@y.test',
    title: method,
    facts: [],
    sightings,
  }) as unknown as SessionMessage;

const ladders = new SessionLadders(
  [
    message('INVITE', null, [seen(1, 'a.test', 'edge.test'), seen(2, 'edge.test', 'b.test')]),
    message('INVITE', 200, [seen(3, 'b.test', 'edge.test'), seen(4, 'edge.test', 'a.test')]),
  ],
  new Map(),
);

test('a ladder has an arrow a message, its hops one for each', () => {
  expect(ladders.headOf('ladder').arrows).toBe(2);
  expect(ladders.headOf('ladder-hops').arrows).toBe(4);
});

test('an arrow bears its method and its answer, and names the message it is of', () => {
  expect(ladders.rowsOf('ladder').map(({ label, message: of }) => [label, of])).toEqual([
    ['INVITE', 0],
    ['200 INVITE', 1],
  ]);
});
