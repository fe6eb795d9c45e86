/** Sessions, sides and organisations for tests of what judges them. Everything not named is ordinary and fine. */
import type {
  EpochMs,
  Flag,
  Modality,
  Organisation,
  Place,
  ProviderId,
  ProviderVerdict,
  SeenCertificate,
  SeenMarker,
  SeenModality,
  Session,
  SessionId,
  Sighting,
  Sides,
  SourceId,
} from '../../src/model.ts';
import { EMPTY_ORGANISATION, openSides, readOrganisation } from '../../src/organisation/index.ts';
import { CATALOGUE, openClassifier } from '../../src/providers/index.ts';
import { openRules } from '../../src/rules/index.ts';

export const ALICE = 'alice@contoso.com';
export const BOB = 'bob@yahoo.com';

/** ISO 8601 with its zone, to EpochMs. */
export function at(time: string): EpochMs {
  const epoch = Date.parse(time);
  if (Number.isNaN(epoch)) throw new Error(`Not a time: ${time}`);
  return epoch as EpochMs;
}

export function place(offset: number, length = 10): Place {
  return { source: 0 as SourceId, offset, length };
}

export interface Told {
  start?: string | null;
  protocol?: Session['protocol'];
  initiator?: string | null;
  responder?: string | null;
  /** Beside initiator and responder. */
  others?: string[];
  rooms?: string[];
  modalities?: (Modality | SeenModality)[];
  markers?: SeenMarker[];
  sightings?: Partial<Sighting>[];
  texts?: string[];
  files?: string[];
  opaque?: Session['opaque'];
  outcome?: Session['outcome'];
  status?: number | null;
  diagnostics?: Session['diagnostics'];
}

/** A session between two people with one text said. */
export function session(told: Told = {}): Session {
  const { protocol = 'sip', initiator = ALICE, responder = BOB, rooms = [], others = [] } = told;
  const start = told.start === null ? null : at(told.start ?? '2014-03-03T10:00:00Z');
  const parties = [initiator, responder, ...others, ...rooms].filter((who) => who !== null);
  const ordinary: Sighting = {
    places: [place(100)],
    time: start,
    timeSource: start === null ? 'none' : 'log',
    direction: null,
    local: null,
    remote: null,
    side: null,
  };
  const texts = told.texts ?? ['hello'];
  return {
    protocol,
    joins: ['call:1'],
    gapMs: null,
    markers: told.markers ?? [],
    messages: [
      {
        identity: 'm1',
        method: protocol === 'sip' ? 'INVITE' : 'message',
        status: null,
        cseq: 1,
        type: null,
        dialog: '',
        callId: '1',
        conversation: null,
        thread: null,
        from: initiator,
        to: responder,
        title: 'INVITE',
        facts: [],
        sightings: (told.sightings ?? [{}]).map((seen) => ({ ...ordinary, ...seen })),
      },
    ],
    id: 'abcdef0123456789abcd' as SessionId,
    kind: 'im',
    modalities: (told.modalities ?? ['im']).map((seen) =>
      typeof seen === 'string' ? { modality: seen, time: start, places: [place(200)] } : seen,
    ),
    start,
    end: start,
    timeSource: start === null ? 'none' : 'log',
    outcome: told.outcome ?? 'established',
    status: told.status === undefined ? 200 : told.status,
    callIds: ['1'],
    conversation: null,
    thread: null,
    initiator,
    responder,
    participants: [...new Set(parties)].sort(),
    rooms,
    messageCount: 1,
    texts: texts.map((text) => ({
      time: start,
      from: initiator ?? '',
      to: responder === null ? [] : [responder],
      text,
      contentType: 'text/plain',
      places: [place(300)],
    })),
    presence: [],
    files: (told.files ?? []).map((name) => ({ time: start, name, size: null, accepted: null, places: [place(400)] })),
    diagnostics: told.diagnostics ?? [],
    opaque: told.opaque ?? [],
    media: [],
  };
}

