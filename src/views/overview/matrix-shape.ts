/** The matrix of providers and modalities: what was seen beside what the catalogue says is federated. */
import type { Crossed } from '../../../workers/api.ts';
import type { FederatedSpan, LicenceSku, Modality, ProviderId } from '../../model.ts';
import { compareProviders } from '../provider-colours.ts';
import { MODALITIES } from '../session-query.ts';

export interface MatrixCell {
  sessions: number;
  /** On days on which the provider does not federate it. */
  outside: number;
  isAllowed: boolean;
  /** Days of what is federated; empty = no limit, or nothing. */
  spans: FederatedSpan[];
}
export interface MatrixRow {
  provider: ProviderId;
  cells: ReadonlyMap<Modality, MatrixCell>;
  /** Every need must be met, by any one of its licences. */
  licences: LicenceSku[][];
  unlicensed: number;
}
export interface MatrixTable {
  rows: MatrixRow[];
  modalities: readonly Modality[];
}

const NOTHING: MatrixCell = { sessions: 0, outside: 0, isAllowed: false, spans: [] };
export const cellOf = ({ cells }: MatrixRow, modality: Modality): MatrixCell => cells.get(modality) ?? NOTHING;

/** Providers that occur, in their order, with a cell for every modality. */
export function matrixOf({ matrix, allowed, unlicensed }: Crossed): MatrixTable {
  const rows = allowed
    .toSorted((a, b) => compareProviders(a.provider, b.provider))
    .map(({ provider, spans, licences }): MatrixRow => {
      const cells = MODALITIES.map((modality): [Modality, MatrixCell] => {
        const seen = matrix.find((cell) => cell.provider === provider && cell.modality === modality);
        const own = spans?.filter((span) => span.modality === modality) ?? [];
        const isAllowed = spans === null || own.length > 0;
        return [modality, { sessions: seen?.sessions ?? 0, outside: seen?.outside ?? 0, isAllowed, spans: own }];
      });
      const lacking = unlicensed.find((one) => one.provider === provider)?.sessions ?? 0;
      return { provider, cells: new Map(cells), licences, unlicensed: lacking };
    });
  return { rows, modalities: MODALITIES };
}
