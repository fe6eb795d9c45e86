import * as f from './frames.ts';

/** Segments of one connection: `>` from the client, `<` from the server. */
export function conversation(...turns: ['>' | '<', string | Uint8Array][]): Uint8Array[] {
  const next = { '>': 101, '<': 501 };
  const client = { source: f.A, target: f.B, sourcePort: 40000, targetPort: 7400 };
  const server = { source: f.B, target: f.A, sourcePort: 7400, targetPort: 40000 };
  const frames = [
    f.segment(new Uint8Array(0), { ...client, sequence: 100, flags: f.SYN }),
    f.segment(new Uint8Array(0), { ...server, sequence: 500, flags: f.SYN | f.ACK, acknowledgement: 101 }),
  ];
  for (const [side, said] of turns) {
    const payload = typeof said === 'string' ? f.text(said) : said;
    const other = side === '>' ? '<' : '>';
    const fields = { sequence: next[side], acknowledgement: next[other] };
    frames.push(f.segment(payload, { ...(side === '>' ? client : server), ...fields }));
    next[side] += payload.length;
  }
  return frames;
}
