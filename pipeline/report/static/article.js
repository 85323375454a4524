// One article: marks on and off, the rows behind the words, from a fact to its words and on the raw page.
"use strict";
(() => {
  const text = document.getElementById("text");
  const panel = document.getElementById("details");
  const shown = document.getElementById("shown");
  const frame = document.getElementById("raw");
  const { tables, mentions } = JSON.parse(document.getElementById("rows").textContent);
  const pieces = [...text.querySelectorAll("[data-m]")];
  const keysOf = (piece) => piece.dataset.m.split(" ").map(Number);
  const LETTERS = { statistics: "s", numbers: "n", dates: "d", entities: "e", events: "v" };
  // where and how it was found: for those who ask, behind what was found
  const LAST = new Set(["sentence_id", "start", "end", "extractor", "number_id", "series_id", "participants_number_id"]);
  const off = new Set();
  let current = null;
  let pinned = false;

  function say(value, coded) {
    if (value === true || value === false) return ui.word(value ? "yes" : "no");
    if (Array.isArray(value)) return value.join("、");
    return coded ? ui.code(value) : String(value);
  }

  function rowOf(key) {
    const [name, start, end, values] = mentions[key];
    const box = document.createElement("section");
    const head = document.createElement("h3");
    const mark = document.createElement("span");
    const table = ui.words.tables[name];
    mark.className = `m ${LETTERS[name]}`;
    mark.textContent = ui.language() === "en" ? table.label[1] : table.label[0];
    head.append(mark, " ");
    box.append(head);
    const front = document.createElement("dl");
    const back = document.createElement("dl");
    tables[name].forEach((column, place) => {
      const value = values[place];
      if (value === null || value === "" || (Array.isArray(value) && !value.length) || value === false) return;
      const about = table.columns.find((one) => one.name === column);
      const term = document.createElement("dt");
      const told = document.createElement("dd");
      term.textContent = column === "indicator" || !about ? ui.column(name, column) : about.label[ui.language() === "en" ? 1 : 0];
      term.title = `${column}: ${about ? about.meaning : ""}`;
      told.textContent = column === "indicator" ? `${ui.indicator(value)} (${value})` : say(value, about && about.coded);
      (place === 0 || LAST.has(column) ? back : front).append(term, told);
    });
    box.append(front, back);
    return box;
  }

  const visible = (piece) => keysOf(piece).filter((key) => !off.has(LETTERS[mentions[key][0]]));

  function show(piece, keep) {
    const keys = visible(piece);
    if (!keys.length) return;
    current = piece;
    pinned = keep || pinned;
    const chosen = new Set(keys);
    for (const other of pieces) other.classList.toggle("near", keysOf(other).some((key) => chosen.has(key) && keys.includes(key)));
    // innermost first: what a reader points at is the narrowest mention
    const ordered = [...keys].sort((a, b) => (mentions[a][2] - mentions[a][1]) - (mentions[b][2] - mentions[b][1]) || a - b);
    shown.replaceChildren(...ordered.map(rowOf));
    panel.hidden = false;
    panel.classList.toggle("pinned", pinned);
  }

  function hide() {
    pinned = false;
    current = null;
    panel.hidden = true;
    for (const piece of pieces) piece.classList.remove("near");
  }

  function turnPage(start, end) {
    const address = `${frame.getAttribute("src").split("#")[0]}#${start}-${end}`;
    try { frame.contentWindow.location.replace(new URL(address, location.href)); } catch { frame.src = address; }
  }

  function goto(name) {
    const place = mentions.findIndex(([table, , , values]) => String(values[0]).split(":").pop() === name);
    const first = place < 0 ? null : pieces.find((piece) => keysOf(piece).includes(place));
    if (!first) return;
    const letter = LETTERS[mentions[place][0]];
    const box = document.querySelector(`#legend input[value="${letter}"]`);
    if (box && !box.checked) { box.checked = true; toggle(letter, true); }
    choose("text");
    for (const piece of pieces) piece.classList.toggle("target", keysOf(piece).includes(place));
    for (const row of document.querySelectorAll("tr.sought")) row.classList.remove("sought");
    const row = document.getElementById(`row-${name}`);
    if (row) row.classList.add("sought");
    step(first);
    show(first, true);
    first.scrollIntoView({ block: "center" });
    turnPage(mentions[place][1], mentions[place][2]);
  }

  function step(piece) {
    for (const other of text.querySelectorAll('[tabindex="0"]')) other.tabIndex = -1;
    piece.tabIndex = 0;
    piece.focus({ preventScroll: true });
  }

  function toggle(letter, on) {
    if (on) off.delete(letter); else off.add(letter);
    text.classList.toggle(`no-${letter}`, !on);
    if (current) { if (visible(current).length) show(current, pinned); else hide(); }
  }

  function choose(side) {
    for (const name of ["text", "raw"]) {
      document.getElementById(`tab-${name}`).setAttribute("aria-selected", String(name === side));
      document.getElementById(`${name}-pane`).classList.toggle("behind", name !== side);
    }
  }

  const pieceAt = (node) => (node instanceof Element ? node.closest("[data-m]") : null);
  text.addEventListener("mouseover", (event) => { const piece = pieceAt(event.target); if (piece && !pinned) show(piece, false); });
  text.addEventListener("focusin", (event) => { const piece = pieceAt(event.target); if (piece) show(piece, false); });
  text.addEventListener("click", (event) => {
    const piece = pieceAt(event.target);
    if (!piece || !visible(piece).length) { hide(); return; }
    step(piece);
    show(piece, true);
    const [, start, end] = mentions[visible(piece).at(-1)];
    turnPage(start, end);
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape") hide();
    if (!text.contains(document.activeElement)) return;
    const way = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (way) {
      const seen = pieces.filter((piece) => visible(piece).length);
      if (!seen.length) return;
      event.preventDefault();
      const next = seen[Math.min(seen.length - 1, Math.max(0, seen.indexOf(current) + way))];
      step(next);
      show(next, false);
      next.scrollIntoView({ block: "nearest" });
    } else if (event.key === "Enter" && current) {
      show(current, true);
      turnPage(...mentions[visible(current).at(-1)].slice(1, 3));
    }
  });
  document.getElementById("close").addEventListener("click", hide);
  document.getElementById("legend").addEventListener("change", (event) => toggle(event.target.value, event.target.checked));
  const tabs = [...document.querySelectorAll('[role="tab"]')];
  for (const tab of tabs) {
    tab.addEventListener("click", () => choose(tab.id.slice(4)));
    tab.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const other = tabs[(tabs.indexOf(tab) + 1) % tabs.length];
      other.focus();
      choose(other.id.slice(4));
    });
  }
  // a click on a link to the words that are already the address's gives no hashchange
  document.addEventListener("click", (event) => {
    const link = event.target instanceof Element ? event.target.closest('a[href^="#"]') : null;
    if (link && link.hash === location.hash) goto(link.hash.slice(1));
  });
  addEventListener("hashchange", () => goto(location.hash.slice(1)));
  ui.onLanguage(() => { if (current) show(current, pinned); });
  choose("text");
  if (location.hash) goto(location.hash.slice(1));
  document.documentElement.dataset.ready = "article";
})();
