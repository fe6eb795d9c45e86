import type { IsoDate } from '../../model.ts';
import type { ProviderEntry } from '../catalogue.ts';
import { KNOWN, PUBLIC_IM } from './sources.ts';

/** After its end (or for more domains) AOL is reached by direct federation only, which is no public IM. */
export const AOL: ProviderEntry = {
  id: 'aol',
  name: 'AOL (AIM)',
  class: 'public',
  domains: [{ names: ['aol.com', 'aim.com'], ...KNOWN }],
  proxies: [{ names: ['sip.oscar.aol.com'], ...KNOWN }],
  capabilities: [
    { modality: 'im', from: null, to: null, ...PUBLIC_IM },
    { modality: 'presence', from: null, to: null, ...PUBLIC_IM },
  ],
  licences: [{ anyOf: ['lync-cal'], ...PUBLIC_IM }],
  begin: null,
  end: { day: '2014-06-30' as IsoDate, ...PUBLIC_IM },
  moved: null,
  provisioned: { sources: ['pic-support', 'pim-support'], confidence: 'documented' },
  clientEku: { sources: ['pic-planning', 'pic-support'], confidence: 'documented' },
};
