/** Columns as they lie in the database. */
/** Some rows of the columns, as they are kept: `ids` has 10 bytes a row. */
export interface ColumnPart {
  ids: Uint8Array;
  live: Uint8Array;
  start: Float64Array;
  provider: Uint16Array;
  confidence: Uint8Array;
  kind: Uint16Array;
  flags: Uint32Array;
  local: Uint32Array;
  remote: Uint32Array;
  modalities: Uint8Array;
  sources: Uint32Array;
  standing: Uint8Array;
  pack: Uint32Array;
  slot: Uint32Array;
}

/** The distinct values of the columns but for the addresses, in the order of their numbers. */
export interface ColumnNames {
  providers: string[];
  kinds: string[];
  /** As `flagSetName` writes them. */
  flagSets: string[];
  /** Numbers of sources with a blank between. */
  sourceSets: string[];
}
