/** What the receiver of a bag reads first. */
import type { ExportContext } from './form.ts';
import { onOneLine } from './harmless.ts';
import type { ContentsStatement } from './statement.ts';

/** The script that checks `ledger.ndjson`, where both go along. */
export const LEDGER_CHECK = 'verify-ledger.mjs';

export function readmeOf(context: ExportContext, contents: ContentsStatement): string {
  const { sessions, texts, leftOut, redaction } = contents;
  const inside = context.inside.map(({ id }) => `  data/${id}/`.padEnd(22) + FORMS[id]);
  const documents = context.documents.map(({ name, says }) => `  data/documents/${name}\n      ${says}`);
  const missing = leftOut.map(({ what, why, count }) => `  ${count} ${what}: ${why}`);
  return [
    `An export of federated instant messaging, made by ${context.program} on ${contents.made ?? ''}.`,
    '',
    `Selection: ${onOneLine(context.selection)}`,
    `Sessions: ${sessions.written} of ${sessions.selected} selected. Texts: ${texts}.`,
    ...(redaction === null ? [] : [`Redacted: ${redaction.parties} mentions of parties, ${redaction.words} words.`]),
    missing.length === 0 ? 'Nothing was left out.' : 'Left out:',
    ...missing,
    '',
    'What is in it',
    ...inside,
    ...evidenceIn(context),
    ...documents,
    '  data/documents/contents.json',
    '      the figures above, for programs',
    '',
    'How to check that nothing was changed',
    '  This is a bag as RFC 8493 describes it: manifest-sha256.txt and manifest-sha512.txt hold a digest of each',
    '  file in data/, tagmanifest-*.txt of the other files. Any of these checks them, in the folder of this file:',
    '',
    '    sha256sum -c manifest-sha256.txt && sha256sum -c tagmanifest-sha256.txt',
    '    bagit.py --validate .',
    '    fedlens verify .',
    ...(context.documents.some(({ name }) => name === LEDGER_CHECK) ? LEDGER : []),
    '',
    '  Keep the digest of tagmanifest-sha256.txt apart from the bag: with it, all of the bag can be held to account.',
    '',
  ].join('\n');
}

const LEDGER: readonly string[] = [
  '',
  '  The ledger is a chain of hashes; this checks that none of its entries was changed, taken out or added (Node.js):',
  '',
  `    node data/documents/${LEDGER_CHECK} data/documents/ledger.ndjson`,
];

const PURGED: readonly string[] = [
  '      Of those that it calls purged, the archive had let go of some bytes when sessions came to the end of their',
  '      retention: zeros stand in their place, and the SHA-256 there is that of the file as it was read.',
];

function evidenceIn({ evidence, redacted, content, sources }: ExportContext): string[] {
  if (evidence === 'none' || redacted || !content) return [];
  if (evidence === 'files') {
    const purged = sources.some((source) => source.purged);
    return [
      '  data/evidence/      the source files; data/documents/evidence.csv says which is which, and which are whole',
      ...(purged ? PURGED : []),
    ];
  }
  return [
    '  data/excerpts/      of the source files the bytes of these sessions, and no others, one record behind the other',
    '  data/documents/excerpts.csv',
    '      of each record: where it stands in the excerpt and in the source (offset after gunzip), the SHA-256 of that',
    '      source file as it lay on the disk, and its session',
  ];
}

const FORMS = {
  rsmf: 'Relativity Short Message Format 2.0, a file for each conversation',
  eml: 'mails (RFC 5322), one for each conversation or text',
  actiance: 'XML for Actiance and Smarsh',
  dat: 'Concordance load file with texts and natives',
  csv: 'a table for spreadsheets',
  ndjson: 'one session a line (JSON); Fedlens reads it back in',
  html: 'transcripts to read and print: begin with index.html',
  pcap: 'packets of the sessions',
  bagit: '',
} as const;
