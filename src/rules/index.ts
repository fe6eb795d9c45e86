/** What is wrong with a session: one file a rule, one line here. */
import type { Flag, Organisation, ProviderVerdict, Rule, SeenCertificate } from '../model.ts';
import type { RuleSettings, Session, Severity, SidedSession, Sides } from '../model.ts';
import { EMPTY_ORGANISATION } from '../organisation/index.ts';
import type { Catalogue } from '../providers/index.ts';
import { accessNotGranted } from './access-not-granted.ts';
import { aolDomainNotProvisioned } from './aol-domain-not-provisioned.ts';
import { archivingGap } from './archiving-gap.ts';
import { capabilityNotFederated } from './capability-not-federated.ts';
import { contentNotArchivable } from './content-not-archivable.ts';
import { deliveryFailed } from './delivery-failed.ts';
import { edgeCertificateClientEku } from './edge-certificate-client-eku.ts';
import { fileTransferPublicIm } from './file-transfer-public-im.ts';
import type { RuleMaker } from './grounds/rule.ts';
import { licenceCalMissing } from './licence-cal-missing.ts';
import { licencePicUslExpired } from './licence-pic-usl-expired.ts';
import { licencePicUslMissing } from './licence-pic-usl-missing.ts';
import { licencePicUslNotSold } from './licence-pic-usl-not-sold.ts';
import { multipartyPublicIm } from './multiparty-public-im.ts';
import { portNotExpected } from './port-not-expected.ts';
import { providerNotActivated } from './provider-not-activated.ts';
import { senderUnverified } from './sender-unverified.ts';
import { serviceEnded } from './service-ended.ts';
import { unencryptedFederation } from './unencrypted-federation.ts';
import { userMigrated } from './user-migrated.ts';
import { rulesSet } from './own/settings.ts';
import { xmppPartnerNotConfigured } from './xmpp-partner-not-configured.ts';

export { ruleFields } from './own/fields.ts';
export { readOwnRule } from './own/read.ts';
export { ruleLines, settingsErrors, withVersions } from './own/settings.ts';

/** In the order in which flags are shown: that of the rules' table. */
export const RULES: readonly RuleMaker[] = [
  serviceEnded,
  licenceCalMissing,
  licencePicUslMissing,
  licencePicUslExpired,
  licencePicUslNotSold,
  providerNotActivated,
  aolDomainNotProvisioned,
  capabilityNotFederated,
  multipartyPublicIm,
  fileTransferPublicIm,
  xmppPartnerNotConfigured,
  accessNotGranted,
  edgeCertificateClientEku,
  unencryptedFederation,
  portNotExpected,
  archivingGap,
  contentNotArchivable,
  senderUnverified,
  userMigrated,
  deliveryFailed,
];

/** @param seen certificates of the organisation's Edges in handshakes */
export function makeRules(catalogue: Catalogue, seen: readonly SeenCertificate[] = []): Rule[] {
  return RULES.map((make) => make(catalogue, seen));
}

/** For filters and legends. */
export function ruleTitles(catalogue: Catalogue): { id: string; title: string; severity: Severity }[] {
  return makeRules(catalogue).map(({ id, title, severity }) => ({ id, title, severity }));
}

/**
 * Runs every rule on a session. Pure: the day is that of the session's start in the organisation's zone. A rule that
 * throws is a bug and is let through.
 */
export function openRules(
  catalogue: Catalogue,
  organisation: Organisation | null,
  seen: readonly SeenCertificate[] = [],
  settings: RuleSettings | null = null,
): (session: Session, sides: Sides, verdict: ProviderVerdict) => Flag[] {
  const rules = rulesSet(makeRules(catalogue, seen), catalogue, settings);
  const told = organisation ?? EMPTY_ORGANISATION;
  // One object for all sessions, valid while the rules look at it: a new one each cost more than all rules together.
  const sided = {} as SidedSession;
  return (session, { local, remote }, verdict) => {
    Object.assign(sided, session);
    sided.local = local;
    sided.remote = remote;
    const flags: Flag[] = [];
    for (const rule of rules) for (const flag of rule.check(sided, verdict, told)) flags.push(flag);
    return flags;
  };
}
