/** The one style of exported pages. Its hash stands in their policy; a test compares the two. */
export const PAGE_STYLE = `:root{color-scheme:light dark}
body{font:16px/1.5 system-ui,sans-serif;max-width:60rem;margin:2rem auto;padding:0 1rem}
h1,td,dd,p{overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%}
th,td{text-align:start;vertical-align:top;padding:.25rem .5rem;border-bottom:1px solid #8888}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.25rem 1rem}
dt{font-weight:600}
dd{margin:0}
ol{list-style:none;padding:0}
li.local,li.remote{margin:.75rem 0;padding:.25rem .75rem;border-inline-start:3px solid #0072b2}
li.local{border-color:#d55e00}
li p{margin:.25rem 0;white-space:pre-wrap}
li.event{margin:.25rem .75rem}
time,.time,.note,footer{color:#666;font-size:.875rem}
time{white-space:nowrap}
.flag{border:1px solid;padding:.25rem .75rem}
@media (prefers-color-scheme:dark){time,.time,.note,footer{color:#aaa}}
@media print{body{margin:0;max-width:none}li{break-inside:avoid}}
@page{margin:2cm}
`;

/** SHA-256 of the style in base64, as Content-Security-Policy names it. */
export const PAGE_STYLE_HASH = 'sha256-5cr2abRTBl01dCODpU7X0DXWe8BnMnXjldhZU4Be0tM=';
