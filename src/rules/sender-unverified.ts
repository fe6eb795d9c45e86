import { rule, type RuleMaker } from './grounds/rule.ts';

export const senderUnverified: RuleMaker = (catalogue) => {
  const head = {
    id: 'sender-unverified',
    version: 1,
    title: 'The sender is not verified',
    severity: 'info',
    sources: ['ms-sipre'],
  } as const;
  return rule(catalogue, head, (raise) => (session) => {
    for (const marker of session.markers) {
      if (marker.kind !== 'trust' || marker.verified !== false) continue;
      const from = marker.remoteFqdn === null ? '' : ` from ${marker.remoteFqdn}`;
      const because =
        `The Edge marks the source${from} as unverified (ms-source-verified-user=unverified): nobody vouches that the ` +
        'sender is who the address says.';
      return raise(because, [marker.place]);
    }
    return null;
  });
};
