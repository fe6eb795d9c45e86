/**
 * The XML that Actiance Vantage (now Smarsh) takes in: FileDump, its Conversations, in each who entered, what was said, who
 * left. Times in ms since 1970.
 */
import { undecorate, type EpochMs, type JudgedSession } from '../model.ts';
import type { ExportContext, ExportForm } from './form.ts';
import { KINDS_IN_WORDS } from './event-words.ts';
import { xmlAttribute, xmlText } from './harmless.ts';
import { TextFile } from './text-file.ts';
import { transcriptOf } from './transcript.ts';
import type { TranscriptEvent } from './transcript-event.ts';

export const actiance: ExportForm = {
  id: 'actiance',
  title: 'XML for Actiance and Smarsh',
  shape: 'file',
  fileName: 'sessions.xml',
  mediaType: 'application/xml',
  open(context, folder) {
    const file = new TextFile(folder.open('sessions.xml'));
    file.write('<?xml version="1.0" encoding="UTF-8"?>\n<FileDump>\n');
    return {
      session(judged) {
        if (judged.session.start === null) {
          context.statement.passOver('The log has no time for them, and this form needs one.');
          return;
        }
        if (peopleOf(judged).length === 0) {
          context.statement.passOver('Nobody is known to have taken part, and this form needs somebody.');
          return;
        }
        file.write(conversationOf(judged, judged.session.start, context));
      },
      end() {
        file.write('</FileDump>\n');
        file.end();
      },
    };
  },
};

function conversationOf(judged: JudgedSession, start: EpochMs, context: ExportContext): string {
  const { session, judgement } = judged;
  const { sides } = judgement;
  const end = session.end ?? start;
  const events = transcriptOf(session);
  const people = peopleOf(judged);
  const entered = timesOf(events, 'join');
  const left = timesOf(events, 'leave');
  const isInternal = internalBy(judged);
  const person = (tag: string, who: string, time: EpochMs): string =>
    `    <${tag}>\n` +
    element('LoginName', who) +
    element('DateTimeUTC', ms(time)) +
    element('InternalFlag', String(isInternal(who))) +
    `    </${tag}>\n`;
  const perspective = sides.local === null ? '' : ` Perspective="${xmlAttribute(sides.local)}"`;
  let xml = `  <Conversation${perspective}>\n`;
  xml += `    <RoomID>${xmlText(session.id)}</RoomID>\n    <StartTimeUTC>${ms(start)}</StartTimeUTC>\n`;
  for (const who of people) xml += person('ParticipantEntered', who, entered.get(who) ?? start);
  for (const event of events) xml += messageOf(event, start, context);
  for (const who of people) xml += person('ParticipantLeft', who, left.get(who) ?? end);
  return xml + `    <EndTimeUTC>${ms(end)}</EndTimeUTC>\n  </Conversation>\n`;
}

/** A room takes no part in itself; whoever speaks does. */
function peopleOf({ session, judgement }: JudgedSession): string[] {
  const speakers = session.texts.map(({ from }) => undecorate(from));
  const people = new Set([...judgement.sides.participants, ...speakers].filter((who) => who !== ''));
  for (const room of session.rooms) people.delete(room);
  return [...people];
}

function messageOf(event: TranscriptEvent, start: EpochMs, { content, statement }: ExportContext): string {
  if (event.kind !== 'text') {
    // A file transfer must name who sent it, which no log of an offer says for sure.
    const isOther = event.kind !== 'member' || event.how === 'renamed';
    if (isOther) statement.leaveOut(KINDS_IN_WORDS[event.kind], 'This form has no place for them.', 1);
    return '';
  }
  if (!content) {
    statement.leaveOut('texts', 'Texts were not asked for.', 1);
    return '';
  }
  if (event.marks.length > 0) statement.leaveOut('marks of texts', 'This form has no place for them.', 1);
  const said = element('LoginName', event.from) + element('DateTimeUTC', ms(event.time ?? start));
  return `    <Message>\n${said}${element('Content', event.text)}    </Message>\n`;
}

function element(name: string, text: string): string {
  return `      <${name}>${xmlText(text)}</${name}>\n`;
}

/** Whole milliseconds. */
function ms(time: EpochMs): string {
  return String(Math.floor(time));
}

/** First joining, last leaving. */
function timesOf(events: readonly TranscriptEvent[], change: 'join' | 'leave'): Map<string, EpochMs> {
  const times = new Map<string, EpochMs>();
  for (const event of events) {
    if (event.kind !== 'member' || event.change !== change || event.how === 'renamed' || event.time === null) continue;
    if (change === 'leave' || !times.has(event.who)) times.set(event.who, event.time);
  }
  return times;
}

/** The local side, and whoever has its domain. */
function internalBy({ judgement }: JudgedSession): (who: string) => boolean {
  const { local } = judgement.sides;
  const domain = local === null ? null : local.slice(local.lastIndexOf('@'));
  return (who) => domain !== null && (who === local || (domain.startsWith('@') && who.endsWith(domain)));
}
