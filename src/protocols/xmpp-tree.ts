/**
 * A framed stanza as a light tree. One parser is used for all stanzas of a file: to make one costs more than to read
 * a short stanza. Namespaces are resolved here, since a stanza cut out of its stream leans on prefixes that the
 * stream's header declares, and an unknown prefix is no damage.
 */
import { SaxesParser } from 'saxes';
import type { XmlElement } from './xml-body.ts';

export interface ParsedStanza {
  /** null = not even the start tag could be read. */
  root: XmlElement | null;
  /** What is wrong; null = well formed. With a fault the tree holds what came before it. */
  fault: string | null;
  /** Elements that were still open where reading stopped. */
  open: readonly XmlElement[];
}

interface OpenElement extends XmlElement {
  children: (XmlElement | string)[];
}
/** Namespace by prefix; '' = the default. Outer scopes are the prototype. */
type Scope = Record<string, string>;

const STREAM_SCOPE: Scope = Object.assign(Object.create(null) as Scope, {
  '': 'jabber:client',
  stream: 'http://etherx.jabber.org/streams',
  db: 'jabber:server:dialback',
  xml: 'http://www.w3.org/XML/1998/namespace',
});

/** Leaves the parser at the first fault: it would go on, and make an error with its stack of each further one. */
class Fault extends Error {}

type PlainParser = SaxesParser<{ fragment: true; position: false }>;

export class StanzaParser {
  #parser: PlainParser | null = null;
  #open: OpenElement[] = [];
  #scopes: Scope[] = [];
  #root: OpenElement | null = null;
  #fault: string | null = null;

  /** `text` = one stanza, or the beginning of one. Never throws. */
  parse(text: string): ParsedStanza {
    this.#open = [];
    this.#scopes = [];
    this.#root = null;
    this.#fault = null;
    const parser = (this.#parser ??= this.#make());
    try {
      parser.write(text);
    } catch (error) {
      if (!(error instanceof Fault)) throw error;
      this.#fault = error.message;
    }
    const { fault, open } = this.#result();
    // A parser does not recover from a fault, and an open element would take in the next stanza.
    if (fault !== null || open.length > 0) this.#parser = null;
    return { root: this.#root, fault: fault ?? (open.length > 0 ? 'element not closed' : null), open };
  }

  #result(): { fault: string | null; open: readonly XmlElement[] } {
    return { fault: this.#fault, open: this.#open };
  }

  #make(): PlainParser {
    const parser: PlainParser = new SaxesParser({ fragment: true, position: false });
    parser.on('error', ({ message }) => {
      throw new Fault(message);
    });
    parser.on('doctype', () => {
      throw new Fault('DOCTYPE');
    });
    parser.on('opentag', (tag) => this.#enter(tag.name, tag.attributes as Record<string, string>));
    parser.on('closetag', () => {
      this.#open.pop();
      this.#scopes.pop();
    });
    const text = (said: string): void => {
      this.#open.at(-1)?.children.push(said);
    };
    parser.on('text', text);
    parser.on('cdata', text);
    return parser;
  }

  #enter(qualified: string, found: Record<string, string>): void {
    const outer = this.#scopes.at(-1) ?? STREAM_SCOPE;
    const attributes = new Map<string, string>();
    let scope = outer;
    for (const key in found) {
      const value = found[key]!;
      const colon = key.indexOf(':');
      if (colon < 0) {
        if (key === 'xmlns') scope = declare(scope, outer, '', value);
        else attributes.set(key, value);
      } else if (key.startsWith('xmlns:')) scope = declare(scope, outer, key.slice(6), value);
      else if (!attributes.has(key.slice(colon + 1))) attributes.set(key.slice(colon + 1), value);
    }
    const colon = qualified.indexOf(':');
    const element: OpenElement = {
      name: colon < 0 ? qualified : qualified.slice(colon + 1),
      namespace: scope[colon < 0 ? '' : qualified.slice(0, colon)] ?? '',
      attributes,
      children: [],
    };
    const parent = this.#open.at(-1);
    if (parent === undefined) this.#root ??= element;
    else parent.children.push(element);
    this.#open.push(element);
    this.#scopes.push(scope);
  }
}

function declare(scope: Scope, outer: Scope, prefix: string, namespace: string): Scope {
  const own = scope === outer ? (Object.create(outer) as Scope) : scope;
  own[prefix] = namespace;
  return own;
}

/** The element child of that name in a namespace for which `accepts` is true; null = none. */
export function childIn(element: XmlElement, name: string, namespace: string): XmlElement | null {
  for (const child of element.children) {
    if (typeof child !== 'string' && child.name === name && child.namespace === namespace) return child;
  }
  return null;
}

/** The first element child whose namespace begins so: protocols count their versions at its end. */
export function childUnder(element: XmlElement, name: string, namespaceStart: string): XmlElement | null {
  for (const child of element.children) {
    if (typeof child !== 'string' && child.name === name && child.namespace.startsWith(namespaceStart)) return child;
  }
  return null;
}

export function attributeOf(element: XmlElement, name: string): string | null {
  return element.attributes.get(name) ?? null;
}
