/** Every form of export, and the run that writes one. */
import { actiance } from './actiance.ts';
import { bagit } from './bagit.ts';
import { csv } from './csv.ts';
import { dat } from './dat.ts';
import { eml } from './eml.ts';
import type { ExportForm, ExportFormId } from './form.ts';
import { html } from './html.ts';
import { ndjson } from './ndjson.ts';
import { pcap } from './pcap.ts';
import { rsmf } from './rsmf.ts';

export type * from './form.ts';
export { ExportRun, type EvidenceAccess, type ExportRequest, type OpenedEvidence } from './export-run.ts';
export { cutRanges } from './place-set.ts';
export { LEDGER_CHECK } from './bag-readme.ts';
export { verifyBag, type BagFault, type BagFiles, type BagReport } from './bag-check.ts';
export type { RedactionRules } from './redaction.ts';
export type { ContentsStatement, LeftOut } from './statement.ts';

export const EXPORTS: readonly ExportForm[] = [rsmf, eml, actiance, dat, csv, ndjson, html, pcap, bagit];

/** Throws where there is no such form: whoever takes an id from a person asks `EXPORTS` first. */
export function exportForm(id: ExportFormId): ExportForm {
  const form = EXPORTS.find((each) => each.id === id);
  if (form === undefined) throw new RangeError(`No form ${id}`);
  return form;
}
