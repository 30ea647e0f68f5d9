/** fast-xml-parser behind core's port: five entities, no coercion, nothing but elements and attributes. */
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import type { ParseXml, XmlElement } from '../core/ports.ts';

const ATTRIBUTES = ':@';
const TEXT = '#text';

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  htmlEntities: false,
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
  return { name, attributes: { ...(node[ATTRIBUTES] as Record<string, string> | undefined) }, children };
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
  if (MARKUP.test(text) || XMLValidator.validate(text) !== true) return undefined;
  try {
    const elements = elementsOf(parser.parse(text) as unknown[]);
    return elements?.length === 1 ? elements[0] : undefined;
  } catch {
    return undefined;
  }
};
