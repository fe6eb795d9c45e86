/** Licences as texts name them. */
import type { Licence, LicenceSku } from '../../model.ts';

const NAMES: Record<LicenceSku, string> = {
  'lync-cal': 'Lync Server CAL',
  'pic-usl': 'Public IM licence (PIC USL)',
  'lync-online-plan-1': 'Lync Online plan 1',
  'lync-online-plan-2': 'Lync Online plan 2',
  'lync-online-plan-3': 'Lync Online plan 3',
};

/** "Lync Server CAL or Lync Online plan 1, 2 or 3", for texts. */
export function skuWords(skus: readonly LicenceSku[]): string {
  return skus.map((sku) => NAMES[sku]).join(' or ');
}

/** A licence as texts name it: its agreement where there is one, and its days. */
export function licenceWords({ sku, agreement, from, to }: Licence): string {
  const name = agreement === null ? NAMES[sku] : `${NAMES[sku]} of agreement ${agreement}`;
  return `${name} (${from} to ${to ?? 'no end'})`;
}
