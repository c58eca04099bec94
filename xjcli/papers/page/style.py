"""How a report looks (第二十四条): one column on a telephone, two on a desk, A4 on paper; light and dark.

Blue and orange are Okabe and Ito's, told apart with every kind of colour vision.
"""

from __future__ import annotations

STYLE = """
:root{color-scheme:light dark;--paper:#fff;--ink:#1b1f24;--quiet:#59636e;--line:#d1d7de;--band:#f4f6f8;
--c0:#0072b2;--c1:#e69f00;--whole:#8a94a0;--hatch:rgba(0,0,0,.45)}
@media screen and (prefers-color-scheme:dark){:root{--paper:#14171b;--ink:#e8ebee;--quiet:#a3adb8;--line:#3a424b;
--band:#1f242a;--c0:#56b4e9;--c1:#e69f00;--whole:#7d8792;--hatch:rgba(0,0,0,.6)}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);line-height:1.6;
font-family:"Noto Sans CJK SC","Noto Sans SC","Source Han Sans SC","PingFang SC","Microsoft YaHei",system-ui,sans-serif}
main{max-width:64rem;margin:0 auto;padding:1.25rem 1rem 3rem}
header{border-bottom:2px solid var(--c0);margin-bottom:1.5rem;padding-bottom:.75rem}
h1{font-size:1.5rem;line-height:1.3;margin:0 0 .25rem;overflow-wrap:anywhere}
h2{font-size:1.125rem;line-height:1.4;margin:2rem 0 .5rem;overflow-wrap:anywhere}
p{margin:.25rem 0;overflow-wrap:anywhere}.quiet{color:var(--quiet);font-size:.875rem}
.charts{display:grid;grid-template-columns:minmax(0,1fr);gap:1.5rem}
figure{margin:0;min-width:0;break-inside:avoid}figcaption{font-weight:600;margin-bottom:.5rem}
svg{display:block;width:100%;height:auto;max-width:36rem}
svg text{font:12px sans-serif;font-family:inherit;fill:var(--ink)}svg text.small{font-size:10.5px}
.c0,.heat{fill:var(--c0)}.c1{fill:var(--c1)}.c-whole{fill:var(--whole)}
.hatch{fill:url(#hatch)}#hatch path{stroke:var(--hatch)}.axis{stroke:var(--quiet)}
.defs{position:absolute;width:0;height:0}
.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.375rem}
.scroll:focus-visible{outline:2px solid var(--c0);outline-offset:2px}
table{border-collapse:collapse;width:100%;font-size:.875rem;font-variant-numeric:tabular-nums}
th,td{padding:.3rem .6rem;text-align:right;white-space:nowrap;border-bottom:1px solid var(--line)}
tr>:first-child{text-align:left;position:sticky;left:0;background:var(--paper);white-space:normal;min-width:7rem}
thead th,thead tr>:first-child{background:var(--band);font-weight:600}tbody th{font-weight:400}
tbody tr:last-child>*{border-bottom:0}
@media (min-width:52rem){.charts{grid-template-columns:repeat(2,minmax(0,1fr))}h1{font-size:2rem}}
@page{size:A4;margin:15mm}
@media print{main{max-width:none;padding:0}body{font-size:10pt;-webkit-print-color-adjust:exact;
print-color-adjust:exact}.charts{grid-template-columns:repeat(2,minmax(0,1fr));gap:8mm}
h1{font-size:18pt}h2{font-size:12pt;break-after:avoid;margin-top:6mm}
.scroll{overflow:visible;border:0}table{font-size:8pt;line-height:1.25}thead{display:table-header-group}tr{break-inside:avoid}
th,td{padding:.35mm 1.2mm;white-space:normal}tr>:first-child{position:static;min-width:0}
section.short{break-inside:avoid}}
"""
