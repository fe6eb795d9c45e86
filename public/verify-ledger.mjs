// Verifies a ledger exported by Fedlens without the program: node verify-ledger.mjs LEDGER [COUNT:HEAD]
//
// LEDGER holds one JSON value a line: {"type":"fedlens-ledger","v":1}, then the entries from the first to the last, then
// {"anchor":{"count":…,"head":…}}. An entry's hash is the SHA-256 of the canonical JSON (RFC 8785) of seq, time, actor,
// action, subject, digest and previous; digest is the same of its payload (one that was erased is not there), previous the
// hash of the entry before, 64 zeros for the first. COUNT:HEAD is an anchor that was kept elsewhere: with it a tail that was
// cut off shows. Exit status: 0 everything fits; 1 the first thing that does not is named; 2 there is no such file.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';

/** RFC 8785: names sorted by UTF-16 code units (as sort does), numbers and strings as JSON.stringify writes them. */
function canonical(value) {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  const names = Object.keys(value).sort();
  return `{${names.map((name) => `${JSON.stringify(name)}:${canonical(value[name])}`).join()}}`;
}

const sha256 = (value) => createHash('sha256').update(canonical(value), 'utf8').digest('hex');

/** Why the entry does not follow; undefined = it does. */
function misfit(entry, count, head) {
  const { seq, time, actor, action, subject, digest, previous, hash, payload } = entry;
  if (seq !== count + 1) return `entry ${count + 1} is missing: entry ${seq} stands in its place`;
  if (previous !== head) return `entry ${seq} does not follow the entry before it`;
  if (sha256({ seq, time, actor, action, subject, digest, previous }) !== hash) return `entry ${seq} was changed`;
  if (payload !== undefined && sha256(payload) !== digest) return `the payload of entry ${seq} was changed`;
  return undefined;
}

async function verify(path, kept) {
  let [count, head, line, end] = [0, '0'.repeat(64), 0, null];
  const [keptCount, keptHead] = (kept ?? '').split(':');
  for await (const text of createInterface({ input: createReadStream(path, 'utf8'), crlfDelay: Infinity })) {
    line += 1;
    let value;
    try {
      value = JSON.parse(text);
    } catch {
      return `line ${line} is no JSON: the file is cut off or damaged`;
    }
    if (line === 1) {
      if (value?.type !== 'fedlens-ledger' || value.v !== 1) return 'line 1: this is no ledger of a known version';
    } else if (end !== null) {
      return `line ${line} stands behind the end of the ledger`;
    } else if (value?.anchor !== undefined) {
      end = value.anchor;
    } else {
      const why = misfit(value ?? {}, count, head);
      if (why !== undefined) return why;
      [count, head] = [value.seq, value.hash];
      if (String(count) === keptCount && head !== keptHead) return `entry ${count} is another one than the anchor says`;
    }
  }
  if (end === null) return `the file ends behind entry ${count} without an anchor: it was cut off`;
  if (end.count !== count || end.head !== head) return `the ledger ends at entry ${count}, its anchor at ${end.count}`;
  if (Number(keptCount) > count) return `entries ${count + 1} to ${keptCount} were cut off`;
  console.log(`Ledger verified: ${count} entries, head ${head}`);
  return undefined;
}

const [path, anchor] = process.argv.slice(2);
try {
  if (path === undefined) throw new Error('Usage: node verify-ledger.mjs LEDGER [COUNT:HEAD]');
  const why = await verify(path, anchor);
  if (why !== undefined) {
    console.log(`Does not fit: ${why}`);
    process.exitCode = 1;
  }
} catch (error) {
  console.error(error.message);
  process.exitCode = 2;
}
