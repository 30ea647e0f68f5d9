/** The one text of a license document: the same document always gives the same bytes (LICENSING 2). */
import type { LicenseDocument, LicenseItem } from './document.ts';
import { isDefaultRegime } from './document.ts';
import { escapeXml } from './values.ts';

type Attributes = readonly (readonly [name: string, value: string | number | undefined])[];

const open = (name: string, attributes: Attributes): string => {
  let text = `<${name}`;
  for (const [attribute, value] of attributes) {
    if (value !== undefined) text += ` ${attribute}="${escapeXml(String(value))}"`;
  }
  return text;
};
const empty = (name: string, attributes: Attributes): string => `${open(name, attributes)}/>`;

/** The default regime is written only where the document that was read spelled it out. */
function itemText(item: LicenseItem): string {
  const usual = isDefaultRegime(item) && !item.regimeStated;
  return empty('item', [
    ['group', item.group],
    ['module', item.module],
    ['seats', item.seats],
    ['renewal', item.renewal],
    ['metric', usual ? undefined : item.metric],
    ['overuse', usual ? undefined : item.overuse],
    ['trial-until', item.trialUntil],
    ['outgoing-allowance', item.outgoingAllowance],
  ]);
}

/** From `<license ` to `</license>`. Checks nothing: see buildLicense. */
export function renderLicense(document: LicenseDocument): string {
  const { order, holder, machine, revalidation, answer } = document;
  const head = open('license', [
    ['id', document.id],
    ['serial', document.serial],
    ['type', document.type],
    ['structure', document.structure],
    ['issued', document.issued],
    ['expires', document.expires],
  ]);
  const lines = [
    empty('order', [
      ['id', order.id],
      ['previous', order.previous],
    ]),
    empty('holder', [
      ['name', holder.name],
      ['company', holder.company],
      ['email', holder.email],
      ['address', holder.address],
    ]),
    empty('machine', [['reference', machine.reference]]),
    empty('revalidation', [
      ['every-days', revalidation.everyDays],
      ['grace-days', revalidation.graceDays],
    ]),
    '<items>',
    ...document.items.map((item) => `  ${itemText(item)}`),
    '</items>',
  ];
  if (answer) {
    lines.push(
      empty('answer', [
        ['nonce', answer.nonce],
        ['server-time', answer.serverTime],
      ]),
    );
  }
  return `${head}>\n${lines.map((line) => `  ${line}\n`).join('')}</license>`;
}
