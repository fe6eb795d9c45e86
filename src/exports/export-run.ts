/** One export: sessions go in, files come out, and what it holds is told at the end. */
import type { JudgedSession } from '../model.ts';
import type { EvidenceWish, ExportContext, ExportFolder, ExportForm, ExportWriter } from './form.ts';
import { Redactor, type RedactionRules } from './redaction.ts';
import { Statement, type ContentsStatement } from './statement.ts';

/** Bytes of the sources, where they are at hand. */
export interface EvidenceAccess {
  /** null = there are none. */
  open(wish: EvidenceWish): OpenedEvidence | null;
}

export interface OpenedEvidence {
  /** From the source's beginning, or the ranges one by one; each is valid until the next is asked for. */
  chunks: AsyncIterable<Uint8Array>;
  /** They are the bytes after gunzip, though those on the disk were wished for. */
  unpacked: boolean;
  /** Bytes there should be. */
  size: number;
}

/** What a door knows; the rest is made here. */
export type ExportRequest = Omit<ExportContext, 'statement' | 'redacted'> & { redaction: RedactionRules | null };

type Known = Omit<ExportRequest, 'redaction'>;

export class ExportRun {
  readonly #form: ExportForm;
  readonly #context: ExportContext;
  readonly #writer: ExportWriter;
  readonly #redactor: Redactor | null;

  constructor(form: ExportForm, request: ExportRequest, folder: ExportFolder) {
    const { redaction, ...known } = request;
    const statement = new Statement();
    this.#form = form;
    this.#redactor = redaction === null ? null : new Redactor(redaction);
    const redacted = redaction !== null;
    const shown = this.#redactor === null ? known : redactedContext(known, this.#redactor, statement);
    this.#context = { ...shown, redacted, statement };
    this.#writer = form.open(this.#context, counted(folder, statement));
  }

  session(judged: JudgedSession): void {
    this.#context.statement.see(judged.session);
    this.#writer.session(this.#redactor === null ? judged : this.#redactor.apply(judged));
    if (this.#redactor !== null) this.#context.statement.redaction = { ...this.#redactor.counts };
  }

  /**
   * Reads what evidence the form wishes for and ends its files.
   * @param pause is awaited between chunks: there the door catches up, and may throw to give up
   */
  async finish(evidence: EvidenceAccess, pause: () => Promise<void>): Promise<ContentsStatement> {
    const writer = this.#writer;
    for (const wish of writer.wishes?.() ?? []) {
      const opened = evidence.open(wish);
      let given = 0;
      writer.evidence?.begin(wish, opened?.unpacked ?? false);
      if (opened !== null) {
        for await (const chunk of opened.chunks) {
          writer.evidence?.write(chunk);
          given += chunk.length;
          await pause();
        }
      }
      writer.evidence?.end(opened !== null && given === opened.size);
    }
    writer.end();
    await pause();
    return this.#context.statement.contents({ ...this.#context, form: this.#form.id });
  }
}

/** What goes along beside the sessions. A document of which nothing can be changed stays here. */
function redactedContext(known: Known, redactor: Redactor, statement: Statement): Known {
  const { organisation } = known;
  return {
    ...known,
    selection: redactor.plain(known.selection),
    organisation:
      organisation === null || organisation.name === null
        ? organisation
        : { ...organisation, name: redactor.plain(organisation.name) },
    sources: known.sources.map((source) => ({ ...source, report: redactor.report(source.report) })),
    documents: known.documents.flatMap((document) => {
      if (document.sealed !== true) return [{ ...document, text: redactor.document(document.text) }];
      statement.leaveOut(document.name, 'Parties or words are redacted.', 1);
      return [];
    }),
  };
}

function counted(folder: ExportFolder, statement: Statement): ExportFolder {
  return {
    open(path, modified) {
      const file = folder.open(path, modified);
      statement.files++;
      return {
        write(bytes) {
          statement.bytes += bytes.length;
          file.write(bytes);
        },
        end: () => file.end(),
      };
    },
  };
}
