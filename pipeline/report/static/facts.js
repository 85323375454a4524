// The table of all facts.
"use strict";
(() => {
  const { element } = rows;
  const data = rows.read("facts");
  const form = document.getElementById("filters");
  const fields = form.elements;
  const count = document.getElementById("count");
  const narrow = matchMedia("(max-width: 720px)");
  let table = null;
  let fits = () => true;

  const link = (row) => `articles/${row.article.slice(0, 2)}/${row.article}.html#${row.anchor}`;
  for (const row of data) {
    const names = ui.words.indicators[row.indicator] || [row.indicator || ""];
    row.words = [names[0], row.indicator, row.measure, row.predicate, row.subject, row.place, row.text, row.sentence, row.title]
      .filter(Boolean).join("\n").toLowerCase();
  }

  const figure = (row) => element("a", { href: link(row), class: "figure", lang: "zh-Hans", title: row.text }, row.shown);
  const status = (row) => element("span", { class: `status ${row.status}` }, ui.code(row.status));
  const text = (name) => (cell) => element("span", { lang: "zh-Hans", title: cell.getData()[name] || "" }, cell.getData()[name] || "");
  const said = (row) => [row.predicate, row.measure].filter(Boolean).join(" ");

  function card(cell) {
    const row = cell.getData();
    const small = [row.subject, row.place].filter(Boolean).join(" · ");
    return element("div", { class: "fact" },
      element("div", {}, figure(row), " ", element("span", { lang: "zh-Hans" }, said(row))),
      element("div", {}, status(row), " ", element("b", {}, ui.indicator(row.indicator)), row.period ? ` · ${row.period}` : "", ` · ${row.confidence.toFixed(2)}`),
      small ? element("div", { lang: "zh-Hans" }, small) : null,
      element("div", { class: "quote", lang: "zh-Hans" }, row.sentence || ""));
  }

  function columns() {
    if (narrow.matches) {
      return [{ title: ui.word("facts"), field: "value", formatter: card, headerSort: false, variableHeight: true }];
    }
    const head = (name) => ui.column("statistics", name);
    return [
      { title: head("value"), field: "value", width: 165, hozAlign: "right", formatter: (cell) => figure(cell.getData()), sorter: "number", sorterParams: { alignEmptyValues: "bottom" }, frozen: true },
      { title: head("indicator"), field: "indicator", width: 130, formatter: (cell) => ui.indicator(cell.getValue()) },
      { title: head("measure"), field: "measure", width: 175, formatter: (cell) => element("span", { lang: "zh-Hans", title: said(cell.getData()) }, said(cell.getData())) },
      { title: head("subject"), field: "subject", width: 150, formatter: text("subject") },
      { title: head("place"), field: "place", width: 90, formatter: text("place") },
      { title: ui.word("period"), field: "period_end", width: 125, formatter: (cell) => element("span", { title: cell.getData().period }, cell.getData().period), sorter: "string", sorterParams: { alignEmptyValues: "bottom" } },
      { title: head("status"), field: "status", width: 96, formatter: (cell) => status(cell.getData()) },
      { title: head("confidence"), field: "confidence", width: 108, hozAlign: "right", sorter: "number", formatter: (cell) => (cell.getValue() === null ? "" : cell.getValue().toFixed(2)) },
      { title: head("sentence"), field: "sentence", minWidth: 180, formatter: text("sentence") },
    ];
  }

  const later = rows.later(() => remember(), 50);

  const firstDay = (typed) => typed + "0000-01-01".slice(typed.length);
  const lastDay = (typed) => typed + "9999-12-31".slice(typed.length);

  function condition() {
    const terms = rows.terms(fields.search.value);
    const [subject, place] = [fields.subject.value.trim(), fields.place.value.trim()];
    const indicator = fields.indicator.value, wanted = fields.status.value;
    const from = /^\d{4}/.test(fields.from.value) ? firstDay(fields.from.value.trim()) : "";
    const to = /^\d{4}/.test(fields.to.value) ? lastDay(fields.to.value.trim()) : "";
    const least = fields.min.value === "" ? -1 : Number(fields.min.value);
    const most = fields.max.value === "" ? 2 : Number(fields.max.value);
    const article = fields.article.checked ? fields.article.value : "";
    return (row) => (!article || row.article === article)
      && (!indicator || (row.indicator || "-") === indicator)
      && (!wanted || row.status === wanted)
      && (!subject || (row.subject || "").includes(subject))
      && (!place || (row.place || "").includes(place))
      && (!from || (row.period_end || row.period_start || "") >= from)
      && (!to || ((row.period_start || row.period_end) && (row.period_start || row.period_end) <= to))
      && row.confidence >= least && row.confidence <= most
      && terms.every((term) => row.words.includes(term));
  }

  function filter() {
    fits = condition();
    table.setFilter((row) => fits(row));
    later();
  }

  function say(shown) {
    const [a, b] = [shown.toLocaleString("en"), data.length.toLocaleString("en")];
    count.textContent = ui.language() === "en" ? `${a} ${ui.word("rows_shown")} ${b}` : `${a} ${ui.word("rows_shown")} ${b}`;
  }

  function remember() {
    const state = new URLSearchParams();
    for (const field of fields) {
      if (field.name && field.value && (field.type !== "checkbox" || field.checked)) state.set(field.name, field.value);
    }
    try { history.replaceState(null, "", state.size ? `#${state}` : location.pathname + location.search); } catch { /* some browsers refuse on file: */ }
  }

  function lists() {
    const codes = new Map();
    for (const row of data) codes.set(row.indicator || "-", (codes.get(row.indicator || "-") || 0) + 1);
    const sorted = [...codes.keys()].sort((a, b) => (a === "-") - (b === "-") || codes.get(b) - codes.get(a));
    rows.options(fields.indicator, sorted, (code) => `${code === "-" ? ui.word("no_indicator") : ui.indicator(code)} (${codes.get(code)})`);
    rows.options(fields.status, ["actual", "planned", "rule"], ui.code);
  }

  function take(state) {
    for (const field of fields) {
      if (field.name && field.type !== "checkbox" && state.has(field.name)) field.value = state.get(field.name);
    }
    const [article, anchor] = (state.get("fact") || state.get("article") || "").split(".");
    if (article) {
      fields.article.value = article;
      fields.article.checked = true;
      document.getElementById("one_article").hidden = false;
    }
    return anchor ? data.find((row) => row.article === article && row.anchor === anchor) : null;
  }

  lists();
  rows.suggestions(document.getElementById("subjects"), data.map((row) => row.subject));
  rows.suggestions(document.getElementById("places"), data.map((row) => row.place));
  let sought = take(rows.fromAddress());
  fits = condition();

  function build() {
    table = new Tabulator("#table", {
      data, columns: columns(), index: "id", layout: "fitColumns", height: "70vh", renderVerticalBuffer: 120,
      placeholder: () => ui.word("nothing"), columnDefaults: { headerTooltip: true, resizable: "header" },
      rowFormatter: (row) => row.getElement().classList.toggle("sought", row.getData() === sought || (sought && row.getData().id === sought.id)),
    });
    table.on("dataFiltered", (filters, found) => say(found.length));
    table.on("tableBuilt", () => {
      filter();
      if (sought) table.scrollToRow(sought.id, "center", false).catch(() => {});
      document.documentElement.dataset.ready = "facts";
    });
    window.BAOSHU.table = table;
  }
  build();

  const soon = rows.later(filter, 120);
  form.addEventListener("input", (event) => (event.target.tagName === "SELECT" || event.target.type === "checkbox" ? filter() : soon()));
  form.addEventListener("submit", (event) => { event.preventDefault(); filter(); });
  form.addEventListener("reset", () => setTimeout(() => { sought = null; document.getElementById("one_article").hidden = true; filter(); table.redraw(true); }));
  addEventListener("hashchange", () => { form.reset(); sought = take(rows.fromAddress()); filter(); });
  ui.onLanguage(() => { lists(); table.setColumns(columns()); filter(); });
  narrow.addEventListener("change", () => { table.setColumns(columns()); table.redraw(true); });
})();
