/** Files offered in SIP: Lync's request documents, and the invitation that Messenger and Communicator 2005 to 2007 send. */
import type { Fact } from '../model.ts';
import { headersOf } from './mime-part.ts';
import { childOf, childText, elementsNamed, type XmlElement } from './xml-body.ts';

type FileFact = Extract<Fact, { kind: 'file' }>;

/**
 * `application/ms-filetransfer+xml`: `publishFile` offers, `downloadFile` (sent by the receiver) takes, `cancelTransfer`
 * by either side ends. The file's id ties them.
 */
export function readFileTransfer(root: XmlElement): FileFact[] {
  const facts: FileFact[] = [];
  const steps: readonly [name: string, accepted: boolean | null][] = [
    ['publishFile', null],
    ['downloadFile', true],
    ['cancelTransfer', false],
  ];
  for (const [name, accepted] of steps) {
    for (const step of elementsNamed(root, name)) {
      const info = childOf(step, 'fileInfo');
      if (info === null) continue;
      const size = childText(info, 'size');
      facts.push({
        kind: 'file',
        transfer: childText(info, 'id'),
        name: childText(info, 'name') ?? '',
        size: size !== null && /^\d{1,15}$/.test(size) ? Number(size) : null,
        accepted,
      });
    }
  }
  return facts;
}

/**
 * `text/x-msmsgsinvite`: header lines; `Invitation-Command` INVITE, ACCEPT or CANCEL, tied by `Invitation-Cookie`. Only an
 * invitation that names a file is about one: games and assistance use the same form. An answer carries no name.
 */
export function readInvitation(text: string): FileFact | null {
  const fields = headersOf(text);
  const command = (fields.get('invitation-command') ?? '').toUpperCase();
  const transfer = fields.get('invitation-cookie') ?? null;
  const name = fields.get('application-file') ?? '';
  if (command === 'INVITE' && name !== '') {
    const size = fields.get('application-filesize') ?? '';
    return { kind: 'file', transfer, name, size: /^\d{1,15}$/.test(size) ? Number(size) : null, accepted: null };
  }
  if (transfer === null || (command !== 'ACCEPT' && command !== 'CANCEL')) return null;
  return { kind: 'file', transfer, name: '', size: null, accepted: command === 'ACCEPT' };
}
