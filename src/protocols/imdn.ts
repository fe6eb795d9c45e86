/**
 * What became of a text: notices of a conference server, by receiver (`application/ms-imdn+xml` [MS-CONFIM]; the shape is that
 * which SIPE reads), and of the receiver's client (`message/imdn+xml`, RFC 5438).
 */
import type { Fact } from '../model.ts';
import { bareOf } from './sip-address.ts';
import { childElements, childText, elementsNamed, type XmlElement } from './xml-body.ts';

export function readImdn(root: XmlElement): Fact[] {
  const of = childText(root, 'message-id')?.trim() ?? '';
  const receivers = elementsNamed(root, 'recipient');
  if (receivers.length > 0) return receivers.flatMap((receiver) => refusalBy(receiver, of) ?? []);
  const words = elementsNamed(root, 'status').flatMap((status) => childElements(status).map(({ name }) => name));
  const receiver = bareOf(childText(root, 'recipient-uri') ?? '');
  if (words.some((word) => word === 'failed' || word === 'forbidden' || word === 'error') && of !== '') {
    return [{ kind: 'undelivered', of, who: receiver ?? '', status: null }];
  }
  const notice = elementsNamed(root, 'displayed').length > 0 ? 'displayed' : 'delivered';
  return [of === '' ? { kind: 'notice', notice } : { kind: 'notice', notice, of }];
}

/** `<recipient uri="sip:bob@contoso.com"><status>408</status></recipient>`; without a status it is a failure. */
function refusalBy(receiver: XmlElement, of: string): Fact | null {
  const said = childText(receiver, 'status')?.trim() ?? '';
  const status = /^\d{3}$/.test(said) ? Number(said) : null;
  if (status !== null && status < 300) return null;
  const who = bareOf(receiver.attributes.get('uri') ?? '') ?? '';
  return { kind: 'undelivered', of, who, status };
}
