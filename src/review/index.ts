/** The review of sessions: which wait and why, what was decided, what a period's work amounts to. No clock, no storage. */
export { progressOf, type Progress } from './progress.ts';
export { causeOf, queueOf, reasonOf, type Queued } from './queue.ts';
export { supervisoryReport, type Period } from './report.ts';
export { chanceOf, isSampled, sampleOf } from './sample.ts';
export { isDecided, refusalOf } from './steps.ts';
export { CompiledWordList, readWordList, type WordListReading } from './word-list.ts';
