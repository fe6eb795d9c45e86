/**
 * A bag (BagIt, RFC 8493) around other forms: `data/<form>/…`, the source files in `data/evidence/`, documents in
 * `data/documents/`; manifests in SHA-256 and SHA-512, and a README that says how to check it.
 */
import type { SourceId } from '../model.ts';
import { BagFolder } from './bag-folder.ts';
import { readmeOf } from './bag-readme.ts';
import { csvField } from './csv-field.ts';
import type { EvidenceWish, EvidenceWriter, ExportContext, ExportFolder, ExportForm, ExportWriter } from './form.ts';
import { onOneLine, safeName } from './harmless.ts';
import { isoTime } from './session-line.ts';
import { Statement } from './statement.ts';
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
  form: string;
  writer: ExportWriter;
  statement: Statement;
}

/** A source file in the bag. */
interface EvidenceEntry {
  path: string;
  whole: boolean;
  /** Its bytes after gunzip, not those that lay on the disk. */
  unpacked: boolean;
}

class BagWriter implements ExportWriter {
  readonly #context: ExportContext;
  readonly #bag: BagFolder;
  readonly #inside: Inside[];
  readonly #evidence = new Map<SourceId, EvidenceEntry>();
  /** Whose wishes come next; when there are no more, source files come. */
  readonly #owners: ExportWriter[] = [];
  #taking: EvidenceWriter | null = null;

  constructor(context: ExportContext, folder: ExportFolder) {
    this.#context = context;
    this.#bag = new BagFolder(folder, context);
    this.#inside = context.inside.map((form) => {
      const statement = new Statement();
      const writer = form.open({ ...context, statement }, this.#bag.payload(`${form.id}/`));
      return { form: form.id, writer, statement };
    });
  }

  session: ExportWriter['session'] = (judged) => {
    for (const { writer } of this.#inside) writer.session(judged);
  };

  /** First what the forms inside wish for, then each source file as it is. */
  wishes(): readonly EvidenceWish[] {
    const { sources, redacted, evidence, statement } = this.#context;
    const wishes: EvidenceWish[] = [];
    for (const { writer } of this.#inside) {
      const own = writer.wishes?.() ?? [];
      this.#owners.push(...own.map(() => writer));
      wishes.push(...own);
    }
    // The same bytes under another name are there once.
    const files = sources.filter(({ report }) => report.duplicateOf === undefined);
    if (redacted) statement.leaveOut('evidence files', 'Parties or words are redacted.', files.length);
    else if (!evidence) statement.leaveOut('evidence files', 'They were not asked for.', files.length);
    else for (const { id } of files) wishes.push({ source: id, as: 'disk' });
    return wishes;
  }

  readonly evidence: EvidenceWriter = {
    begin: (wish, unpacked) => {
      const owner = this.#owners.shift();
      this.#taking = owner?.evidence ?? this.#evidenceFile(wish.source, unpacked);
      this.#taking.begin(wish, unpacked);
    },
    write: (bytes) => this.#taking?.write(bytes),
    end: (whole) => this.#taking?.end(whole),
  };

  end(): void {
    for (const { writer } of this.#inside) writer.end();
    const { documents, statement } = this.#context;
    statement.absorb(this.#inside);
    const folder = this.#bag.payload('documents/');
    for (const { name, text } of documents) writeText(folder.open(name), text);
    if (this.#evidence.size > 0) writeText(folder.open('evidence.csv'), this.#evidenceTable());
    const contents = statement.contents({ ...this.#context, form: bagit.id });
    writeText(folder.open('contents.json'), JSON.stringify(contents, null, 2) + '\n');
    this.#bag.end([{ name: 'README.txt', text: readmeOf(this.#context, contents) }]);
  }

  #evidenceFile(source: SourceId, unpacked: boolean): EvidenceWriter {
    const index = this.#context.sources.findIndex(({ id }) => id === source);
    const given = this.#context.sources[index];
    const name = safeName(given?.report.name ?? 'source');
    const path = `${String(index + 1).padStart(4, '0')}-${unpacked ? name.replace(/\.gz$/i, '') : name}`;
    const entry: EvidenceEntry = { path: `data/evidence/${path}`, whole: false, unpacked };
    this.#evidence.set(source, entry);
    const file = this.#bag.payload('evidence/').open(path, given?.modified ?? null);
    return {
      begin: () => undefined,
      write: (bytes) => file.write(bytes),
      end: (whole) => {
        file.end();
        entry.whole = whole;
        if (!whole) this.#context.statement.leaveOut('evidence files', 'Not all of their bytes are at hand.', 1);
      },
    };
  }

  /** Which file of the bag is which source. */
  #evidenceTable(): string {
    const rows = [['path', 'name', 'sha256', 'bytes', 'format', 'modified', 'whole', 'unpacked']];
    for (const { id, report, modified } of this.#context.sources) {
      const entry = this.#evidence.get(id);
      if (entry === undefined || report.duplicateOf !== undefined) continue;
      const { name, sha256, bytes, format } = report;
      const cells = [onOneLine(name), sha256, String(bytes), format ?? '', isoTime(modified) ?? ''];
      rows.push([entry.path, ...cells, String(entry.whole), String(entry.unpacked)]);
    }
    return '\ufeff' + rows.map((row) => row.map(csvField).join(',') + '\r\n').join('');
  }
}
