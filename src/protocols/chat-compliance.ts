/** A conversation of Persistent Chat's compliance XML [Microsoft, “Customizing the XSLT Definition File”]. */
import type { EpochMs, Fact, IssueCode, Protocol } from '../model.ts';
import { decode } from '../bytes/text.ts';
import { giveArchived, type ArchivedEvent } from './archived-messages.ts';
import { childOf, elementsNamed, parseXml, type XmlElement } from './xml-body.ts';

export const chatCompliance: Protocol = {
  id: 'chat-compliance',
  // Only its format gives it.
  sniff: () => false,
  open: (account, out) => ({
    push(record) {
      const text = decode(record.payload, 0, record.payload.length);
      const whole = parseXml(text);
      if (!whole.ok) account.issue(whole.code, record.place.offset, record.place.length);
      // What stands before a cut is read.
      const xml = whole.ok ? whole : parseXml(upToLastMessage(text));
      if (!xml.ok) return;
      const { root } = xml;
      const room = (attribute(childOf(root, 'Channel'), 'uri') ?? 'unknown room').toLowerCase();
      const events = eventsIn(root, room, (code) => account.issue(code, record.place.offset, record.place.length));
      const start = timeIn(childOf(root, 'StartTimeUTC')) ?? events[0]?.time ?? null;
      const speakers = events.flatMap(({ from }) => from ?? []);
      giveArchived(
        {
          of: 'sip',
          links: [`compliance:${room}@${start ?? ''}`],
          callIds: [],
          conversation: null,
          thread: null,
          start,
          end: timeIn(childOf(root, 'EndTimeUTC')) ?? events.at(-1)?.time ?? null,
          timeSource: 'log',
          told: { outcome: 'established', status: null, rooms: [room], openedInside: false },
          opener: speakers[0] ?? null,
          other: room,
          participants: [...new Set([room, ...speakers])],
          modalities: ['im'],
          provider: null,
          events,
          title: `Persistent Chat: ${attribute(childOf(root, 'Channel'), 'name') ?? room}`,
        },
        record,
        out,
      );
    },
    end: () => undefined,
  }),
};

/** Without a message that is whole there is nothing to read: ''. */
function upToLastMessage(text: string): string {
  const end = '</Message>';
  const last = text.lastIndexOf(end);
  return last === -1 ? '' : text.slice(0, last + end.length) + '</Messages></Conversation>';
}

/**
 * FirstMessage says again what stands first in Messages.
 * @param issue of a message that is not taken
 */
function eventsIn(conversation: XmlElement, room: string, issue: (code: IssueCode) => void): ArchivedEvent[] {
  const messages = childOf(conversation, 'Messages');
  const all = messages === null ? [] : elementsNamed(messages, 'Message');
  const first = childOf(conversation, 'FirstMessage');
  if (all.length === 0 && first !== null) all.push(first);
  return all.flatMap((message) => {
    const sender = childOf(message, 'Sender');
    const from = addressOf(attribute(sender, 'uri') ?? attribute(sender, 'email') ?? attribute(sender, 'UserName'));
    const fact = factOf(message, from, room);
    if (fact === null)
      issue(attribute(message, 'type')?.toUpperCase() === 'BACKCHAT' ? 'xmpp-history' : 'record-damaged');
    return fact === null ? [] : [{ time: timeIn(childOf(message, 'DateTimeUTC')), from, fact }];
  });
}

/** null = it says nothing new (BACKCHAT: what was said before is looked at), or nothing that is known. */
function factOf(message: XmlElement, from: string | null, room: string): Fact | null {
  const content = attribute(message, 'content') ?? '';
  switch (attribute(message, 'type')?.toUpperCase()) {
    case 'JOIN':
      return from === null ? null : { kind: 'member', who: from, change: 'join', room };
    case 'PART':
      return from === null ? null : { kind: 'member', who: from, change: 'leave', room };
    case 'CHAT':
      return { kind: 'text', from, to: [room], text: content, contentType: 'text/plain', inInvite: false };
    case 'FILEUPLOAD':
      return { kind: 'file', transfer: content, name: content, size: null, accepted: null };
    case 'FILEDOWNLOAD':
      return { kind: 'file', transfer: content, name: '', size: null, accepted: true };
    default:
      return null;
  }
}

function addressOf(written: string | null): string | null {
  if (written === null || written === '') return null;
  return written.replace(/^sips?:/i, '').toLowerCase();
}

function attribute(element: XmlElement | null, name: string): string | null {
  return element?.attributes.get(name) ?? null;
}

/** Ms since 1970, else the stamp in words. */
function timeIn(element: XmlElement | null): EpochMs | null {
  const since = attribute(element, 'since1970');
  const time = since !== null && /^-?\d+$/.test(since) ? Number(since) : Date.parse(attribute(element, 'string') ?? '');
  return Number.isNaN(time) ? null : (time as EpochMs);
}
