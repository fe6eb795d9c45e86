import type * as Comlink from 'comlink';
import type { Outcome } from '../../src/model.ts';
import type { ArchiveWorker, BasisReader } from '../api.ts';

type Ask = <V>(call: (remote: Comlink.Remote<ArchiveWorker>) => Promise<Outcome<V>>) => Promise<Outcome<V>>;

/** The questions about the basis, asked of the archive's worker. */
export function basisReaderOf(ask: Ask): BasisReader {
  return {
    basis: () => ask((remote) => remote.basis()),
    basisHeads: (first, count) => ask((remote) => remote.basisHeads(first, count)),
    basisVersion: (number) => ask((remote) => remote.basisVersion(number)),
    catalogueWith: (edits) => ask((remote) => remote.catalogueWith(edits)),
    readProviderEntry: (json) => ask((remote) => remote.readProviderEntry(json)),
    rulesWith: (settings) => ask((remote) => remote.rulesWith(settings)),
    ruleFields: () => ask((remote) => remote.ruleFields()),
    readOwnRule: (json) => ask((remote) => remote.readOwnRule(json)),
    readExports: (...given) => ask((remote) => remote.readExports(...given)),
    readCertificates: (file) => ask((remote) => remote.readCertificates(file)),
    picUslCredit: (organisation) => ask((remote) => remote.picUslCredit(organisation)),
    picUslCreditCsv: (organisation) => ask((remote) => remote.picUslCreditCsv(organisation)),
    coverage: (...asked) => ask((remote) => remote.coverage(...asked)),
  };
}
