import type { AccessException, AccessPolicy, SidedSession } from '../model.ts';
import type { ProviderClass } from '../providers/index.ts';
import { openProviderFacts } from './grounds/provider-facts.ts';
import { rule, type RuleMaker } from './grounds/rule.ts';
import { guessWords, openingPlaces } from './grounds/session-words.ts';

type Switch = 'publicCloud' | 'publicCloudAudioVideo' | 'xmpp' | 'federation';

const WORDS: Record<Switch, string> = {
  publicCloud: 'public IM (EnablePublicCloudAccess)',
  publicCloudAudioVideo: 'public audio and video (EnablePublicCloudAudioVideoAccess)',
  xmpp: 'XMPP (EnableXmppAccess)',
  federation: 'federation (EnableFederationAccess)',
};

export const accessNotGranted: RuleMaker = (catalogue) => {
  const factsOf = openProviderFacts(catalogue);
  const head = {
    id: 'access-not-granted',
    version: 1,
    title: "The user's access policy does not allow it",
    severity: 'violation',
    sources: ['external-access', 'pic-planning'],
  } as const;
  return rule(catalogue, head, (raise) => (session, verdict, organisation) => {
    const facts = factsOf(verdict.id);
    if (facts.class === null) return null;
    const needed = switchesFor(facts.class, session);
    const asked = `${facts.name} needs a policy that allows ${needed.map((one) => WORDS[one]).join(' and ')}`;
    const places = openingPlaces(session, verdict);
    const { access } = organisation;
    if (access === null) {
      const because = `${asked}; the organisation has given no external access policy.`;
      return raise(because, places, { severity: 'undetermined' });
    }
    const { local } = session;
    if (local === null) {
      if (isSameForAll(access) && needed.every((one) => access[one])) return null;
      const because = `${asked}; which user of the organisation took part is not known.`;
      return raise(because, places, { severity: 'undetermined' });
    }
    const denied = needed.filter((one) => !isGranted(access, local, one));
    if (denied.length === 0) return null;
    const because = `${asked}; that of ${local} does not allow ${denied.map((one) => WORDS[one]).join(' and ')}.`;
    return raise(because + guessWords(organisation), places);
  });
};

/** As in the domain facts, §1: XMPP needs federation too, public audio and video need public IM too. */
function switchesFor(kind: ProviderClass, session: SidedSession): Switch[] {
  switch (kind) {
    case 'public': {
      const media = session.modalities.some(({ modality }) => modality === 'audio' || modality === 'video');
      return media ? ['publicCloud', 'publicCloudAudioVideo'] : ['publicCloud'];
    }
    case 'xmpp':
      return ['federation', 'xmpp'];
    case 'federated':
    case 'hosted':
      return ['federation'];
  }
}

function isSameForAll({ users, exceptions }: AccessPolicy): boolean {
  return users === 'all' && exceptions.length === 0;
}

/** Laid out once for a policy: it may name thousands of users. */
interface LaidOut {
  exceptions: ReadonlyMap<string, AccessException>;
  named: ReadonlySet<string> | null;
}

const laidOut = new WeakMap<AccessPolicy, LaidOut>();

function layOut(access: AccessPolicy): LaidOut {
  const known = laidOut.get(access);
  if (known !== undefined) return known;
  const exceptions = new Map<string, AccessException>();
  // Of several for one user the first that says something of a switch counts.
  for (const exception of access.exceptions) {
    exceptions.set(exception.user, { ...exception, ...exceptions.get(exception.user) });
  }
  const made = { exceptions, named: access.users === 'all' ? null : new Set(access.users) };
  laidOut.set(access, made);
  return made;
}

/** An exception for the user stands over the policy; a user whom the policy does not name is granted nothing by it. */
function isGranted(access: AccessPolicy, user: string, which: Switch): boolean {
  const { exceptions, named } = layOut(access);
  const own = exceptions.get(user)?.[which];
  return own ?? (access[which] && (named === null || named.has(user)));
}
