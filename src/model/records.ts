/** Units, places, and what a format finds in a file. */

/** Milliseconds since the Unix epoch, UTC, with fraction. Time of the log, never of this machine. */
export type EpochMs = number & { readonly __unit: 'EpochMs' };
/** Calendar day, YYYY-MM-DD, in the organisation's time zone. */
export type IsoDate = string & { readonly __unit: 'IsoDate' };
/** Number of a source file within one archive (or one run of the command line). */
export type SourceId = number & { readonly __unit: 'SourceId' };
/** Stable name of a session: made from its own keys, 20 lower-case hex digits. */
export type SessionId = string & { readonly __unit: 'SessionId' };

/** Where a thing was found: source file, first byte after gunzip, bytes. */
export interface Place {
  source: SourceId;
  offset: number;
  length: number;
}

/**
 * Where a time comes from: `log` = the stamp names its zone (or its writer is known to write UTC),
 * `assumed-zone` = a local stamp read in the zone that the user or the organisation named,
 * `assumed-date` = the stamp has no year or no date: it is of the file's last change, whatever its zone (the shapes of the command
 * line know this as `assumed-zone`),
 * `none` = there was no stamp.
 */
export type TimeSource = 'log' | 'assumed-zone' | 'assumed-date' | 'none';

export type Sink<T> = (item: T) => void;

/** Takes a file's bytes in order, in chunks of any size; `end` is called exactly once. */
export interface ByteWriter {
  /** `chunk` is valid until write returns. */
  write(chunk: Uint8Array): void;
  end(): void;
}

export type Transport = 'udp' | 'tcp' | 'tls' | 'ws';

export interface Endpoint {
  /** Host name or address as the log writes it, lower case, IPv6 without brackets. */
  host: string;
  port: number | null;
  transport: Transport | null;
}

export type Direction = 'in' | 'out';
/** Side of an Edge server on which a record was taken. */
export type EdgeSide = 'internal' | 'external';

/** What a payload holds; `null` = not known to the format: the protocols look at the content. */
export type PayloadKind =
  'sip' | 'xmpp' | 'msrp' | 'trace-diagnostic' | 'certificate' | 'archived-session' | 'mail' | 'chat-compliance';

/** Who hands over a certificate in a handshake; null = the beginning of the handshake is missing. */
export type HandshakeRole = 'server' | 'client' | null;

/** Where in a handshake a certificate stood. */
export interface HandshakePart {
  role: HandshakeRole;
  /** 0 = that of the one who hands it over, 1 = that of its issuer, and so on. */
  position: number;
}

/** `of`: who speaks with the server that writes the log; null = it does not say. */
export interface StreamWords {
  of: 'client' | 'server' | 'component' | null;
  /** By then it was encrypted; false = that is not said. */
  encrypted: boolean;
}

/**
 * The header lines behind the start line of a SIP message, in order: which field (`bytes/header-fields.ts`) each is, and where its
 * colon and its line break are. All of them up to the empty line that ends the block.
 */
export interface HeaderLines {
  readonly count: number;
  /** What is to be taken from `colons` and `ends` for an index in the payload. */
  readonly origin: number;
  /** Index in the payload after the empty line. */
  readonly bodyStart: number;
  readonly fields: Int16Array;
  readonly colons: Int32Array;
  readonly ends: Int32Array;
}

export interface LogRecord {
  /** The whole record in the file: head, payload and end mark. */
  place: Place;
  /** Further records that the payload was put together from (fragments of an IP packet), in file order. */
  further?: Place[];
  time: EpochMs | null;
  timeSource: TimeSource;
  direction: Direction | null;
  local: Endpoint | null;
  remote: Endpoint | null;
  side: EdgeSide | null;
  kind: PayloadKind | null;
  /** Records of one flow (one direction of one connection) stay in order; '' = the record is one whole message. */
  flow: string;
  /** Bytes of the flow that were lost just before this payload; the reader looks for the next message start. */
  lost: number;
  /** No more records of this flow will come. */
  ends: boolean;
  /** Of a whole message: true = a mark in the log closed it, so that a length that says more is wrong; false = its end is missing. Absent = only its own length can tell. */
  complete?: boolean;
  /** XMPP: at which end of the connection the client is: `local` in a client's own log, `remote` in a server's. Absent = not known. */
  clientEnd?: 'local' | 'remote';
  /** XMPP: whose connection it is, where the log says so beside the stanzas: a JID, with or without resource. */
  clientJid?: string;
  /** XMPP: what the log says of the connection beside the stanzas. One object for what recurs. */
  stream?: StreamWords;
  /** Of a certificate: where in its handshake it stood. */
  handshake?: HandshakePart;
  /** Of the message that the payload begins with, where the format had to look at its headers. Valid until push returns. */
  headers?: HeaderLines;
  /** Valid until push returns: decode or copy what is kept. UTF-8 where it is text. */
  payload: Uint8Array;
}
