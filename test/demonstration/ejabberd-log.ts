/** Writes the log of an ejabberd 14 server at level debug: what it received from clients and servers and what it sent. */

const encoder = new TextEncoder();

/** A connection of the server, named by the Erlang process that serves it. */
export interface Connection {
  pid: string;
  kind: 'c2s' | 's2s';
}

interface Line {
  time: number;
  text: string;
}

export class EjabberdLog {
  #lines: Line[] = [];
  #stamp: Intl.DateTimeFormat;

  /** Stamps carry no zone: they are local to `timeZone`. */
  constructor(timeZone: string) {
    const two = '2-digit';
    this.#stamp = new Intl.DateTimeFormat('en-GB', {
      timeZone,
      ...{ year: 'numeric', month: two, day: two, hour: two, minute: two, second: two, hourCycle: 'h23' },
    });
  }

  received({ pid }: Connection, time: number, xml: string): void {
    const source = `${pid}@ejabberd_receiver:process_data:343`;
    this.#lines.push({ time, text: `[debug] ${source} Received XML on stream = ${erlangBinary(xml)}` });
  }

  sent({ pid, kind }: Connection, time: number, xml: string): void {
    const source = kind === 'c2s' ? `${pid}@ejabberd_c2s:send_text:1832` : `${pid}@ejabberd_s2s_out:send_text:812`;
    this.#lines.push({ time, text: `[debug] ${source} Send XML on stream = ${erlangBinary(xml)}` });
  }

  note(time: number, pid: string, text: string): void {
    this.#lines.push({ time, text: `[info] ${pid}${text}` });
  }

  /** The log in the order of time. */
  text(): string {
    const ordered = this.#lines.map((line, index) => ({ line, index }));
    ordered.sort((a, b) => a.line.time - b.line.time || a.index - b.index);
    return ordered.map(({ line }) => `${this.#local(line.time)} ${line.text}\n`).join('');
  }

  #local(time: number): string {
    const parts = Object.fromEntries(this.#stamp.formatToParts(time).map(({ type, value }) => [type, value]));
    const { year, month, day, hour, minute, second } = parts as Record<string, string>;
    return `${year}-${month}-${day} ${hour}:${minute}:${second}.${String(time % 1000).padStart(3, '0')}`;
  }
}

/** `<<"…">>`, or the bytes as numbers when they are not all printable ASCII. */
function erlangBinary(text: string): string {
  if (/^[\n\x20-\x7e]*$/.test(text)) {
    const escaped = text.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
    return `<<"${escaped}">>`;
  }
  return `<<${encoder.encode(text).join(',')}>>`;
}
