import type { SeenMarker, Session } from '../model.ts';

export type Trust = Extract<SeenMarker, { kind: 'trust' }>;
export type UserData = Extract<SeenMarker, { kind: 'user-data' }>;
export type Agent = Extract<SeenMarker, { kind: 'agent' }>;
export type Peer = Extract<SeenMarker, { kind: 'peer' }>;

/** The first marker of each sort that says something of the provider; null = there is none. */
export interface Evidence {
  /** ms-source-network=publiccloud; one that names its peer before one that does not. */
  publicCloud: Trust | null;
  /** AuthorizedServer: a hosting provider. */
  authorizedServer: Trust | null;
  /** DirectPartner or AutoFederation. */
  partner: Trust | null;
  internetUser: Trust | null;
  userData: UserData | null;
  /** User-Agent or Server of the XMPP translating gateway. */
  gateway: Agent | null;
  peers: Peer[];
}

const GATEWAY = /xmpptgw/i;

export function evidenceOf(session: Session): Evidence {
  const evidence: Evidence = {
    publicCloud: null,
    authorizedServer: null,
    partner: null,
    internetUser: null,
    userData: null,
    gateway: null,
    peers: [],
  };
  for (const marker of session.markers) addMarker(evidence, marker);
  return evidence;
}

function addMarker(evidence: Evidence, marker: SeenMarker): void {
  switch (marker.kind) {
    case 'trust':
      addTrust(evidence, marker);
      break;
    case 'user-data':
      if (evidence.userData === null || (marker.publicCloud && !evidence.userData.publicCloud)) {
        evidence.userData = marker;
      }
      break;
    case 'agent':
      if (GATEWAY.test(marker.value)) evidence.gateway ??= marker;
      break;
    case 'peer':
      evidence.peers.push(marker);
      break;
    case 'archived':
    case 'stream':
      break;
  }
}

/** Parameter values are compared without case: the header is written by several products. */
function addTrust(evidence: Evidence, marker: Trust): void {
  if (marker.network?.toLowerCase() === 'publiccloud') {
    if (evidence.publicCloud === null || (evidence.publicCloud.remoteFqdn === null && marker.remoteFqdn !== null)) {
      evidence.publicCloud = marker;
    }
    return;
  }
  switch (marker.sourceType?.toLowerCase()) {
    case 'authorizedserver':
      evidence.authorizedServer ??= marker;
      break;
    case 'directpartner':
    case 'autofederation':
      evidence.partner ??= marker;
      break;
    case 'internetuser':
      evidence.internetUser ??= marker;
      break;
    default:
      break;
  }
}
