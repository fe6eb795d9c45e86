/** Door 4: search, pages of sessions, evidence and exports, off the page's thread. */
import * as Comlink from 'comlink';
import {
  ArchiveReader,
  knownSourceOf,
  writeLockOf,
  type OwnKind,
  type OwnLists,
  type SessionTimeline,
} from '../src/archive/index.ts';
import { ENCODINGS } from '../src/bytes/encoding.ts';
import { sessionLine } from '../src/exports/session-line.ts';
import {
  reason,
  type FormatPattern,
  type IsoDate,
  type JudgingBasis,
  type RowsRead,
  type SessionFilter,
} from '../src/model.ts';
import { undecorate } from '../src/model/addresses.ts';
import { zoneOf } from '../src/organisation/index.ts';
import {
  CATALOGUE,
  editedCatalogue,
  FORMATS,
  listRules,
  PROVIDER_IDS,
  providerName,
  rankOf,
  readPattern,
  summarise,
  titlesOf,
  tryPattern,
  withOwn,
} from '../src/pipeline.ts';
import { basisReaderOf } from './basis-reader.ts';
import { clockDeskOf } from './clock-desk.ts';
import type { ArchiveName, ArchiveWorker, KeyHolder, Timeline, Vocabulary } from './api.ts';
import { askCustody } from './ask-custody.ts';
import { crossedOf } from './crossed.ts';
import { licencesOf, organisationOf } from './organisation-texts.ts';
import { heldKey, keyHolder, openStore } from './keyring.ts';
import { payloadAt } from './message-payload.ts';
import { Busy, outcomeOf } from './outcomes.ts';
import { forgetSession, openSession } from './open-session.ts';
import { reviewDeskOf } from './review-desk.ts';
import { sessionViewOf } from './session-view.ts';
import { changed } from './store-change.ts';

/** How long an import that is over may take to let go of the archive, ms, and how often it is looked at. */
const ENDING_MS = 400;
const ENDING_ATTEMPTS = 10;

/** How often it is told how far the sessions are read, ms. */
const READING_MS = 100;

interface Opened {
  name: ArchiveName;
  reader: ArchiveReader;
  changed: (revision: number) => void;
  reading: (read: RowsRead | null) => void;
}
let opening: Promise<Opened> | null = null;

/** Throws where `open` was not called. */
async function opened(): Promise<Opened> {
  if (opening === null) throw new Error('The archive was asked before it was opened');
  return opening;
}

async function openedAnew(name: ArchiveName, changed: Opened['changed'], reading: Opened['reading']): Promise<Opened> {
  return { name, changed, reading, reader: await ArchiveReader.open(name, changed, heldKey(name), reading) };
}

/** Not for every batch of rows. */
function often(reading: Opened['reading']): Opened['reading'] {
  let last = -Infinity;
  return (read) => {
    if (read !== null && performance.now() - last < READING_MS) return;
    last = performance.now();
    reading(read);
  };
}

/** With another key, or none: nothing that was read with the one before is kept. */
async function reopened(before: Opened, archive: ArchiveName): Promise<Opened> {
  if (before.name !== archive) return before;
  before.reader.close();
  forgetSession();
  return openedAnew(archive, before.changed, before.reading);
}

