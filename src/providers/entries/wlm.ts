import type { IsoDate } from '../../model.ts';
import type { ProviderEntry } from '../catalogue.ts';
import { KNOWN, PROVISIONING, PUBLIC_IM } from './sources.ts';

/**
 * Three ends are told: 15 March 2013 except mainland China (ports page), the move to Skype at sign-in in April 2013
 * with federation going on (pages of 2013), China on 31 October 2014 (known). A log does not tell where the contact
 * lives, so only after the last of them is the end certain; the others are events.
 */
export const WLM: ProviderEntry = {
  id: 'wlm',
  name: 'Windows Live Messenger',
  class: 'public',
  domains: [
    { names: ['msn.com', 'live.com', 'hotmail.com', 'outlook.com'], ...PROVISIONING },
    { names: ['passport.com'], ...KNOWN },
  ],
  proxies: [
    {
      names: ['federation.messenger.msn.com'],
      sources: ['provisioning-guide', 'wire-messenger-proxy'],
      confidence: 'documented',
    },
  ],
  capabilities: [
    { modality: 'im', from: null, to: null, ...PUBLIC_IM },
    { modality: 'presence', from: null, to: null, ...PUBLIC_IM },
    { modality: 'audio', from: null, to: null, ...PUBLIC_IM },
    { modality: 'video', from: null, to: null, ...PUBLIC_IM },
  ],
  // One page says that a separate licence might be required (im-presence); the three on public IM say that the CAL is enough.
  licences: [{ anyOf: ['lync-cal'], ...PUBLIC_IM }],
  begin: null,
  end: { day: '2014-10-31' as IsoDate, ...KNOWN },
  moved: {
    to: 'skype',
    day: '2013-04-30' as IsoDate,
    sources: ['pic-support', 'pim-support'],
    confidence: 'documented',
  },
  provisioned: null,
  clientEku: null,
};
