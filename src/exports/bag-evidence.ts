/** Source files whole in a bag, as they lay on the disk where that is at hand: `data/evidence/<number>-<name>`. */
import type { SourceId } from '../model.ts';
import { csvField } from './csv-field.ts';
import type { EvidenceWish, EvidenceWriter, ExportContext, ExportFile, ExportFolder } from './form.ts';
import { onOneLine, safeName } from './harmless.ts';
import { isoTime } from './session-line.ts';
import { writeText } from './text-file.ts';

const PURGED =
  'Of these, bytes were purged from the archive and stand as zeros or are missing: they are not the files that their SHA-256 tells.';

/** A source file in the bag. */
interface EvidenceEntry {
  path: string;
  whole: boolean;
  /** Its bytes after gunzip, not those that lay on the disk. */
  unpacked: boolean;
  /** Bytes of it were purged from the archive. */
  purged: boolean;
}

export class BagEvidence {
  readonly #context: ExportContext;
  readonly #folder: ExportFolder;
  readonly #entries = new Map<SourceId, EvidenceEntry>();
  #taking: { file: ExportFile; entry: EvidenceEntry } | null = null;

  /** @param folder the bag's payload */
  constructor(context: ExportContext, folder: ExportFolder) {
    this.#context = context;
    this.#folder = folder;
  }

  /** The same bytes under another name are there once. */
  wishes(): EvidenceWish[] {
    return this.#context.sources.flatMap(({ id, report }) =>
      report.duplicateOf === undefined ? [{ source: id, as: 'disk' as const }] : [],
    );
  }

  readonly evidence: EvidenceWriter = {
    begin: ({ source }, unpacked) => (this.#taking = this.#begin(source, unpacked)),
    write: (bytes) => this.#taking?.file.write(bytes),
    end: (whole) => {
      const taken = this.#taking;
      this.#taking = null;
      if (taken === null) return;
      taken.file.end();
      const { purged } = taken.entry;
      taken.entry.whole = whole && !purged;
      if (purged) this.#context.statement.leaveOut('evidence files', PURGED, 1);
      else if (!whole) this.#context.statement.leaveOut('evidence files', 'Not all of their bytes are at hand.', 1);
    },
  };

  end(): void {
    if (this.#entries.size > 0) writeText(this.#folder.open('documents/evidence.csv'), this.#table());
  }

  #begin(source: SourceId, unpacked: boolean): { file: ExportFile; entry: EvidenceEntry } {
    const index = this.#context.sources.findIndex(({ id }) => id === source);
    const given = this.#context.sources[index];
    const name = safeName(given?.report.name ?? 'source');
    const path = `evidence/${String(index + 1).padStart(4, '0')}-${unpacked ? name.replace(/\.gz$/i, '') : name}`;
    const purged = given?.purged ?? false;
    const entry: EvidenceEntry = { path: `data/${path}`, whole: false, unpacked, purged };
    this.#entries.set(source, entry);
    return { file: this.#folder.open(path, given?.modified ?? null), entry };
  }

  /** Which file of the bag is which source. */
  #table(): string {
    const rows = [['path', 'name', 'sha256', 'bytes', 'format', 'modified', 'whole', 'unpacked', 'purged']];
    for (const { id, report, modified } of this.#context.sources) {
      const entry = this.#entries.get(id);
      if (entry === undefined || report.duplicateOf !== undefined) continue;
      const { name, sha256, bytes, format } = report;
      const cells = [onOneLine(name), sha256, String(bytes), format ?? '', isoTime(modified) ?? ''];
      rows.push([entry.path, ...cells, ...[entry.whole, entry.unpacked, entry.purged].map(String)]);
    }
    return '\ufeff' + rows.map((row) => row.map(csvField).join(',') + '\r\n').join('');
  }
}
