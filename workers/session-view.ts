/** A session as the head of its page shows it. */
import type { Flag } from '../src/model.ts';
import { CITATIONS } from '../src/pipeline.ts';
import type { SessionView } from './api.ts';
import type { OpenSession } from './open-session.ts';

/** Places of a flag that the page gets: a few are enough to see it. */
const PLACES = 5;

export function sessionViewOf(
  { key, read: { row, judgement }, session, sources, parts }: OpenSession,
  timeZone: string,
  /** By rule. */
  titles: ReadonlyMap<string, string>,
): SessionView {
  const { messages: _m, texts: _t, presence: _p, files: _f, diagnostics: _d, opaque: _o, ...rest } = session;
  const { markers: _markers, joins: _joins, ...head } = rest;
  const cited = new Set(judgement.flags.flatMap((flag) => flag.sources));
  return {
    row,
    version: key,
    session: head,
    counts: {
      transcript: parts.transcript.length,
      messages: parts.messages.length,
      places: parts.places.length,
      presence: parts.presence.length,
    },
    judgement: {
      sides: judgement.sides,
      ...(judgement.basis !== undefined && { basis: judgement.basis }),
      verdict: { ...judgement.verdict, places: judgement.verdict.places.slice(0, PLACES) },
    },
    flags: judgement.flags.map((flag) => explained(flag, titles)),
    citations: CITATIONS.filter((citation) => cited.has(citation.key)),
    sources: sources
      .filter(({ id }) => row.sources.includes(id))
      .map(({ id, name, report }) => ({
        id,
        name,
        // Both are known when the file was read to its end.
        sha256: report?.sha256 ?? '',
        format: report?.format ?? null,
        encoding: report?.encoding ?? '',
      })),
    timeZone,
  };
}

/** A rule that is no longer there has left flags behind: they are shown by its id. */
function explained(flag: Flag, titles: ReadonlyMap<string, string>): SessionView['flags'][number] {
  const places = flag.places.slice(0, PLACES);
  return { ...flag, places, title: titles.get(flag.rule) ?? flag.rule, placeCount: flag.places.length };
}
