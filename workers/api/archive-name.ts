/** The demonstration lives in a database of its own. */
export type ArchiveName = 'fedlens' | 'fedlens-demonstration';
