import type { ProviderEntry } from '../catalogue.ts';
import { XMPP } from './sources.ts';

/** Any other partner behind the XMPP gateway or an XMPP server. */
export const XMPP_PARTNER: ProviderEntry = {
  id: 'xmpp',
  name: 'XMPP partner',
  class: 'xmpp',
  domains: [],
  proxies: [],
  capabilities: [
    { modality: 'im', from: null, to: null, ...XMPP },
    { modality: 'presence', from: null, to: null, ...XMPP },
  ],
  licences: [],
  begin: null,
  end: null,
  moved: null,
  provisioned: null,
  clientEku: null,
};
