import type { ProviderEntry } from '../catalogue.ts';

/** Another organisation, by SIP between the two Edge servers. */
export const FEDERATED: ProviderEntry = {
  id: 'federated',
  name: 'Federated partner',
  class: 'federated',
  domains: [],
  proxies: [],
  capabilities: null,
  licences: [],
  begin: null,
  end: null,
  moved: null,
  provisioned: null,
  clientEku: null,
};
