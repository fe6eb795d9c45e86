/** Headers from which the provider of a session is recognised. */
import type { Marker } from '../model.ts';
import { readMediaType } from './media-type.ts';

type Trust = Extract<Marker, { kind: 'trust' }>;

/**
 * `ms-edge-proxy-message-trust` [MS-SIPRE 2.2.15]: `ms-source-type=AutoFederation;ms-ep-fqdn=…;ms-source-network=…`.
 * Any parameter may be missing, in any order, in any case; null = none of them is there.
 */
export function readTrust(value: string): Trust | null {
  const parameters = readMediaType(';' + value).parameters;
  const verified = parameters.get('ms-source-verified-user')?.toLowerCase();
  const trust: Trust = {
    kind: 'trust',
    sourceType: wordOf(parameters.get('ms-source-type')),
    network: wordOf(parameters.get('ms-source-network'))?.toLowerCase() ?? null,
    verified: verified === 'verified' ? true : verified === 'unverified' ? false : null,
    remoteFqdn: wordOf(parameters.get('ms-remote-fqdn'))?.toLowerCase() ?? null,
    edgeFqdn: wordOf(parameters.get('ms-ep-fqdn'))?.toLowerCase() ?? null,
  };
  const { sourceType, network, remoteFqdn, edgeFqdn } = trust;
  if (sourceType === null && network === null && remoteFqdn === null && edgeFqdn === null) {
    return trust.verified === null ? null : trust;
  }
  return trust;
}

/** `ms-user-data: ms-publiccloud=true;ms-federation=true` on an outbound leg. */
export function readUserData(value: string): Marker {
  const parameters = readMediaType(';' + value).parameters;
  return {
    kind: 'user-data',
    publicCloud: parameters.get('ms-publiccloud')?.toLowerCase() === 'true',
    federation: parameters.get('ms-federation')?.toLowerCase() === 'true',
  };
}

/** User-Agent or Server; null = it says nothing. */
export function readAgent(value: string): Marker | null {
  return value === '' ? null : { kind: 'agent', value };
}

function wordOf(value: string | undefined): string | null {
  return value === undefined || value.trim() === '' ? null : value.trim();
}
