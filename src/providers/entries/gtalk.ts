import type { IsoDate } from '../../model.ts';
import type { ProviderEntry } from '../catalogue.ts';
import { KNOWN, XMPP } from './sources.ts';

/** Hosted domains of Google look like any other XMPP domain: their sessions are `xmpp`. */
export const GTALK: ProviderEntry = {
  id: 'gtalk',
  name: 'Google Talk',
  class: 'xmpp',
  domains: [{ names: ['gmail.com', 'googlemail.com'], ...XMPP }],
  proxies: [],
  capabilities: [
    { modality: 'im', from: null, to: null, ...XMPP },
    { modality: 'presence', from: null, to: null, ...XMPP },
  ],
  licences: [],
  begin: null,
  end: { day: '2017-06-26' as IsoDate, ...KNOWN },
  moved: null,
  provisioned: null,
  clientEku: null,
};
