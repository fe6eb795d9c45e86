/** One export: sessions go in, files come out, and what it holds is told at the end. */
import type { JudgedSession, SourceId } from '../model.ts';
import type { ExportContext, ExportFolder, ExportForm, ExportWriter } from './form.ts';
import { Redactor, type RedactionRules } from './redaction.ts';
import { Statement, type ContentsStatement } from './statement.ts';

/** Bytes of the sources, where they are at hand. */
export interface EvidenceAccess {
  /**
   * All bytes of the source after gunzip, from its beginning, in chunks that are valid until the next is asked for; null = none is
   * there. `whole` is asked after the last.
   */
  open(source: SourceId): { chunks: AsyncIterable<Uint8Array>; whole(): boolean } | null;
}

/** What a door knows; the rest is made here. */
export type ExportRequest = Omit<ExportContext, 'statement' | 'redacted'> & { redaction: RedactionRules | null };

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
    this.#context = { ...known, redacted, statement };
    this.#writer = form.open(this.#context, counted(folder, statement));
  }

  session(judged: JudgedSession): void {
    this.#context.statement.see(judged.session);
    this.#writer.session(this.#redactor === null ? judged : this.#redactor.apply(judged));
    if (this.#redactor !== null) this.#context.statement.redaction = { ...this.#redactor.counts };
  }

  /**
   * Reads what evidence the form wants and ends its files.
   * @param pause is awaited between chunks: there the door catches up, and may throw to give up
   */
  async finish(evidence: EvidenceAccess, pause: () => Promise<void>): Promise<ContentsStatement> {
    const writer = this.#writer;
    for (const source of writer.wanted?.() ?? []) {
      const opened = evidence.open(source);
      if (opened !== null) {
        for await (const chunk of opened.chunks) {
          writer.evidence?.(source, chunk);
          await pause();
        }
      }
      writer.evidenceEnd?.(source, opened?.whole() ?? false);
    }
    writer.end();
    await pause();
    return this.#context.statement.contents({ ...this.#context, form: this.#form.id });
  }
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