const worker: ArchiveWorker & KeyHolder = {
  async holdKey(archive, key) {
    void keyHolder.holdKey(archive, key);
    // At once, so that whoever asks next waits for it.
    opening = opening?.then((before) => reopened(before, archive)) ?? null;
    await opening;
  },
  open: (archive, changed, reading) =>
    outcomeOf(async () => {
      if (opening !== null) throw new Error(`This worker has opened ${(await opening).name} already`);
      opening = openedAnew(archive, changed, often(reading));
      await opening;
      return null;
    }),
  rows: (filter, sort, first, count) => outcomeOf(async () => (await opened()).reader.rows(filter, sort, first, count)),
  firstPage: (filter, sort, count) => outcomeOf(async () => (await opened()).reader.firstPage(filter, sort, count)),
  ids: (filter, sort, first, count) => outcomeOf(async () => (await opened()).reader.ids(filter, sort, first, count)),
  facets: (filter) => outcomeOf(async () => (await opened()).reader.facets(filter)),
  timeline: (filter) => outcomeOf(async () => timelineOf((await opened()).reader, filter)),
  crossed: (filter) => outcomeOf(async () => crossedOf((await opened()).reader, filter)),
  session: (id) =>
    outcomeOf(async () => {
      const { reader } = await opened();
      const [open, organisation, { current }] = await Promise.all([
        openSession(reader, id),
        reader.organisation(),
        reader.basisMark(),
      ]);
      return open === null ? null : sessionViewOf(open, zoneOf(organisation), titlesOf(current?.rules ?? null));
    }),
  ladder: (id, part) =>
    outcomeOf(async () => (await openSession((await opened()).reader, id))?.ladders.headOf(part) ?? null),
  sessionPart: (id, part, first, count) =>
    outcomeOf(async () => {
      const open = await openSession((await opened()).reader, id);
      return open === null ? [] : open.parts[part].slice(Math.max(0, first), Math.max(0, first) + count);
    }),
  bytes: async (places) => {
    const outcome = await outcomeOf(async () => (await opened()).reader.bytes(places));
    const buffers = outcome.ok ? outcome.value.flatMap((bytes) => bytes?.buffer ?? []) : [];
    return Comlink.transfer(outcome, buffers);
  },
  payload: (places, protocol) => outcomeOf(async () => payloadAt((await opened()).reader, places, protocol)),
  sources: () =>
    outcomeOf(async () => {
      const { name: archive, reader } = await opened();
      // Asked first: a source that is sealed meanwhile is then no longer without a report.
      const writes = await isWritten(archive);
      const sources = await reader.sources();
      return sources.map(({ id, name, report, importedAt, complete, size, reading = null, clockAheadMs = null }) => {
        return {
          id,
          name,
          report,
          importedAt,
          complete,
          size,
          reading,
          clockAheadMs,
          beingRead: report === null && writes,
        };
      });
    }),
  organisation: () => outcomeOf(async () => (await opened()).reader.organisation()),
  guard: () => outcomeOf(async () => (await opened()).reader.guard()),
  readOrganisation: (text) => outcomeOf(async () => organisationOf(text)),
  readLicences: (text) => outcomeOf(async () => licencesOf(text)),
  ndjson: (filter) => outcomeOf(async () => ndjsonOf((await opened()).reader, filter)),
  vocabulary: () =>
    outcomeOf(async () => {
      const { reader } = await opened();
      const [patterns, { current }] = await Promise.all([reader.patterns(), reader.basisMark()]);
      return vocabularyOf(patterns, current);
    }),
  patterns: () => outcomeOf(async () => (await opened()).reader.patterns()),
  readPattern: (json) => outcomeOf(async () => readPattern(json)),
  tryPattern: (...trial) => outcomeOf(async () => tryPattern(...trial)),
  keepPattern: (pattern) =>
    outcomeOf(() => changeOwn('patterns', (known) => [...known.filter(({ id }) => id !== pattern.id), pattern])),
  forgetPattern: (gone) => outcomeOf(() => changeOwn('patterns', (known) => known.filter(({ id }) => id !== gone))),
  views: () => outcomeOf(async () => (await opened()).reader.views()),
  keepViews: (views) =>
    outcomeOf(() =>
      changeOwn('views', (known) => [
        ...known.filter(({ name }) => !views.some((view) => view.name === name)),
        ...views,
      ]),
    ),
  forgetView: (gone) => outcomeOf(() => changeOwn('views', (known) => known.filter(({ name }) => name !== gone))),
  ...basisReaderOf(opened),
  ...reviewDeskOf(opened),
  ...clockDeskOf(opened),
  clear: () =>
    outcomeOf(async () => {
      const { name } = await opened();
      // Behind an import it would delete what came after the question.
      for (let attempt = 0; await isWritten(name); attempt++) {
        if (attempt === ENDING_ATTEMPTS) throw new Busy(reason('import-runs'));
        await new Promise((resolve) => setTimeout(resolve, ENDING_MS / ENDING_ATTEMPTS));
      }
      return navigator.locks.request(writeLockOf(name), { ifAvailable: true }, async (lock) => {
        if (lock === null) throw new Busy(reason('import-runs'));
        await refuseHeld(name);
        const store = await openStore(name);
        try {
          await store.clear();
          return null;
        } finally {
          store.close();
        }
      });
    }),
};

