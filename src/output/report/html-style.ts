/** The page's style: system fonts, both colour schemes, print. */
export const htmlStyle = `
:root{color-scheme:light dark;--text:#1d2129;--dim:#626b7a;--line:#e0e4ea;--back:#fff;--soft:#f5f7fa;--link:#0b5cad;
--critical:#a3123a;--high:#c2410c;--medium:#a16207;--low:#0e7490;--negligible:#64748b;--unknown:#64748b;--deny:#a3123a;--warn:#a16207;--pass:#15803d}
@media (prefers-color-scheme:dark){:root{--text:#e4e8ee;--dim:#97a1b0;--line:#2f3743;--back:#12161c;--soft:#1a2029;--link:#6db3f8;
--critical:#ff7b9c;--high:#ff9a62;--medium:#e8bd4b;--low:#5fd0e6;--negligible:#9aa6b6;--unknown:#9aa6b6;--deny:#ff7b9c;--warn:#e8bd4b;--pass:#5fd68a}}
*{box-sizing:border-box}
body{margin:0;background:var(--back);color:var(--text);font:15px/1.5 system-ui,"Segoe UI",Roboto,"Helvetica Neue",Arial,sans-serif}
main{max-width:1180px;margin:0 auto;padding:28px 24px 64px}
h1{font-size:23px;line-height:1.3;margin:6px 0 4px;overflow-wrap:anywhere}
h2{font-size:17px;margin:36px 0 10px}
h2 small{font-weight:400;color:var(--dim);font-size:14px;margin-left:6px}
a{color:var(--link)}
code{font:13px/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,monospace;overflow-wrap:anywhere}
.dim{color:var(--dim)}
.badge{display:inline-block;font-size:13px;font-weight:650;letter-spacing:.02em;border:1.5px solid currentColor;border-radius:6px;padding:1px 10px}
.deny{color:var(--deny)}.warn{color:var(--warn)}.pass{color:var(--pass)}
.critical{color:var(--critical)}.high{color:var(--high)}.medium{color:var(--medium)}.low{color:var(--low)}.negligible{color:var(--negligible)}.unknown{color:var(--unknown)}
.sev{font-weight:600;white-space:nowrap}
.facts{margin:0;padding:0;list-style:none;display:flex;flex-wrap:wrap;gap:2px 18px;color:var(--dim)}
.note{border-left:3px solid var(--warn);background:var(--soft);padding:8px 14px;margin:14px 0}
.reasons{list-style:none;margin:18px 0 0;padding:0}
.reasons li{padding:7px 0;border-top:1px solid var(--line);display:flex;gap:14px;align-items:baseline}
.reasons li:last-child{border-bottom:1px solid var(--line)}
.reasons b{min-width:44px}
.tiles{display:grid;grid-template-columns:repeat(auto-fit,minmax(120px,1fr));gap:10px}
.tile{background:var(--soft);border-radius:8px;padding:10px 14px}
.tile b{display:block;font-size:25px;line-height:1.25;font-variant-numeric:tabular-nums}
.scroll{overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:14px}
th,td{text-align:left;padding:7px 18px 7px 0;border-bottom:1px solid var(--line);vertical-align:top}
td{overflow-wrap:anywhere}
th{font-weight:600;white-space:nowrap;color:var(--dim);font-size:13px}
th button{all:unset;cursor:pointer}
th button:focus-visible,summary:focus-visible{outline:2px solid var(--link);outline-offset:2px;border-radius:3px}
th[aria-sort=ascending] button::after{content:" \\2191"}th[aria-sort=descending] button::after{content:" \\2193"}
td.num,th.num{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
tr.waived td{opacity:.6}
.tag{font-size:12px;font-weight:600;border-radius:4px;padding:0 6px;background:var(--soft);white-space:nowrap}
.filters{display:flex;flex-wrap:wrap;gap:10px 14px;align-items:center;margin:4px 0 10px}
.filters input[type=search],.filters select{font:inherit;font-size:14px;color:inherit;background:var(--back);border:1px solid var(--line);border-radius:6px;padding:5px 9px}
.filters input[type=search]{flex:1 1 240px}
details summary{cursor:pointer}
details[open]>summary{margin-bottom:6px}
.more{font-size:13px;color:var(--dim)}
.more dl{display:grid;grid-template-columns:max-content 1fr;gap:2px 14px;margin:4px 0}
.more dt{color:var(--dim)}.more dd{margin:0;overflow-wrap:anywhere;color:var(--text)}
section.fold>details>summary{font-size:17px;font-weight:600;margin-top:32px}
footer{margin-top:48px;color:var(--dim);font-size:13px}
[hidden]{display:none}
@media print{.filters{display:none}main{max-width:none;padding:0}}
`;
