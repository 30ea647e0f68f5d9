/**
 * fast-xml-parser behind core's port: five entities, no coercion, nothing but elements and attributes. It does not check
 * that tags fit and attributes are single, nor does its slower validator do so fully: whoever reads a license renders
 * what was parsed again and compares the bytes (LICENSING 2).
 */
import { XMLParser } from 'fast-xml-parser';
import type { ParseXml, XmlElement } from '../core/ports.ts';

const ATTRIBUTES = ':@';
const TEXT = '#text';

const FIVE: Readonly<Record<string, string>> = { lt: '<', gt: '>', amp: '&', quot: '"', apos: "'" };

/** Instead of the library's own decoder, which knows more entities and is made anew for every document. */
const entityDecoder = {
  decode: (text: string): string =>
    text.includes('&') ? text.replace(/&(lt|gt|amp|quot|apos);/g, (whole, name: string) => FIVE[name] ?? whole) : text,
  reset: (): void => {},
  setXmlVersion: (): void => {},
  setExternalEntities: (): void => {},
  addInputEntities: (): void => {},
};

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  entityDecoder,
  jPath: false,
});

/** Comments, CDATA, DOCTYPE and processing instructions; none of them can begin without these. */
const MARKUP = /<[!?]/;

const isBlank = (text: unknown): boolean => typeof text === 'string' && /^[ \t\n\r]*$/.test(text);
const isRecord = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null;

/** One node of the parser's ordered output as an element; undefined: it holds text, or is none. */
function elementOf(node: unknown): XmlElement | undefined {
  if (!isRecord(node)) return undefined;
  const name = Object.keys(node).find((key) => key !== ATTRIBUTES);
  const content = name === undefined ? undefined : node[name];
  if (name === undefined || !Array.isArray(content)) return undefined;
  const children = elementsOf(content);
  if (!children) return undefined;
  return { name, attributes: (node[ATTRIBUTES] as Record<string, string> | undefined) ?? {}, children };
}

function elementsOf(nodes: readonly unknown[]): XmlElement[] | undefined {
  const elements: XmlElement[] = [];
  for (const node of nodes) {
    if (isRecord(node) && TEXT in node && isBlank(node[TEXT])) continue;
    const element = elementOf(node);
    if (!element) return undefined;
    elements.push(element);
  }
  return elements;
}

export const parseXml: ParseXml = (text) => {
  // Text around the root is passed over by the parser.
  if (!text.startsWith('<') || !text.endsWith('>') || MARKUP.test(text)) return undefined;
  try {
    const elements = elementsOf(parser.parse(text) as unknown[]);
    return elements?.length === 1 ? elements[0] : undefined;
  } catch {
    return undefined;
  }
};
