#include "report/html_style.hpp"

namespace testskew::report {

// All text has a contrast of at least 4.5 to 1 to what is behind it (WCAG 2, AA).
const char* html_style() {
    return R"(
:root{color-scheme:light dark;--bg:#fff;--fg:#1b1f24;--dim:#57606a;--line:#c4cad1;--soft:#f3f5f7;--bad:#a8071a;
--good:#15622c;--link:#0a54c4;--mark:#fff3bf}
@media (prefers-color-scheme:dark){:root{--bg:#14171a;--fg:#e6e8ea;--dim:#a8b0b8;--line:#454c54;--soft:#1f2429;
--bad:#ff9a92;--good:#7fdc9c;--link:#8fb8ff;--mark:#4a3f10}}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:80rem;background:var(--bg);color:var(--fg);font:1rem/1.5 system-ui,sans-serif;
overflow-wrap:break-word}
h1{font-size:1.5rem;line-height:1.3;margin:.3rem 0}
h2{font-size:1.3rem;margin:2rem 0 .5rem;border-bottom:1px solid var(--line)}
h3{font-size:1.15rem;margin:1rem 0 .4rem}h4{font-size:1rem;margin:1rem 0 .3rem}
p,ul,dl,figure{margin:.4rem 0}
a{color:var(--link)}
.skip{position:absolute;left:-99rem}
.skip:focus{left:1rem;background:var(--bg);padding:.5rem}
nav ul{display:flex;flex-wrap:wrap;gap:.2rem 1rem;list-style:none;padding:0}
article{border:1px solid var(--line);border-radius:.5rem;padding:0 1rem 1rem;margin:1rem 0}
.behind{border-left:.25rem solid var(--line);padding-left:1rem}
code,pre{font:.875rem/1.45 ui-monospace,monospace}
code{overflow-wrap:anywhere}
pre{margin:.2rem 0;padding:.3rem .5rem;background:var(--soft);overflow-x:auto;white-space:pre-wrap;
overflow-wrap:anywhere}
.error code,.bad,del{color:var(--bad)}
.good,ins{color:var(--good)}
del,ins{text-decoration:none}
.cause{font-weight:600}
.said{white-space:pre-wrap}.said,.pair td{overflow-wrap:anywhere}
.dim,caption{color:var(--dim)}
.verdict{border:1px solid currentColor;border-radius:.3rem;padding:0 .4rem;text-transform:uppercase;font-size:.85em}
.proven{color:var(--good)}
.supported,.interaction{color:var(--link)}
.wide{overflow-x:auto;margin:.5rem 0}
table{border-collapse:collapse;font-size:.9375rem}
caption{text-align:left;padding:.2rem 0}
th,td{border:1px solid var(--line);padding:.25rem .5rem;text-align:left;vertical-align:top}
thead th{background:var(--soft)}
td details pre{min-width:24rem}
.pair table{width:100%;min-width:36rem;table-layout:fixed}
.differs td{background:var(--mark)}
summary{cursor:pointer;padding:.2rem 0}
dt{font-weight:600}
dd{margin:0 0 .3rem 1rem}
.map td{text-align:center;font:700 .875rem ui-monospace,monospace;padding:.25rem .4rem;min-width:1.6rem}
.map thead th{text-align:center;white-space:nowrap}
.map tbody th{position:sticky;left:0;background:var(--bg);font-weight:400;min-width:16rem;max-width:28rem}
.m-f{background:var(--bad);color:var(--bg)}.m-p{color:var(--good)}
.m-y,.m-o{background:var(--mark);color:var(--fg)}.m-n{color:var(--dim)}
svg{max-width:100%;height:auto}
.f{fill:var(--bad)}.p{stroke:var(--good)}.x{stroke:var(--dim)}
:focus-visible{outline:2px solid var(--link);outline-offset:2px}
@media (max-width:44rem){body{padding:.5rem}article{padding:0 .6rem .6rem}}
@media print{:root{color-scheme:light;
--bg:#fff;--fg:#000;--dim:#333;--line:#999;--soft:#fff;--bad:#900;--good:#050;--link:#000;--mark:#eee}
nav,.skip{display:none}
tr,h3,h4{break-inside:avoid}.pair tr{break-inside:auto}h2,h3,h4{break-after:avoid}.wide{overflow:visible}
.pair table{min-width:0}
details::details-content{content-visibility:visible}td details::details-content{content-visibility:hidden}}
)";
}

}  // namespace testskew::report
