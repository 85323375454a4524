// Small charts, drawn when they come into view.
"use strict";
(() => {
  const NAMES = ["date", "value", "status", "subject", "measure", "shown", "period", "link"];
  const COLOURS = { actual: "#0072B2", planned: "#D55E00", rule: "#555555" };
  const SHAPES = { actual: "circle", planned: "diamond", rule: "square" };
  const STATUSES = Object.keys(COLOURS);
  const drawn = new Map();

  function spec(chart, box) {
    const wide = Math.max(180, box.clientWidth - 8);
    const values = chart.marks.map((mark) => Object.fromEntries(mark.map((value, place) => [NAMES[place], value])));
    for (const row of values) {
      row.told = ui.code(row.status);
      row.date = `${row.date.slice(0, 7)}-15`; // by month: the last day of a year shall not seem the next one's
    }
    const years = values.map((row) => Number(row.date.slice(0, 4)));
    const span = Math.max(...years) - Math.min(...years);
    const number = ui.language() === "en" ? "format(datum.value, '~s')"
      : "abs(datum.value) >= 1e8 ? format(datum.value / 1e8, '~g') + '亿' : abs(datum.value) >= 1e4 ? format(datum.value / 1e4, '~g') + '万' : format(datum.value, '~g')";
    const amounts = values.map((row) => row.value).filter((value) => value > 0);
    const log = !chart.line && amounts.length === values.length && Math.max(...amounts) / Math.min(...amounts) > 200;
    const powers = [];
    if (log) for (let power = 10 ** Math.floor(Math.log10(Math.min(...amounts))); power <= Math.max(...amounts) * 10; power *= 10) powers.push(power);
    const few = powers.filter((_, place) => place % Math.ceil(powers.length / 5) === 0);
    // several years: each a band between two lines, its number in the middle
    const year = (place, day) => `${String(Math.min(...years) + place).padStart(4, "0")}-${day}`;
    const step = Math.ceil((span + 1) / 7);
    const middles = Array.from({ length: span + 1 }, (_, place) => year(place, "07-02")).filter((_, place) => place % step === 0);
    const edges = Array.from({ length: span + 2 }, (_, place) => year(place, "01-01")).filter((_, place) => place % step === 0);
    const x = { field: "date", type: "temporal", title: null,
      scale: span > 0 ? { type: "utc", nice: false, domain: [Date.parse(year(0, "01-01")), Date.parse(year(span + 1, "01-01"))] } : { type: "utc", nice: false, padding: 12 },
      axis: span > 0
        ? { format: "%Y", values: middles.map((day) => Date.parse(day)), ticks: false, labelPadding: 6, grid: false }
        : { format: "%Y-%m", tickCount: 4, grid: false, labelOverlap: true } };
    const bands = { data: { values: edges.map((date) => ({ date })) }, mark: { type: "rule", color: "#e4e4e0" }, encoding: { x } };
    const y = { field: "value", type: "quantitative", title: null, scale: log ? { type: "log" } : { zero: true, nice: true },
      axis: { labelExpr: number, ...(log ? { values: few } : { tickCount: 4 }), labelOverlap: true } };
    const points = {
      mark: { type: "point", filled: true, size: 75, opacity: 0.85, cursor: "pointer", stroke: "white", strokeWidth: 0.6 },
      encoding: { x, y, href: { field: "link" },
        color: { field: "status", type: "nominal", scale: { domain: STATUSES, range: STATUSES.map((s) => COLOURS[s]) }, legend: null },
        shape: { field: "status", type: "nominal", scale: { domain: STATUSES, range: STATUSES.map((s) => SHAPES[s]) }, legend: null },
        tooltip: [["shown", "value"], ["period", "period"], ["told", "status"], ["subject", "subject"], ["measure", "measure"]]
          .map(([field, word]) => ({ field, type: "nominal", title: ui.word(word) })) },
    };
    const line = { transform: [{ filter: "datum.status !== 'planned'" }], mark: { type: "line", color: "#0072B2", strokeWidth: 1.5 }, encoding: { x, y } };
    return {
      data: { values }, width: wide - 55, height: chart.line ? 110 : 130, layer: [...(span > 0 ? [bands] : []), ...(chart.line ? [line] : []), points],
      config: { aria: false, background: null, view: { stroke: null }, font: "system-ui, 'Noto Sans CJK SC', 'PingFang SC', 'Microsoft YaHei', sans-serif",
        axis: { labelColor: "#444", labelFontSize: 11, gridColor: "#e4e4e0", domainColor: "#999", tickColor: "#999" } },
    };
  }

  function draw(box) {
    const chart = window.BAOSHU.charts[Number(box.dataset.chart)];
    vegaEmbed(box, spec(chart, box), { actions: false, renderer: "svg", mode: "vega-lite", tooltip: { theme: "custom" } })
      .then((made) => { drawn.get(box)?.finalize(); drawn.set(box, made); box.dataset.drawn = "yes"; })
      .catch((error) => { box.textContent = String(error); });
  }

  const seen = new IntersectionObserver((entries) => {
    for (const entry of entries) if (entry.isIntersecting) { seen.unobserve(entry.target); draw(entry.target); }
  }, { rootMargin: "300px" });
  for (const box of document.querySelectorAll(".chart")) seen.observe(box);
  ui.onLanguage(() => { for (const box of drawn.keys()) draw(box); });
  let timer = 0;
  let width = innerWidth;
  addEventListener("resize", () => {
    clearTimeout(timer);
    timer = setTimeout(() => { if (innerWidth !== width) { width = innerWidth; for (const box of drawn.keys()) draw(box); } }, 200);
  });
})();
