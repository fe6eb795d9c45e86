/** What a person makes of the built-in catalogue: entries changed and entries added. */
import type {
  Catalogue,
  CatalogueEdits,
  CatalogueLine,
  CatalogueView,
  ProviderEntry,
  ProviderEntryReading,
} from '../model.ts';
import { readCatalogue, type CatalogueReading } from './catalogue.ts';

/** Key of the citation behind what a person says themselves. */
export const OWN_SOURCE = 'own';

const made = new WeakMap<CatalogueEdits, { catalogue: Catalogue; edited: Catalogue }>();

/**
 * The catalogue with the edits in it. Entries of the person's own stand first: of several that share a host theirs is meant.
 * @param edits read with `readEdits`
 */
export function catalogueWith(catalogue: Catalogue, edits: CatalogueEdits | null): Catalogue {
  if (edits === null || edits.entries.length === 0) return catalogue;
  const known = made.get(edits);
  if (known?.catalogue === catalogue) return known.edited;
  const changed = new Map(edits.entries.map((entry) => [entry.id, entry]));
  const builtIn = new Set(catalogue.providers.map(({ id }) => id));
  const edited: Catalogue = {
    ...catalogue,
    providers: [
      ...edits.entries.filter(({ id }) => !builtIn.has(id)),
      ...catalogue.providers.map((entry) => changed.get(entry.id) ?? entry),
    ],
  };
  made.set(edits, { catalogue, edited });
  return edited;
}

/** Checks edits as they are to be kept: every entry, each id once, and that they stand for what there is. */
export function readEdits(catalogue: Catalogue, edits: CatalogueEdits): CatalogueReading {
  const ids = new Set<string>();
  for (const [index, { id }] of edits.entries.entries()) {
    const path = `providers.${index}.id`;
    if (ids.has(id)) return refused(path, `The provider ${id} stands here a second time`);
    ids.add(id);
    const isKnown = id.startsWith('own-') || catalogue.providers.some((entry) => entry.id === id);
    if (!isKnown) return refused(path, `There is no provider ${id} to change; one of your own has an id like own-icq`);
  }
  return readCatalogue(catalogueWith(catalogue, edits));
}

const refused = (path: string, message: string): CatalogueReading => ({ ok: false, errors: [{ path, message }] });

/** Reads one entry's JSON. A fact without sources is the person's own word. */
export function readProviderEntry(catalogue: Catalogue, json: string): ProviderEntryReading {
  let value: unknown;
  try {
    value = JSON.parse(json.replace(/^\uFEFF/, ''));
  } catch (error) {
    return { errors: [`Not JSON: ${error instanceof Error ? error.message : String(error)}`] };
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { errors: ['Expected a JSON object'] };
  const entry = sourced(value) as ProviderEntry;
  if (typeof entry.id !== 'string') return { errors: ['id: missing; one of your own is like own-icq'] };
  const reading = readEdits(catalogue, { v: 1, basedOn: catalogue.version, entries: [entry] });
  if (!reading.ok) {
    return {
      errors: reading.errors.map(({ path, message }) => sentence(path.replace(/^providers\.\d+\.?/, ''), message)),
    };
  }
  const read = reading.catalogue.providers.find(({ id }) => id === entry.id);
  return read === undefined ? { errors: ['id: not found again'] } : { entry: read };
}

const sentence = (path: string, message: string): string => (path === '' ? message : `${path}: ${message}`);

/** Facts are the objects in an entry; each of them says where it is from. */
function sourced(entry: object): unknown {
  const fact = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(fact);
    if (typeof value !== 'object' || value === null) return value;
    return 'sources' in value ? value : { ...value, sources: [OWN_SOURCE], confidence: 'unsourced' };
  };
  return Object.fromEntries(Object.entries({ ...EMPTY_ENTRY, ...entry }).map(([key, value]) => [key, fact(value)]));
}

/** What a new entry need not say. */
const EMPTY_ENTRY = {
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

/** What the catalogue's page lists, and what is exported with an archive. */
export function catalogueView(catalogue: Catalogue, edits: CatalogueEdits | null): CatalogueView {
  const { saleEnds, events, citations, version } = catalogue;
  return {
    v: 1,
    version,
    outdated: edits !== null && edits.entries.length > 0 && edits.basedOn !== version,
    lines: catalogueWith(catalogue, edits).providers.map((entry) => lineOf(entry, catalogue)),
    saleEnds: [...saleEnds],
    events: [...events],
    citations: [...citations],
  };
}

function lineOf(entry: ProviderEntry, catalogue: Catalogue): CatalogueLine {
  const builtIn = catalogue.providers.find(({ id }) => id === entry.id) ?? null;
  if (builtIn === null) return { entry, standing: 'own', builtIn, changed: [] };
  const parts = Object.keys(builtIn) as (keyof ProviderEntry)[];
  const changed = parts.filter((part) => JSON.stringify(entry[part]) !== JSON.stringify(builtIn[part]));
  return { entry, standing: changed.length > 0 ? 'changed' : 'built-in', builtIn, changed };
}
