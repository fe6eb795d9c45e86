/**
 * A bag (BagIt, RFC 8493) around other forms: `data/<form>/…`, the source files in `data/evidence/`, documents in
 * `data/documents/`; manifests in SHA-256 and SHA-512, and a README that says how to check it.
 */
import type { SourceId } from '../model.ts';
import { BagFolder } from './bag-folder.ts';
import { readmeOf } from './bag-readme.ts';
import { csvField } from './csv-field.ts';
import type { ExportContext, ExportFile, ExportFolder, ExportForm, ExportWriter } from './form.ts';
import { onOneLine, safeName } from './harmless.ts';
import { isoTime } from './session-line.ts';
import { writeText } from './text-file.ts';

export const bagit: ExportForm = {
  id: 'bagit',
  title: 'Bag (BagIt) of other forms with the evidence',
  shape: 'folder',
  fileName: null,
  mediaType: 'application/octet-stream',
  open: (context, folder) => new BagWriter(context, folder),
};

interface Inside {
  writer: ExportWriter;
  wanted: ReadonlySet<SourceId>;
}

/** A source file in the bag. */
interface EvidenceEntry {
  path: string;
  whole: boolean;
}

class BagWriter implements ExportWriter {
  readonly #context: ExportContext;
  readonly #bag: BagFolder;
  readonly #inside: Inside[];
  readonly #evidence = new Map<SourceId, EvidenceEntry>();
  #file: ExportFile | null = null;

  constructor(context: ExportContext, folder: ExportFolder) {
    this.#context = context;
    this.#bag = new BagFolder(folder, context);
    this.#inside = context.inside.map((form) => {
      const writer = form.open(context, this.#bag.payload(`${form.id}/`));
      return { writer, wanted: new Set() };
    });
  }

  session: ExportWriter['session'] = (judged) => {
    for (const { writer } of this.#inside) writer.session(judged);
  };

  wanted: NonNullable<ExportWriter['wanted']> = () => {
    const all = new Set<SourceId>();
    for (const inside of this.#inside) {
      inside.wanted = new Set(inside.writer.wanted?.());
      for (const source of inside.wanted) all.add(source);
    }
    const { sources, redacted, statement } = this.#context;
    if (redacted) statement.leaveOut('evidence files', 'Parties or words are redacted.', sources.length);
    else for (const { id } of sources) all.add(id);
    return [...all];
  };

  evidence: NonNullable<ExportWriter['evidence']> = (source, bytes) => {
    if (!this.#context.redacted) (this.#file ??= this.#begin(source)).write(bytes);
    for (const { writer, wanted } of this.#inside) if (wanted.has(source)) writer.evidence?.(source, bytes);
  };

  evidenceEnd: NonNullable<ExportWriter['evidenceEnd']> = (source, whole) => {
    if (!this.#context.redacted) {
      (this.#file ??= this.#begin(source)).end();
      const entry = this.#evidence.get(source);
      if (entry !== undefined) entry.whole = whole;
      if (!whole) this.#context.statement.leaveOut('evidence files', 'Not all of their bytes are at hand.', 1);
    }
    this.#file = null;
    for (const { writer, wanted } of this.#inside) if (wanted.has(source)) writer.evidenceEnd?.(source, whole);
  };

  end(): void {
    for (const { writer } of this.#inside) writer.end();
    const { documents, statement } = this.#context;
    const folder = this.#bag.payload('documents/');
    for (const { name, text } of documents) writeText(folder.open(name), text);
    if (this.#evidence.size > 0) writeText(folder.open('evidence.csv'), this.#evidenceTable());
    const contents = statement.contents({ ...this.#context, form: bagit.id });
    writeText(folder.open('contents.json'), JSON.stringify(contents, null, 2) + '\n');
    this.#bag.end([{ name: 'README.txt', text: readmeOf(this.#context, contents) }]);
  }

  #begin(source: SourceId): ExportFile {
    const index = this.#context.sources.findIndex(({ id }) => id === source);
    const given = this.#context.sources[index];
    const number = String(index + 1).padStart(4, '0');
    const path = `${number}-${safeName(given?.report.name ?? 'source')}`;
    this.#evidence.set(source, { path: `data/evidence/${path}`, whole: false });
    return this.#bag.payload('evidence/').open(path, given?.modified ?? null);
  }

  /** Which file of the bag is which source. */
  #evidenceTable(): string {
    const rows = [['path', 'name', 'sha256', 'bytes', 'format', 'modified', 'whole']];
    for (const { id, report, modified } of this.#context.sources) {
      const entry = this.#evidence.get(id);
      if (entry === undefined) continue;
      const { name, sha256, bytes, format } = report;
      const cells = [onOneLine(name), sha256, String(bytes), format ?? '', isoTime(modified) ?? ''];
      rows.push([entry.path, ...cells, String(entry.whole)]);
    }
    return '\ufeff' + rows.map((row) => row.map(csvField).join(',') + '\r\n').join('');
  }
}
