/** How long the parts of an XMPP stream may be before they are taken for damaged. */

/** Longest stanza, bytes; servers allow 64 KiB to 10 MiB, avatars and the like seldom pass 1 MiB. */
export const MAX_STANZA = 4 * 1024 * 1024;
/** Longest element of a negotiation, bytes: tickets and certificates in it take some ten thousand. */
export const MAX_NEGOTIATION = 64 * 1024;
/** Longest comment, declaration or instruction between stanzas before it is taken for stray text, bytes. */
export const MAX_MARKUP = 64 * 1024;
/** Longest element name, bytes. */
export const MAX_NAME = 1024;
