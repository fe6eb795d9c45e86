import type { Cmdlet } from './cmdlet.ts';

/** Identities that Lync comes with, and what administrators call those they create; the first that fits. */
const IDENTITIES: readonly [RegExp, string][] = [
  [/yahoo/i, 'yahoo'],
  [/\b(aol|aim)\b/i, 'aol'],
  [/skype/i, 'skype'],
  [/messenger|\bmsn\b|\bwlm\b|windows live/i, 'wlm'],
];

/** When a provider was activated and for which domains is not among its properties: what is told of that stays. */
export const publicProvider: Cmdlet = {
  name: 'Get-CsPublicProvider',
  properties: ['proxyfqdn', 'verificationlevel', 'enabled'],
  read(rows, into) {
    const providers = (into.providers ??= []);
    for (const row of rows) {
      const identity = row.text('Identity') || row.text('Name');
      const enabled = row.flag('Enabled');
      if (identity === '') row.error('Identity', 'is missing', undefined);
      if (enabled === null) {
        if (row.errors.length === 0) row.error('Enabled', 'is missing', undefined);
        continue;
      }
      const id = IDENTITIES.find(([pattern]) => pattern.test(identity))?.[1];
      if (id === undefined) {
        row.note('Identity', 'is no provider of the catalogue and is left out', identity);
        continue;
      }
      const known = providers.find((one) => one.id === id);
      if (known === undefined) providers.push({ id, enabled });
      else known.enabled ||= enabled;
    }
  },
};
