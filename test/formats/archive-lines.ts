/** What is read of the archives of others, whole and in pieces. */
import { expect } from 'vitest';
import { fileOf, imported } from '../pipeline/files.ts';

export interface Line {
  protocol: string;
  start: string;
  end: string;
  participants: string[];
  remote: string | null;
  texts: { time: string; from: string; to: string[]; text: string; contentType: string }[];
  files: { name: string; accepted: boolean | null }[];
  modalities: string[];
}

export async function sessionsIn(...contents: (string | Uint8Array)[]): Promise<Line[]> {
  const whole = await imported(contents.map((content, index) => fileOf(content, { name: `file ${index}` })));
  const cut = await imported(contents.map((content, index) => fileOf(content, { name: `file ${index}`, chunk: 7 })));
  expect(cut.lines).toEqual(whole.lines);
  for (const { report } of whole.result.files) {
    expect((report?.explainedBytes ?? 0) + (report?.skippedBytes ?? 0)).toBe(report?.bytes);
  }
  return whole.lines.map((line) => JSON.parse(line) as Line);
}

export const mail = (head: string, body: string): string => `${head}\r\n\r\n${body}`.replace(/\r?\n/g, '\r\n');

export const textsIn = (lines: readonly Line[]): string[] =>
  lines.flatMap(({ texts }) => texts.map(({ text }) => text));
