/**
 * A bag (BagIt, RFC 8493) around other forms: `data/<form>/…`, the source files in `data/evidence/` or the records of the
 * sessions in `data/excerpts/`, documents in `data/documents/`; manifests in SHA-256 and SHA-512, and a README that says how to
 * check it.
 */
import { BagEvidence } from './bag-evidence.ts';
import { BagExcerpts } from './bag-excerpts.ts';
import { BagFolder } from './bag-folder.ts';
import { readmeOf } from './bag-readme.ts';
import type { EvidenceWish, EvidenceWriter, ExportContext, ExportFolder, ExportForm, ExportWriter } from './form.ts';
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

class BagWriter implements ExportWriter {
  readonly #context: ExportContext;
  readonly #bag: BagFolder;
  readonly #inside: Inside[];
  /** null = no bytes of the sources go along. */
  readonly #evidence: BagEvidence | BagExcerpts | null;
  /** Who takes the bytes of each wish. */
  readonly #takers: EvidenceWriter[] = [];
  #taking: EvidenceWriter | null = null;

  constructor(context: ExportContext, folder: ExportFolder) {
    this.#context = context;
    this.#bag = new BagFolder(folder, context);
    this.#inside = context.inside.map((form) => {
      const statement = new Statement();
      const writer = form.open({ ...context, statement }, this.#bag.payload(`${form.id}/`));
      return { form: form.id, writer, statement };
    });
    const { evidence, redacted, content } = context;
    // Bytes can be neither redacted nor read without what they say.
    if (evidence === 'none' || redacted || !content) this.#evidence = null;
    else {
      const payload = this.#bag.payload('');
      this.#evidence = evidence === 'files' ? new BagEvidence(context, payload) : new BagExcerpts(context, payload);
    }
  }

  session: ExportWriter['session'] = (judged) => {
    for (const { writer } of this.#inside) writer.session(judged);
    if (this.#evidence instanceof BagExcerpts) this.#evidence.session(judged.session);
  };

  /** First what the forms inside wish for, then the evidence. */
  wishes(): readonly EvidenceWish[] {
    const wishes: EvidenceWish[] = [];
    const add = (own: readonly EvidenceWish[], taker: EvidenceWriter | undefined): void => {
      if (taker === undefined) return;
      wishes.push(...own);
      for (let count = 0; count < own.length; count++) this.#takers.push(taker);
    };
    for (const { writer } of this.#inside) add(writer.wishes?.() ?? [], writer.evidence);
    if (this.#evidence === null) this.#sayWithout();
    else add(this.#evidence.wishes(), this.#evidence.evidence);
    return wishes;
  }

  readonly evidence: EvidenceWriter = {
    begin: (wish, unpacked) => {
      this.#taking = this.#takers.shift() ?? null;
      this.#taking?.begin(wish, unpacked);
    },
    write: (bytes) => this.#taking?.write(bytes),
    end: (whole) => this.#taking?.end(whole),
  };

  end(): void {
    for (const { writer } of this.#inside) writer.end();
    this.#evidence?.end();
    const { documents, statement } = this.#context;
    statement.absorb(this.#inside);
    const folder = this.#bag.payload('documents/');
    for (const { name, text } of documents) writeText(folder.open(name), text);
    const contents = statement.contents({ ...this.#context, form: bagit.id });
    writeText(folder.open('contents.json'), JSON.stringify(contents, null, 2) + '\n');
    this.#bag.end([{ name: 'README.txt', text: readmeOf(this.#context, contents) }]);
  }

  #sayWithout(): void {
    const { sources, evidence, redacted, statement } = this.#context;
    const files = sources.filter(({ report }) => report.duplicateOf === undefined).length;
    const why =
      evidence === 'none'
        ? 'They were not asked for.'
        : redacted
          ? 'Parties or words are redacted.'
          : 'They hold texts, which were not asked for.';
    statement.leaveOut('evidence files', why, files);
  }
}
