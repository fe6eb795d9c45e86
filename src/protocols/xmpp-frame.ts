/** What a framer gives out. */

/** What became of a run of bytes. */
export type FrameKind =
  /** A whole `<message>`, `<presence>` or `<iq>`. */
  | 'stanza'
  /** The start tag of `<stream:stream>`. */
  | 'header'
  /** A whole element of the stream's negotiation, or its error. What is not whole of these is passed over. */
  | 'negotiation'
  /** `</stream:stream>`. */
  | 'close'
  /** The beginning of a stanza that is not well formed further on. */
  | 'damaged'
  /** The beginning of a stanza that the stream did not finish. */
  | 'truncated'
  /** A DOCTYPE, another declaration, or a processing instruction (RFC 6120 §11.1). */
  | 'refused'
  | 'too-deep'
  | 'too-long';

/** `offset` = position of the first byte in the stream. `bytes` are valid until the call returns. */
export type FrameSink = (kind: FrameKind, bytes: Uint8Array, offset: number) => void;