/** @throws Busy where a session is held */
async function refuseHeld(archive: ArchiveName): Promise<void> {
  const held = await askCustody(archive, (custody) => custody.heldSessions(null));
  if (held > 0) throw new Busy(reason('sessions-held', { n: held }));
}

/** An import (or whatever else holds the lock) is changing the archive, in whichever tab. */
async function isWritten(archive: ArchiveName): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  // A verification shares the lock, and changes nothing.
  return held.some(({ name, mode }) => name === writeLockOf(archive) && mode === 'exclusive');
}

/** How far from the data a date may lie and still be drawn, days. */
const NEAR_DAYS = { day: 31, week: 92, month: 366 } as const;

async function timelineOf(reader: ArchiveReader, filter: SessionFilter): Promise<Timeline> {
  const timeZone = zoneOf(await reader.organisation());
  const timeline = await reader.timeline(filter, timeZone);
  const { unit, bins, undated } = timeline;
  return { unit, timeZone, bins, ends: endsNear(timeline), undated };
}

/** Ends of service, and what else happened to the providers that are there. */
function endsNear({ bins, days, unit }: SessionTimeline): Timeline['ends'] {
  if (days === null) return [];
  const first = daysLater(days.first, -NEAR_DAYS[unit]);
  const last = daysLater(days.last, NEAR_DAYS[unit]);
  const seen = new Set(bins.map(({ provider }) => provider));
  return CATALOGUE.events.flatMap(({ day, provider, label, end, sources }) => {
    if (provider === null || day < first || day > last || !(end || seen.has(provider))) return [];
    return { day, provider, label, source: sources[0] ?? '' };
  });
}

const daysLater = (day: IsoDate, days: number): string =>
  new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10);

/** A blob of blobs: the browser may put each of them on the disk. */
async function ndjsonOf(reader: ArchiveReader, filter: SessionFilter): Promise<Blob> {
  const sources = await reader.sources();
  const rank = rankOf(sources.map(knownSourceOf));
  const files = sources.map(({ id }) => id);
  const options = {
    fileOf: (source: (typeof files)[number]) => files.indexOf(source),
    addressOf: undecorate,
    content: true,
  };
  const parts: Blob[] = [];
  for await (const batch of reader.exports.sessions(filter)) {
    const lines = batch.map(
      ({ fragment, judgement }) => sessionLine({ session: summarise(fragment, rank), judgement }, options) + '\n',
    );
    parts.push(new Blob(lines));
  }
  return new Blob(parts, { type: 'application/x-ndjson' });
}

async function changeOwn<K extends OwnKind>(kind: K, change: (known: OwnLists[K]) => OwnLists[K]): Promise<null> {
  return changed((await opened()).name, (store) => store.changeOwn(kind, change));
}

function vocabularyOf(patterns: readonly FormatPattern[], basis: JudgingBasis | null): Vocabulary {
  const catalogue = editedCatalogue(basis?.catalogue ?? null);
  const own = catalogue.providers.map(({ id }) => id).filter((id) => id.startsWith('own-'));
  return {
    rules: listRules(basis?.rules ?? null, basis?.catalogue ?? null).map(({ id, title, severity, chosen }) => {
      return { id, title, severity: chosen ?? severity };
    }),
    providers: [...PROVIDER_IDS, ...own].map((id) => {
      const name = providerName(catalogue, id);
      return { id, name, isOwn: name !== providerName(CATALOGUE, id) };
    }),
    formats: withOwn(FORMATS, patterns).map(({ id, title }) => ({ id, title })),
    encodings: [...ENCODINGS],
  };
}

Comlink.expose({ ...worker, [Comlink.finalizer]: () => close() });
