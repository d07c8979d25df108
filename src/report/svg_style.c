/*
 * How pictures look.  Text has a contrast of at least 4.5 to what is behind
 * it and shapes of at least 3, in both themes; nothing is told by colour
 * alone.
 */
#include "report/svg.h"

#define LIGHT \
    "--ink:#172033;--soft:#55607a;--page:#f4f6fa;--card:#fff;" \
    "--line:#dce1ea;--edge:#7b8699;--track:#e9edf3;--accent:#2456c9;" \
    "--tint:#2456c914;--good:#15794b;--bad:#b3261e;--bar-good:#1f8f5c;" \
    "--bar-bad:#d1493f;--bar:#2456c9;--on:#fff;--ask1:#e3e9f5;--ask2:#c9d5ee;" \
    "--ask3:#a9bce4;--ask4:#87a2d8;--hue0:#2456c9;--hue1:#0b7a7c;" \
    "--hue2:#b4520a;--hue3:#7a4fc0;--hue4:#3d7a1f;--hue5:#b0306a;" \
    "--hue6:#8a6500;--hue7:#5f6776;--shadow:0 1px 2px #1720330f,0 4px 16px " \
    "#1720330d;--day-good:#15794b;--day-bad:#b3261e;--on-day:#fff;" \
    "--edge-shadow:#17203326;color-scheme:light"
#define DARK \
    "--ink:#e7ebf3;--soft:#a6b0c2;--page:#0f131a;--card:#171d27;" \
    "--line:#2a3342;--edge:#8592a8;--track:#252d3a;--accent:#82aaff;" \
    "--tint:#82aaff1f;--good:#63d19c;--bad:#ff958b;--bar-good:#3fae7b;" \
    "--bar-bad:#e8695e;--bar:#6f9bf5;--on:#0f131a;--ask1:#222d42;" \
    "--ask2:#2b3b5c;--ask3:#375081;--ask4:#4566a6;--hue0:#82aaff;" \
    "--hue1:#4fc3c4;--hue2:#f2a35e;--hue3:#b898f0;--hue4:#8ecb6b;" \
    "--hue5:#f08ab8;--hue6:#e0b84c;--hue7:#a6b0c2;--shadow:none;" \
    "--day-good:#228355;--day-bad:#bd4a3f;--on-day:#fff;" \
    "--edge-shadow:#000c;color-scheme:dark"

const char gp_svg_colors[] =
    ".gp{" LIGHT "}\n"
    "@media (prefers-color-scheme:dark){.gp{" DARK "}}\n"
    "@media print{.gp{" LIGHT "}}\n";

const char gp_svg_style[] =
    "svg text{fill:var(--ink);font:400 13px system-ui,-apple-system,"
    "\"Segoe UI\",Roboto,\"Noto Sans\",\"PingFang SC\",\"Microsoft YaHei\","
    "\"Noto Sans CJK SC\",sans-serif}\n"
    "svg .small{font-size:12px}svg .tiny{font-size:11px}\n"
    "svg .title{font-size:16px;font-weight:600}\n"
    "svg .strong{font-weight:600}svg .soft{fill:var(--soft)}\n"
    "svg .num{font-variant-numeric:tabular-nums}\n"
    "svg .ink-good{fill:var(--good)}svg .ink-bad{fill:var(--bad)}\n"
    "svg .on{fill:var(--on)}svg .on-day{fill:var(--on-day)}\n"
    "svg .halo{paint-order:stroke;stroke:var(--card);stroke-width:4px;"
    "stroke-linejoin:round}\n"
    "svg .paper{fill:var(--card)}\n"
    "svg .grid{stroke:var(--line);stroke-width:1}\n"
    "svg .axis{stroke:var(--edge);stroke-width:1}\n"
    "svg .line{fill:none;stroke-width:2.5;stroke-linejoin:round;"
    "stroke-linecap:round}\n"
    "svg .line.actual{stroke:var(--accent);stroke-width:3}\n"
    "svg .line.target{stroke:var(--edge);stroke-width:2;"
    "stroke-dasharray:7 5;stroke-linecap:butt}\n"
    "svg .line.forecast{stroke:var(--accent);stroke-width:2.5;"
    "stroke-dasharray:.1 6}\n"
    "svg .area{fill:var(--tint)}\n"
    "svg .dot{fill:var(--card);stroke:var(--accent);stroke-width:2}\n"
    "svg .track{fill:var(--track)}svg .bar{fill:var(--bar)}\n"
    "svg .bar.good{fill:var(--bar-good)}svg .bar.bad{fill:var(--bar-bad)}\n"
    "svg .bar.quiet{fill:var(--edge)}\n"
    "svg .mark{stroke:var(--ink);stroke-width:1.5;fill:none}\n"
    "svg .tick{stroke:var(--ink);stroke-width:3;fill:none}\n"
    "svg .flow{fill:var(--tint)}\n"
    "svg .branch{fill:none;stroke:var(--edge);stroke-width:1.5}\n"
    "svg .box{fill:var(--page);stroke:var(--line);stroke-width:1}\n"
    "svg .box.root{stroke:var(--accent);stroke-width:1.5}\n"
    "svg .day{fill:none;stroke:var(--line);stroke-width:1}\n"
    "svg .day.good{fill:var(--day-good);stroke:none}\n"
    "svg .day.bad{fill:var(--day-bad);stroke:none}\n"
    "svg .day.other{fill:var(--hue7);stroke:none}\n"
    "svg .day.ask1{fill:var(--ask1);stroke:none}"
    "svg .day.ask2{fill:var(--ask2);stroke:none}\n"
    "svg .day.ask3{fill:var(--ask3);stroke:none}"
    "svg .day.ask4{fill:var(--ask4);stroke:none}\n"
    "svg .dash{stroke:var(--on-day);stroke-width:2;fill:none}\n"
    "svg .hue0{fill:var(--hue0)}svg .hue1{fill:var(--hue1)}"
    "svg .hue2{fill:var(--hue2)}svg .hue3{fill:var(--hue3)}\n"
    "svg .hue4{fill:var(--hue4)}svg .hue5{fill:var(--hue5)}"
    "svg .hue6{fill:var(--hue6)}svg .hue7{fill:var(--hue7)}\n";
