/** Which provider a session belongs to. A new provider is one file in `entries/` and one line here. */
import type { ProviderId } from '../model.ts';
import { checkedCatalogue, type Catalogue } from './catalogue.ts';
import { CITATIONS } from './citations.ts';
import { AOL } from './entries/aol.ts';
import { FEDERATED } from './entries/federated.ts';
import { GTALK } from './entries/gtalk.ts';
import { HOSTED } from './entries/hosted.ts';
import { SKYPE } from './entries/skype.ts';
import { WLM } from './entries/wlm.ts';
import { XMPP_PARTNER } from './entries/xmpp.ts';
import { YAHOO } from './entries/yahoo.ts';
import { EVENTS } from './events.ts';

export { undecorate } from '../model.ts';
export {
  PROVIDER_IDS,
  readCatalogue,
  type Catalogue,
  type CatalogueEvent,
  type CatalogueReading,
  type ProviderClass,
  type ProviderEntry,
} from './catalogue.ts';
export { CITATIONS } from './citations.ts';
export { openClassifier } from './classify.ts';
export { catalogueView, catalogueWith, OWN_SOURCE, readEdits, readProviderEntry } from './edits.ts';

/** The catalogue that the program comes with. */
export const CATALOGUE: Catalogue = checkedCatalogue({
  v: 1,
  version: 1,
  citations: CITATIONS,
  providers: [SKYPE, WLM, AOL, YAHOO, GTALK, XMPP_PARTNER, FEDERATED, HOSTED],
  saleEnds: [{ sku: 'pic-usl', day: '2012-09-01', sources: ['pic-support', 'pim-support'], confidence: 'documented' }],
  events: EVENTS,
});

const VERDICT_NAMES: Partial<Record<ProviderId, string>> = {
  'msn-or-skype': 'Messenger or Skype',
  internal: 'Internal',
  unknown: 'Unknown',
};

/** The name to show for a verdict. */
export function providerName(catalogue: Catalogue, id: ProviderId): string {
  return VERDICT_NAMES[id] ?? catalogue.providers.find((entry) => entry.id === id)?.name ?? id;
}

/** Domains of public IM and of Google Talk: nobody's own, so never guessed to be the organisation's. */
export function publicDomains(catalogue: Catalogue): ReadonlySet<string> {
  return new Set(catalogue.providers.flatMap(({ domains }) => domains.flatMap(({ names }) => names)));
}
