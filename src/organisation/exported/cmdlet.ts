/** What a cmdlet's reader looks like: one file each, and one line in `index.ts`. */
import type { XmppPartner } from '../../model.ts';
import type { ExportRow } from './row.ts';

export interface Cmdlet {
  /** As the administrator types it. */
  name: string;
  /** Properties, lower case, that its objects have and those of the other cmdlets do not have together. */
  properties: readonly string[];
  /** Takes the objects up; what is wrong with one is said at its row. */
  read(rows: readonly ExportRow[], into: Told): void;
}

/** External access policy, the four switches that the organisation's JSON knows. */
export interface Policy {
  /** `global`, `site:redmond`, `tag:sales`. */
  identity: string;
  /** As it is written. */
  name: string;
  federation: boolean;
  publicCloud: boolean;
  publicCloudAudioVideo: boolean;
  xmpp: boolean;
}

export interface ToldUser {
  /** Bare, lower case. */
  address: string;
  /** Name of the policy that is assigned to the user; '' = none. */
  policy: string;
  /** Lower case; '' = none. */
  pool: string;
  row: ExportRow;
}

/** What all files together tell; null = no file of that cmdlet. */
export interface Told {
  providers: { id: string; enabled: boolean }[] | null;
  partners: XmppPartner[] | null;
  allowedDomains: string[] | null;
  policies: Policy[] | null;
  users: ToldUser[] | null;
}
