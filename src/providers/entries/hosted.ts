import type { ProviderEntry } from '../catalogue.ts';
import { KNOWN } from './sources.ts';

/** An organisation whose users live at a hosting provider. */
export const HOSTED: ProviderEntry = {
  id: 'hosted',
  name: 'Hosting provider',
  class: 'hosted',
  domains: [],
  proxies: [{ names: ['sipfed.online.lync.com'], ...KNOWN }],
  capabilities: null,
  licences: [],
  begin: null,
  end: null,
  moved: null,
  provisioned: null,
  clientEku: null,
};
