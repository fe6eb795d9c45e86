/** What the page asks about that by which sessions are judged. */
import { Refusal, writeLockOf, type ArchiveReader } from '../src/archive/index.ts';
import { detectEncoding } from '../src/bytes/encoding.ts';
import { csvField } from '../src/exports/csv-field.ts';
import { reason, type Catalogue, type Organisation, type PicUslCredit } from '../src/model.ts';
import {
  coverageOf,
  creditRows,
  picUslCredit,
  readCertificates,
  readExports,
  zoneOf,
} from '../src/organisation/index.ts';
import {
  editedCatalogue,
  licenceNeeds,
  listRules,
  picUslFacts,
  readEntry,
  readOwnRule,
  ruleFields,
  viewCatalogue,
} from '../src/pipeline.ts';
import type { ArchiveName, BasisReader } from './api.ts';
import { outcomeOf } from './outcomes.ts';

/** A certificate is some kilobytes, an export of a large deployment some tens of megabytes. */
const MOST_BYTES = 200 * 1024 * 1024;

/** By Excel's rule the mark says that the file is UTF-8. */
const BYTE_ORDER_MARK = '\uFEFF';

type Opened = () => Promise<{ name: ArchiveName; reader: ArchiveReader }>;

export function basisReaderOf(opened: Opened): BasisReader {
  const catalogue = async (): Promise<Catalogue> => {
    const { current } = await (await opened()).reader.basisMark();
    return editedCatalogue(current?.catalogue ?? null);
  };
  return {
    basis: () =>
      outcomeOf(async () => {
        const { name, reader } = await opened();
        const running = (await isWritten(name)) && (await reader.hasOpenJudging());
        return { ...(await reader.basisMark()), running };
      }),
    basisHeads: (first, count) => outcomeOf(async () => (await opened()).reader.basisHeads(first, count)),
    basisVersion: (number) => outcomeOf(async () => (await opened()).reader.basisVersion(number)),
    catalogueWith: (edits) => outcomeOf(async () => viewCatalogue(edits)),
    readProviderEntry: (json) => outcomeOf(async () => readEntry(json)),
    rulesWith: (settings) =>
      outcomeOf(async () => {
        const { current } = await (await opened()).reader.basisMark();
        return listRules(settings, current?.catalogue ?? null);
      }),
    ruleFields: () => outcomeOf(async () => ruleFields(await catalogue())),
    readOwnRule: (json) => outcomeOf(async () => readOwnRule(await catalogue(), json)),
    readExports: (files, organisation, sites) =>
      outcomeOf(async () => {
        const texts = [];
        for (const file of files) texts.push({ name: file.name, text: textOf(await bytesOf(file)) });
        return readExports(texts, organisation, sites);
      }),
    readCertificates: (file) => outcomeOf(async () => readCertificates(await bytesOf(file))),
    picUslCredit: (organisation) => outcomeOf(async () => creditOf(organisation, await catalogue())),
    picUslCreditCsv: (organisation) =>
      outcomeOf(async () => {
        const rows = creditRows(creditOf(organisation, await catalogue()));
        const lines = rows.map((row) => row.map(csvField).join() + '\r\n');
        return new Blob([BYTE_ORDER_MARK, ...lines], { type: 'text/csv' });
      }),
    coverage: (filter, first, count) =>
      outcomeOf(async () => {
        const { reader } = await opened();
        const organisation = await reader.organisation();
        const needs = licenceNeeds(await catalogue());
        const timeZone = zoneOf(organisation);
        const usage = await reader.usage([...needs.providers.keys()], timeZone);
        return coverageOf(organisation, needs, usage, filter, { timeZone, first, count });
      }),
  };
}

/** Somebody has the archive to change it. */
async function isWritten(archive: ArchiveName): Promise<boolean> {
  const { held = [] } = await navigator.locks.query();
  return held.some(({ name, mode }) => name === writeLockOf(archive) && mode === 'exclusive');
}

/** @throws Refusal where the catalogue knows no last day */
function creditOf(organisation: Organisation, catalogue: Catalogue): PicUslCredit {
  const facts = picUslFacts(catalogue);
  if (facts === null) {
    throw new Refusal(reason('pic-usl-end-unknown'));
  }
  return picUslCredit(organisation, facts);
}

async function bytesOf(file: File): Promise<Uint8Array> {
  if (file.size > MOST_BYTES)
    throw new Refusal(reason('file-too-large', { name: file.name, most: { bytes: MOST_BYTES } }));
  return new Uint8Array(await file.arrayBuffer());
}

/** PowerShell writes UTF-16 with `>`, UTF-8 or the code page with Export-Csv. */
function textOf(bytes: Uint8Array): string {
  const { name, bom } = detectEncoding(bytes.subarray(0, 64 * 1024));
  return new TextDecoder(name).decode(bytes.subarray(bom));
}