/** ms-edge-proxy-message-trust as a marker. */
export function trust(told: {
  type?: string | null;
  network?: string | null;
  fqdn?: string | null;
  verified?: boolean | null;
  edge?: string | null;
}): SeenMarker {
  return {
    kind: 'trust',
    place: place(1000, 120),
    time: null,
    sourceType: told.type ?? null,
    network: told.network ?? null,
    verified: told.verified === undefined ? true : told.verified,
    remoteFqdn: told.fqdn ?? null,
    edgeFqdn: told.edge ?? null,
  };
}
export function userData(publicCloud: boolean, federation = true): SeenMarker {
  return { kind: 'user-data', place: place(1100, 44), time: null, publicCloud, federation };
}
export function agent(value: string): SeenMarker {
  return { kind: 'agent', place: place(1200, 30), time: null, value };
}
export function peer(host: string, port: number | null = 5061): SeenMarker {
  const endpoint = { host, port, transport: null };
  return { kind: 'peer', place: place(1300, 30), time: null, endpoint, side: null, direction: null };
}

/** What the command line would read. @throws Error when the parts do not fit together. */
export function organisation(parts: Record<string, unknown> = {}): Organisation {
  const reading = readOrganisation({ v: 1, ...parts });
  if (reading.ok) return reading.organisation;
  throw new Error(reading.errors.map(({ path, message }) => `${path}: ${message}`).join('; '));
}

/** Contoso, where everything is licensed, activated and allowed. */
export const FINE = {
  name: 'Contoso',
  timeZone: 'Europe/Berlin',
  domains: ['contoso.com'],
  licences: [
    { sku: 'lync-cal', users: 'all', purchased: '2011-01-01', from: '2011-01-01', to: null },
    { sku: 'pic-usl', users: 'all', purchased: '2011-01-01', from: '2011-01-01', to: '2016-12-31' },
  ],
  providers: ['yahoo', 'aol', 'wlm', 'skype'].map((id) => ({
    id,
    enabled: true,
    activated: '2011-01-01',
    domains: ['contoso.com'],
  })),
  xmppPartners: [{ domain: 'gmail.com', additionalDomains: ['googlemail.com'], partnerType: 'PublicUnverified' }],
  allowedDomains: ['partner.com'],
  access: {
    users: 'all',
    publicCloud: true,
    publicCloudAudioVideo: true,
    xmpp: true,
    federation: true,
    exceptions: [],
  },
  edges: [{ fqdn: 'sip.contoso.com', certificate: null }],
  archiving: { users: 'all', content: 'full' },
  retentionDays: 2190,
};

export interface Judged {
  sides: Sides;
  verdict: ProviderVerdict;
  flags: Flag[];
}

/** Sides, verdict and flags as the pipeline finds them. */
export function judge(
  judged: Session,
  told: Organisation | null,
  guessed: string[] = [],
  seen: readonly SeenCertificate[] = [],
): Judged {
  const sides = openSides(told, guessed)(judged);
  const verdict = openClassifier(CATALOGUE, told)(judged, sides);
  return { sides, verdict, flags: openRules(CATALOGUE, told, seen)(judged, sides, verdict) };
}

/** The severity of the rule's only flag; 'silent' where it raised none. The provider is given, not found. */
export function answer(
  rule: string,
  judged: Session,
  parts: Record<string, unknown> | null,
  provider: ProviderId,
): string {
  const told = parts === null ? EMPTY_ORGANISATION : organisation(parts);
  const sides = openSides(told, ['contoso.com'])(judged);
  const verdict: ProviderVerdict = { id: provider, confidence: 'certain', because: ['given'], places: [place(1000)] };
  const flags = openRules(CATALOGUE, told)(judged, sides, verdict).filter((flag) => flag.rule === rule);
  if (flags.length > 1) throw new Error(`${rule} raised ${flags.length} flags`);
  return flags[0]?.severity ?? 'silent';
}

/** [what, session, parts of the organisation beside FINE (null = nothing told at all), provider, expected] */
export type Case = [string, Told, Record<string, unknown> | null, ProviderId, string];

/** FINE with some parts in place of its own. */
export function contoso(parts: Record<string, unknown> = {}): Record<string, unknown> {
  return { ...FINE, ...parts };
}
