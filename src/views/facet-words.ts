/** The values of the filter's facets in words. */
import { t } from '../messages/catalogue.ts';
import type { Modality, ProviderId, SessionKind, Severity, Standing } from '../model.ts';
import { archive } from './archive.svelte.ts';
import type { FacetName } from './session-query.ts';
import { sourceNames } from './source-names.svelte.ts';
import { clockHour } from './zones.ts';

export function facetWord(facet: FacetName, value: string): string {
  switch (facet) {
    case 'provider':
      return archive.providerName(value as ProviderId);
    case 'rule':
      return archive.ruleTitle(value);
    case 'severity':
      return t(`severity.${value as Severity}`);
    case 'disposition':
      return t(`standing.${value as Standing}`);
    case 'kind':
      return t(`kind.${value as SessionKind}`);
    case 'modality':
      return t(`modality.${value as Modality}`);
    case 'source':
      return sourceNames.of(value);
    case 'hour':
      return t('facet.hour.value', { from: clockHour(Number(value)), to: clockHour((Number(value) + 1) % 24) });
    case 'user':
      return value;
  }
}
