/** Messages -> sessions: dialogs, chats and presence; hops, files and fragments joined. */
export { assemble, type Assembled } from './assemble.ts';
export { SessionBuilder } from './builder.ts';
export { correctedSkew, estimateSkew, skewSamples, type SkewSample } from './clock-skew.ts';
export { ladderOf } from './ladder.ts';
export { ECHO_MARK } from './identity.ts';
export { lookupsOf } from './lookups.ts';
export { mergeFragments, spanOf } from './merge.ts';
export type { SourceRank } from './order.ts';
export { summarise } from './summarise.ts';
export { sourcesOf, withoutSource } from './withdraw.ts';
export { UndatedStanzas } from './undated.ts';
