/** The frame of every customer page. */
import { describeError, type SeatkeeperError } from '../../contract/errors.ts';
import { type Html, html } from './html.ts';
import { STYLE_PATH } from './style.ts';

export const PRODUCT = 'Seatkeeper Licensing';

export interface Page {
  readonly title: string;
  /** Of the menu entry that is current. */
  readonly path: string;
  readonly body: Html;
  readonly failed?: boolean;
}

const MENU: readonly (readonly [path: string, label: string])[] = [
  ['/orders/status', 'Order status'],
  ['/activation', 'License Activation'],
  ['/client-activations', 'Client Activations'],
  ['/purchase', 'Purchase'],
];

const isCurrent = (path: string, entry: string): boolean => path === entry || path.startsWith(`${entry}/`);

const entry = (path: string, label: string, current: string): Html =>
  html`<li><a href="${path}"${isCurrent(current, path) ? html` aria-current="page"` : ''}>${label}</a></li>`;

export const renderPage = ({ title, path, body, failed }: Page): string =>
  html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${failed ? 'Error: ' : ''}${title === PRODUCT ? PRODUCT : `${title} – ${PRODUCT}`}</title>
<link rel="stylesheet" href="${STYLE_PATH}">
</head>
<body>
<a class="skip" href="#main">Skip to content</a>
<header>
<strong><a href="/">${PRODUCT}</a></strong>
<nav aria-label="Pages"><ul>${MENU.map(([target, label]) => entry(target, label, path))}</ul></nav>
</header>
<main id="main">
<h1>${title}</h1>
${body}
</main>
<footer>Seatkeeper: license administration for mail servers. These pages need no script and set no cookie.</footer>
</body>
</html>
`.html;

/** A refusal that belongs to no single field, or the summary above the fields. */
export function errorSummary(error: SeatkeeperError): Html {
  const { message, next } = describeError(error.code, error.params);
  return html`<div class="summary bad" role="alert"><h2>${message}</h2><p>${next}</p></div>`;
}

export const notice = (heading: string, text: Html | string): Html =>
  html`<div class="summary good" role="status"><h2>${heading}</h2><p>${text}</p></div>`;
