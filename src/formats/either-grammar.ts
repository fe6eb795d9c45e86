/** Several kinds of records in one file: the grammar that begins a record goes on with it. */
import type { Line, LineGrammar, LineRole } from './line-records.ts';
import type { PayloadBuffer } from './payload-buffer.ts';
import type { RecordHead } from './record-outlet.ts';

export class EitherGrammar implements LineGrammar {
  readonly #grammars: readonly LineGrammar[];
  #open: LineGrammar;

  /** At least one; the first that begins a record at a line has it. */
  constructor(first: LineGrammar, ...others: readonly LineGrammar[]) {
    this.#grammars = [first, ...others];
    this.#open = first;
  }

  open(line: Line, head: RecordHead, payload: PayloadBuffer): LineRole {
    for (const grammar of this.#grammars) {
      const role = grammar.open(line, head, payload);
      if (role === 'outside') continue;
      this.#open = grammar;
      return role;
    }
    return 'outside';
  }

  follow(line: Line, head: RecordHead, payload: PayloadBuffer): LineRole {
    return this.#open.follow(line, head, payload);
  }

  close(head: RecordHead, payload: PayloadBuffer, ended: 'last' | 'outside'): 'traffic' | 'cut' | 'other' | 'damaged' {
    return this.#open.close(head, payload, ended);
  }
}
