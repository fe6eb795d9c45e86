/** Rewrites the chunks of one encoding as UTF-8; what it gives is valid until the next call. */
export interface Rewriter {
  write(chunk: Uint8Array): Uint8Array;
  end(): Uint8Array;
}

/** Told of bytes that mean nothing in the file's encoding; `offset` is that of the first one in the file. */
export type BadBytes = (offset: number, length: number) => void;
