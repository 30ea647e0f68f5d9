/** The one style sheet of the customer pages: system font, light and dark, no image. Colours have a contrast of 4.5 and more. */
import { createHash } from 'node:crypto';

export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #f6f7f9; --panel: #ffffff; --text: #1c2530; --quiet: #566273; --line: #cfd6de; --field: #7b8794;
  --accent: #0b5cad; --on-accent: #ffffff; --bad: #b3261e; --bad-ground: #fdeceb; --good: #1b6e3c; --good-ground: #e8f5ed;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14181d; --panel: #1c2229; --text: #e6eaef; --quiet: #a3afbd; --line: #38424e; --field: #8593a3;
    --accent: #7db7f5; --on-accent: #0c1a29; --bad: #ff9d94; --bad-ground: #3a1d1b; --good: #86d6a3; --good-ground: #16301f;
  }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--text);
  font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", sans-serif; font-variant-numeric: tabular-nums; }
.skip { position: absolute; left: -100vw; }
.skip:focus { left: 8px; top: 8px; padding: 8px; background: var(--panel); }
header, main, footer { max-width: 64rem; margin: 0 auto; padding: 0 24px; }
header { display: flex; flex-wrap: wrap; gap: 4px 24px; align-items: baseline; padding-top: 16px; padding-bottom: 16px; }
header strong { font-size: 17px; }
header strong a { color: inherit; text-decoration: none; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 16px; margin: 0; padding: 0; }
nav a { display: inline-block; padding: 4px 0; }
nav a[aria-current] { color: var(--text); font-weight: 600; text-decoration: none; border-bottom: 2px solid var(--accent); }
main { background: var(--panel); border: 1px solid var(--line); border-radius: 8px; padding: 24px; }
footer { color: var(--quiet); padding-top: 16px; padding-bottom: 32px; font-size: 13px; }
h1 { font-size: 24px; line-height: 1.25; margin: 0 0 16px; }
h2 { font-size: 17px; margin: 32px 0 8px; }
p { max-width: 44rem; margin: 8px 0; }
a { color: var(--accent); }
a:focus-visible, input:focus-visible, button:focus-visible, select:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
form { margin: 16px 0 0; }
fieldset { border: 0; padding: 0; margin: 24px 0 0; }
legend { font-size: 17px; font-weight: 600; padding: 0; }
.field { margin: 16px 0; max-width: 32rem; }
label { display: block; font-weight: 600; margin-bottom: 4px; }
.hint { color: var(--quiet); font-size: 13px; margin: 0 0 4px; }
.error { color: var(--bad); font-weight: 600; margin: 4px 0 0; }
.error::before { content: "\\26A0\\00A0"; }
input, select { width: 100%; font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--field); border-radius: 4px; padding: 8px; }
input[aria-invalid] { border: 2px solid var(--bad); }
input.code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; }
input[type=checkbox] { width: auto; margin: 0 8px 0 0; }
label.check { font-weight: 400; }
input[type=number] { max-width: 10rem; }
button { font: inherit; font-weight: 600; color: var(--on-accent); background: var(--accent); border: 1px solid var(--accent); border-radius: 4px;
  padding: 8px 16px; cursor: pointer; }
button.plain { color: var(--accent); background: transparent; padding: 4px 12px; }
.summary { border-left: 4px solid; border-radius: 4px; padding: 8px 16px; margin: 0 0 16px; }
.summary.bad { border-color: var(--bad); background: var(--bad-ground); }
.summary.good { border-color: var(--good); background: var(--good-ground); }
.summary h2 { margin: 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; min-width: min(40rem, 100%); }
caption { text-align: left; color: var(--quiet); padding-bottom: 4px; }
th, td { text-align: left; vertical-align: top; padding: 8px 16px 8px 0; border-bottom: 1px solid var(--line); }
th { font-size: 13px; color: var(--quiet); }
td.number, th.number { text-align: right; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: 4px 24px; margin: 0; }
dt { color: var(--quiet); }
dd { margin: 0; overflow-wrap: anywhere; }
code { font-family: ui-monospace, "Cascadia Mono", Menlo, Consolas, monospace; font-size: 14px; white-space: nowrap; }
.choices { list-style: none; padding: 0; margin: 0; display: grid; grid-template-columns: repeat(auto-fill, minmax(17rem, 1fr)); gap: 8px 32px; }
.choices p { margin: 0; color: var(--quiet); }
@media (max-width: 40rem) {
  header, footer { padding-left: 16px; padding-right: 16px; }
  main { border-radius: 0; border-width: 1px 0; padding: 16px; }
  dl { grid-template-columns: 1fr; gap: 0; }
  dd { margin-bottom: 8px; }
}
`;

/** Changes with its content, so that browsers may keep it. */
export const STYLE_PATH = `/style-${createHash('sha256').update(STYLE).digest('hex').slice(0, 12)}.css`;
