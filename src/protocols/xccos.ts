/**
 * Persistent Chat and Group Chat [MS-XCCOSIP]: `<xccos>` documents in INFO. `grpchat` is something said in a room:
 * `chanUri` the room, `author` the speaker, `chat` the text.
 */
import type { Fact } from '../model.ts';
import { bareOf } from './sip-address.ts';
import { childText, elementsNamed, type XmlElement } from './xml-body.ts';

/** Asks for, or replays, what was said before (`bccontext`, `chanmsg search`): never new. */
const HISTORY = /bccontext|bcbydate|chatsearch|msgsearch/i;

/** Texts said in the document. A reply that carries history says nothing new. */
export function readXccos(root: XmlElement): Fact[] {
  if (isHistory(root)) return [];
  const facts: Fact[] = [];
  for (const said of elementsNamed(root, 'grpchat')) {
    const text = childText(said, 'chat');
    if (text === null) continue;
    const room = said.attributes.get('chanUri');
    const author = bareOf(said.attributes.get('author') ?? '');
    facts.push({
      kind: 'text',
      from: author,
      to: room === undefined || room === '' ? [] : [room.toLowerCase()],
      text,
      contentType: 'text/plain',
      inInvite: false,
    });
  }
  return facts;
}

function isHistory(element: XmlElement): boolean {
  for (const name of ['cmd', 'rpl', 'ntc']) {
    for (const command of elementsNamed(element, name)) {
      if (HISTORY.test(command.attributes.get('id') ?? '')) return true;
    }
  }
  return false;
}
