/** Who talks with whom. Nobody here exists; the companies are the usual ones of examples. */
import type { Link } from './edge-trace.ts';
import type { Party } from './sip-dialog.ts';

export type OtherSide =
  'yahoo' | 'aol' | 'messenger' | 'fabrikam' | 'proseware' | 'litware' | 'aolDirect' | 'home' | 'gateway';

const NAMES: Record<string, string> = {
  'alice@contoso.com': 'Alice Albrecht',
  'ben@contoso.com': 'Ben Brandt',
  'carla@contoso.com': 'Carla Conti',
  'daniel@contoso.com': 'Daniel Dorn',
  'emma@contoso.com': 'Emma Ernst',
  'felix@contoso.com': 'Felix Falk',
  'grace@contoso.com': 'Grace Groot',
  'jonas@contoso.com': 'Jonas Jung',
  'klara@contoso.com': 'Klara Klein',
  'wei@contoso.com': 'Wei Wang',
  'henri@contoso.fr': 'Henri Hubert',
  'ines@contoso.fr': 'Inès Imbert',
  'temp@contoso.com': 'Temporary Desk',
  'cloud@contoso.com': 'Cloud Test',
};

export const CONTACTS: Record<OtherSide, readonly string[]> = {
  yahoo: ['bob.marin@yahoo.com', 'sunny_side77@yahoo.com', 'lena.orth@ymail.com', 'pierre.roche@yahoo.fr'],
  aol: ['mikesboats@aol.com', 'tulip1969@aim.com'],
  messenger: ['nora.lind@hotmail.com', 'tom.visser@live.com', 'petra_w@msn.com', 'jo.keller@outlook.com'],
  fabrikam: ['kim@fabrikam.com', 'lars@fabrikam.com'],
  proseware: ['vera@proseware.com'],
  litware: ['sam@litwareinc.com', 'tina@litwareinc.com'],
  aolDirect: ['mikesboats@aol.com'],
  home: ['ben@contoso.com', 'daniel@contoso.com'],
  gateway: ['maria.gomez@gmail.com'],
};

/** Lync 2010 until the summer of 2013, then Lync 2013. */
export function own(address: string, time: number): Party {
  const name = NAMES[address];
  if (name === undefined) throw new Error(`Cannot name ${address}: not in the list`);
  const agent =
    time < Date.UTC(2013, 6, 1)
      ? 'UCCAPI/4.0.7577.4356 OC/4.0.7577.4356 (Microsoft Lync 2010)'
      : 'UCCAPI/15.0.4481.1000 OC/15.0.4481.1000 (Microsoft Lync)';
  return { address, name, agent };
}

export function contact(side: OtherSide, address: string): Party {
  const withClient = side === 'fabrikam' || side === 'litware' || side === 'home' || side === 'proseware';
  const agent = withClient
    ? 'UCCAPI/4.0.7577.4109 OC/4.0.7577.4109 (Microsoft Lync 2010)'
    : side === 'gateway'
      ? 'RTCC/5.0.0.0 XmppTGW/5.0.8308.0'
      : null;
  return { address, name: side === 'home' ? (NAMES[address] ?? null) : null, agent };
}

/** The wire to the other side. `verified` false = the Edge cannot vouch for the sender. */
export function linkTo(side: OtherSide, verified = true): Link {
  const { outer, source, network } = WIRES[side];
  const trust =
    `ms-source-type=${source};ms-ep-fqdn=sip.contoso.com;ms-source-verified-user=${verified ? 'verified' : 'unverified'}` +
    (network === null ? '' : `;ms-source-network=${network}`) +
    (side === 'home' ? '' : `;ms-remote-fqdn=${outer}`);
  return {
    inner: 'fe01.contoso.com',
    innerPort: 5061,
    outer,
    outerPort: 5061,
    outerTransport: 'TLS',
    trust: side === 'gateway' ? null : trust,
    userData:
      network === 'publiccloud' ? `${PUBLIC_DATA};ms-federation=true` : network === 'federation' ? PARTNER_DATA : null,
  };
}

const PUBLIC_DATA = 'ms-publiccloud=true';
const PARTNER_DATA = 'ms-publiccloud=false;ms-federation=true';

const WIRES: Record<OtherSide, { outer: string; source: string; network: 'publiccloud' | 'federation' | null }> = {
  yahoo: { outer: 'lcsap.msg.yahoo.com', source: 'AuthorizedServer', network: 'publiccloud' },
  aol: { outer: 'sip.oscar.aol.com', source: 'AuthorizedServer', network: 'publiccloud' },
  messenger: { outer: 'federation.messenger.msn.com', source: 'AuthorizedServer', network: 'publiccloud' },
  fabrikam: { outer: 'sip.fabrikam.com', source: 'DirectPartner', network: 'federation' },
  proseware: { outer: 'edge.proseware.com', source: 'AutoFederation', network: 'federation' },
  litware: { outer: 'sipfed.online.lync.com', source: 'AuthorizedServer', network: 'federation' },
  aolDirect: { outer: 'sip.oscar.aol.com', source: 'DirectPartner', network: 'federation' },
  home: { outer: 'home-7.isp.example', source: 'InternetUser', network: null },
  gateway: { outer: 'xmppgw.contoso.com', source: 'DirectPartner', network: null },
};
