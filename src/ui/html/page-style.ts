import { Markup } from "../../core/markup.js";

/** The look of every page: the reader's own fonts; colours as variables, one set for light and one for dark. */
export const pageStyle = new Markup(`
:root { --bg: #fff; --fg: #1c2024; --soft: #5d6670; --line: #d9dde2; --mark: #fff3cd; --good: #0a7c42;
  --bad: #b3261e; --curve: 42%; }
@media (prefers-color-scheme: dark) {
  :root { --bg: #14171a; --fg: #e6e8ea; --soft: #9aa4ae; --line: #343a41; --mark: #3d3418; --good: #5fd08d;
    --bad: #ff8a80; --curve: 66%; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--bg); color: var(--fg); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 1180px; margin: 0 auto; padding: 24px 20px 64px; }
h1 { font-size: 1.5rem; margin: 0 0 4px; }
h2 { font-size: 1.1rem; margin: 36px 0 8px; }
p { margin: 4px 0 12px; }
.soft { color: var(--soft); font-weight: normal; font-size: .9em; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; font-size: .92rem; }
th, td { text-align: left; vertical-align: top; padding: 4px 14px 4px 6px; border-bottom: 1px solid var(--line); }
td { overflow-wrap: anywhere; min-width: 7.5em; }
th { font-weight: 600; white-space: nowrap; }
thead th { border-bottom: 2px solid var(--line); background: var(--bg); }
tbody th { font-weight: 500; }
.number td { text-align: right; white-space: nowrap; }
.differs td { background: var(--mark); }
.good { color: var(--good); }
.bad { color: var(--bad); }
.best { font-weight: 700; }
.delta { display: block; font-size: .85em; }
code { font-family: ui-monospace, monospace; font-size: .92em; }
details { margin: 8px 0; }
summary { cursor: pointer; color: var(--soft); }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 540px), 1fr)); gap: 20px; }
figure { margin: 0; padding: 10px 12px 6px; border: 1px solid var(--line); border-radius: 6px; }
figcaption { font-weight: 600; overflow-wrap: anywhere; }
svg { display: block; width: 100%; height: auto; }
svg text { fill: var(--soft); font: 11px system-ui, sans-serif; }
.grid { stroke: var(--line); stroke-width: 1; }
.curve { fill: none; stroke: hsl(var(--h) 70% var(--curve)); stroke-width: 1.6; stroke-linejoin: round; }
.dot { fill: hsl(var(--h) 70% var(--curve)); }
.swatch { display: inline-block; width: 22px; height: 3px; margin-right: 6px; vertical-align: middle; border-radius: 2px;
  background: hsl(var(--h) 70% var(--curve)); }
.legend { display: flex; flex-wrap: wrap; gap: 2px 18px; padding: 0; margin: 8px 0 16px; list-style: none; font-size: .9rem; }
@media print { .charts { display: block; } figure { break-inside: avoid; margin-bottom: 12px; } }
`);
