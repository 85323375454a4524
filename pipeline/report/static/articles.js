// The list of all articles.
"use strict";
(() => {
  const { element } = rows;
  const data = rows.read("articles");
  const form = document.getElementById("filters");
  const fields = form.elements;
  const narrow = matchMedia("(max-width: 720px)");
  for (const row of data) row.words = [row.title, row.document, row.published].filter(Boolean).join("\n").toLowerCase();

  const open = (row) => element("a", { href: `articles/${row.article.slice(0, 2)}/${row.article}.html`, lang: "zh-Hans" }, row.title || ui.word("untitled"));
  const page = (row) => element("a", { href: `pages/${row.raw.slice(0, 2)}/${row.raw}.html`, class: "id", title: row.document }, row.document);

  function card(cell) {
    const row = cell.getData();
    return element("div", { class: "fact" }, element("div", {}, open(row)),
      element("div", {}, [row.published, ui.code(row.event_type), `${row.facts} ${ui.word("facts")}`].filter(Boolean).join(" · ")),
      element("div", {}, page(row)));
  }

  function columns() {
    if (narrow.matches) return [{ title: ui.word("articles"), field: "title", formatter: card, headerSort: false, variableHeight: true }];
    return [
      { title: ui.word("title"), field: "title", minWidth: 260, formatter: (cell) => open(cell.getData()) },
      { title: ui.word("document"), field: "document", width: 190, formatter: (cell) => page(cell.getData()) },
      { title: ui.word("published"), field: "published", width: 210 },
      { title: ui.word("event_type"), field: "event_type", width: 130, formatter: (cell) => ui.code(cell.getValue()) },
      { title: ui.word("facts"), field: "facts", width: 110, hozAlign: "right", sorter: "number" },
      { title: ui.word("mentions"), field: "mentions", width: 110, hozAlign: "right", sorter: "number" },
    ];
  }

  function lists() {
    rows.options(fields.event_type, [...new Set(data.map((row) => row.event_type).filter(Boolean))].sort(), ui.code);
  }

  function filter() {
    const terms = rows.terms(fields.search.value), type = fields.event_type.value;
    table.setFilter((row) => (!type || row.event_type === type) && terms.every((term) => row.words.includes(term)));
  }

  lists();
  const table = new Tabulator("#table", {
    data, columns: columns(), index: "id", layout: "fitColumns", height: "70vh", placeholder: () => ui.word("nothing"),
  });
  table.on("dataFiltered", (filters, found) => {
    document.getElementById("count").textContent = `${found.length.toLocaleString("en")} ${ui.word("articles_shown")} ${data.length.toLocaleString("en")}`;
  });
  table.on("tableBuilt", () => { filter(); document.documentElement.dataset.ready = "articles"; });
  form.addEventListener("input", rows.later(filter, 120));
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(filter));
  ui.onLanguage(() => { lists(); table.setColumns(columns()); filter(); });
  narrow.addEventListener("change", () => { table.setColumns(columns()); table.redraw(true); });
})();
