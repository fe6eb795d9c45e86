/** Invitations into rooms: by way of the room (XEP-0045 §7.8.2), and from one to another (XEP-0249, XEP-0045 §7.8.1). */
import type { Fact } from '../model.ts';
import { childText, type XmlElement } from './xml-body.ts';
import { bareOf } from './xmpp-jid.ts';
import { attributeOf, childIn } from './xmpp-tree.ts';

type Invitation = Extract<Fact, { kind: 'invitation' }>;

const MUC_USER = 'http://jabber.org/protocol/muc#user';

/** What goes to the room names who is invited, what the room sends on names who invites: the ends as written in it. */
export interface MediatedInvitation {
  inviter: string | null;
  invitee: string | null;
  room: string;
  fact: Invitation;
}

/** The words beside it are the room's own: they are no text that anyone said. */
export function mediatedInvitation(
  message: XmlElement,
  from: string | null,
  to: string | null,
): MediatedInvitation | null {
  const told = childIn(message, 'x', MUC_USER);
  const invite = told === null ? null : childIn(told, 'invite', MUC_USER);
  if (invite === null) return null;
  const inviter = attributeOf(invite, 'from');
  const invitee = attributeOf(invite, 'to');
  const jid = inviter !== null ? from : invitee !== null ? to : null;
  if (jid === null || jid === '') return null;
  const room = bareOf(jid);
  const fact: Invitation = { kind: 'invitation', room, who: null, reason: spoken(childText(invite, 'reason')) };
  return { inviter, invitee, room, fact };
}

export function directInvitation(message: XmlElement): Invitation | null {
  const asked = childIn(message, 'x', 'jabber:x:conference');
  const room = asked === null ? null : attributeOf(asked, 'jid');
  if (asked === null || room === null || room === '') return null;
  return { kind: 'invitation', room: bareOf(room), who: null, reason: spoken(attributeOf(asked, 'reason')) };
}

function spoken(reason: string | null): string | null {
  const words = reason?.trim() ?? '';
  return words === '' ? null : words;
}
