/** The style of a page: one typeface, and the system's choice of light or dark; paper is light. */
export const STYLE = `
:root { color-scheme: light dark; --ink: #1b1f24; --quiet: #57606a; --paper: #fff; --card: #f6f8fa; --line: #d0d7de; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6edf3; --quiet: #9da7b3; --paper: #0d1117; --card: #161b22; --line: #30363d; } }
@media print { :root { color-scheme: light; --ink: #000; --quiet: #333; --paper: #fff; --card: #fff; --line: #999; } }
* { box-sizing: border-box; }
body { margin: 0 auto; padding: 1.5rem 1rem 4rem; max-width: 70rem; font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); }
h1 { font-size: 1.6rem; margin: 0 0 .25rem; }
h2 { font-size: 1.15rem; margin: 0 0 .4rem; overflow-wrap: anywhere; }
p { margin: .25rem 0 .75rem; max-width: 46rem; }
.quiet { color: var(--quiet); }
.heads { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 0 0 1rem; }
.heads div { background: var(--card); border: 1px solid var(--line); border-radius: .5rem; padding: .6rem .8rem; }
.heads dt { color: var(--quiet); font-size: .85rem; }
.heads dd { margin: 0; font-size: 1.35rem; font-weight: 600; overflow-wrap: anywhere; }
.figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 32rem), 1fr)); column-gap: 2rem; }
section { min-width: 0; border-top: 1px solid var(--line); padding: 1.25rem 0; break-inside: avoid; }
h3 { font-size: 1rem; margin: .75rem 0 .5rem; overflow-wrap: anywhere; }
.plot { overflow-x: auto; }
.plot svg { display: block; max-width: none; }
.wide { grid-column: 1 / -1; }
@media (min-width: 40rem) { .plot svg { max-width: 100%; height: auto; } }
.scroll { overflow-x: auto; max-width: 100%; }
table { border-collapse: collapse; font-size: .9rem; font-variant-numeric: tabular-nums; }
th, td { padding: .2rem .8rem .2rem 0; text-align: left; border-bottom: 1px solid var(--line); vertical-align: top; }
td.n, th.n { text-align: right; }
td { overflow-wrap: break-word; }
summary { cursor: pointer; color: var(--quiet); font-size: .9rem; }
summary:focus-visible, .plot:focus-visible, .scroll:focus-visible { outline: 2px solid #0072b2; outline-offset: 2px; }
@media print { .plot svg { max-width: 100%; height: auto; } details:not([open]) { display: none; } body { max-width: none; } }
`;
