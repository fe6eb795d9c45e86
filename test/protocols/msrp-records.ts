/** Requests of MSRP, and what a reader makes of a connection of them. */
import { flowOf, readRecords } from './sip-records.ts';

export const MOST_PIECES = 300;

interface Given {
  to: string;
  from: string;
  id: string;
  body: string;
  type?: string;
  first?: number;
  flag?: string;
  transaction?: string;
}

export function msrpSend({
  to,
  from,
  id,
  body,
  type = 'text/plain',
  first = 1,
  flag = '$',
  transaction = 'd93kswow',
}: Given): string {
  const last = first + Buffer.byteLength(body) - 1;
  return (
    `MSRP ${transaction} SEND\r\nTo-Path: ${to}\r\nFrom-Path: ${from}\r\nMessage-ID: ${id}\r\n` +
    `Byte-Range: ${first}-${last}/*\r\nContent-Type: ${type}\r\n\r\n${body}\r\n-------${transaction}${flag}\r\n`
  );
}

/** Where the packets of a connection's messages begin, each connection in one packet. */
export function placesIn(stream: string): number[] {
  const { messages } = readRecords(flowOf(new TextEncoder().encode(stream), [stream.length], { kind: 'msrp' }));
  return messages.flatMap(({ places }) => places.map(({ offset }) => offset));
}

/** One direction of a connection, in pieces of so many bytes. */
export function readMsrp(stream: string, size = 65_536): { said: string[]; issues: string[] } {
  const { messages, issues } = readRecords(flowOf(new TextEncoder().encode(stream), [size], { kind: 'msrp' }));
  const said = messages.flatMap(({ facts }) =>
    facts.map((fact) => (fact.kind === 'text' ? fact.text : fact.kind === 'opaque' ? fact.reason : fact.kind)),
  );
  return { said, issues };
}
