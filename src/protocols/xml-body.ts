/**
 * A complete small XML document (a presence body, a file offer, one stanza) as a light tree. What XMPP forbids
 * (RFC 6120 §11.1) and no SIP body needs is refused here for both: DOCTYPE, entities beyond the five of XML,
 * processing instructions. The parser never expands an entity of the document's own, so none can grow.
 */
import { SaxesParser } from 'saxes';

/** Elements nested deeper are refused: an undeclared prefix makes the parser walk the whole stack of open tags. */
export const DEEPEST = 64;

export interface XmlElement {
  /** Local name, as written. */
  name: string;
  /** Namespace URI; '' = none. A prefix that the document (cut out of a greater one) does not declare stands for itself. */
  namespace: string;
  /** By local name; where two differ only by prefix, the one without a prefix. Declarations of namespaces are left out. */
  attributes: ReadonlyMap<string, string>;
  children: readonly (XmlElement | string)[];
}

export type XmlDocument =
  { ok: true; root: XmlElement } | { ok: false; code: 'xml-damaged' | 'xml-refused' | 'xml-too-deep'; detail: string };

interface OpenElement extends XmlElement {
  children: (XmlElement | string)[];
}

/** Leaves the parser at the first fault: saxes itself would go on and report each. */
class XmlFault extends Error {
  readonly code: 'xml-damaged' | 'xml-refused' | 'xml-too-deep';

  constructor(code: XmlFault['code'], detail: string) {
    super(detail);
    this.code = code;
  }
}

/** White space, NULs and a BOM around the document are passed over. Never throws. */
export function parseXml(text: string): XmlDocument {
  const tree = new TreeBuilder();
  try {
    const root = tree.read(trimmed(text));
    return root === null ? { ok: false, code: 'xml-damaged', detail: 'no element' } : { ok: true, root };
  } catch (fault) {
    if (fault instanceof XmlFault) return { ok: false, code: fault.code, detail: fault.message };
    throw fault;
  }
}

function trimmed(text: string): string {
  let end = text.length;
  while (end > 0 && text.charCodeAt(end - 1) <= 0x20) end -= 1;
  let start = 0;
  while (start < end && (text.charCodeAt(start) <= 0x20 || text[start] === '\uFEFF')) start += 1;
  return text.slice(start, end);
}

class TreeBuilder {
  #open: OpenElement[] = [];
  #root: XmlElement | null = null;

  read(text: string): XmlElement | null {
    const parser = new SaxesParser({ xmlns: true, position: false });
    parser.on('error', (error) => {
      // A part of a document keeps its meaning without the declarations that stood around it.
      if (error.message.includes('unbound namespace prefix')) return;
      throw new XmlFault(error.message.includes('undefined entity') ? 'xml-refused' : 'xml-damaged', error.message);
    });
    parser.on('doctype', () => {
      throw new XmlFault('xml-refused', 'DOCTYPE');
    });
    parser.on('processinginstruction', ({ target }) => {
      throw new XmlFault('xml-refused', 'processing instruction ' + target);
    });
    parser.on('opentag', (tag) => {
      if (this.#open.length >= DEEPEST) throw new XmlFault('xml-too-deep', 'deeper than ' + DEEPEST);
      const element: OpenElement = {
        name: tag.local,
        namespace: tag.uri,
        attributes: attributesOf(tag.attributes),
        children: [],
      };
      const parent = this.#open.at(-1);
      if (parent === undefined) this.#root = element;
      else parent.children.push(element);
      this.#open.push(element);
    });
    parser.on('closetag', () => {
      this.#open.pop();
    });
    parser.on('text', (said) => this.#open.at(-1)?.children.push(said));
    parser.on('cdata', (said) => this.#open.at(-1)?.children.push(said));
    parser.write(text).close();
    return this.#root;
  }
}

function attributesOf(found: Record<string, { prefix: string; local: string; value: string }>): Map<string, string> {
  const attributes = new Map<string, string>();
  for (const { prefix, local, value } of Object.values(found)) {
    if (prefix === 'xmlns' || local === 'xmlns') continue;
    if (prefix === '' || !attributes.has(local)) attributes.set(local, value);
  }
  return attributes;
}

/** First child element of that local name, whatever its namespace; null = none. */
export function childOf(element: XmlElement, name: string): XmlElement | null {
  for (const child of element.children) if (typeof child !== 'string' && child.name === name) return child;
  return null;
}

export function childElements(element: XmlElement): XmlElement[] {
  return element.children.filter((child) => typeof child !== 'string');
}

/** The element itself and all below it that have the local name, in document order. */
export function elementsNamed(element: XmlElement, name: string, found: XmlElement[] = []): XmlElement[] {
  if (element.name === name) found.push(element);
  for (const child of element.children) if (typeof child !== 'string') elementsNamed(child, name, found);
  return found;
}

/** All character data in the element, also that of its children. */
export function textOf(element: XmlElement): string {
  let text = '';
  for (const child of element.children) text += typeof child === 'string' ? child : textOf(child);
  return text;
}

/** Trimmed text of a child element; null = there is no such child, or it is empty. */
export function childText(element: XmlElement, name: string): string | null {
  const child = childOf(element, name);
  const text = child === null ? '' : textOf(child).trim();
  return text === '' ? null : text;
}
