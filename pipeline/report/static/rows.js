// What the two big tables share: rows from chunks, words to search, a state kept in the address.
"use strict";
const rows = (() => {
  function read(name) {
    const made = [];
    for (const chunk of (window.BAOSHU || {})[name] || []) {
      for (const values of chunk.rows) {
        const row = { id: made.length };
        chunk.columns.forEach((column, place) => { row[column] = values[place]; });
        made.push(row);
      }
    }
    return made;
  }

  function options(select, values, label) {
    const chosen = select.value;
    select.replaceChildren(new Option(ui.word("any"), ""), ...values.map((value) => new Option(label(value), value)));
    select.value = chosen;
  }

  function suggestions(list, values) {
    const counts = new Map();
    for (const value of values) if (value) counts.set(value, (counts.get(value) || 0) + 1);
    const frequent = [...counts].sort((a, b) => b[1] - a[1]).slice(0, 300);
    list.replaceChildren(...frequent.map(([value]) => new Option(value)));
  }

  const terms = (text) => text.toLowerCase().split(/\s+/).filter(Boolean);

  // All text goes into the page as text nodes: nothing a newspaper prints is ever read as HTML.
  function element(name, attributes, ...children) {
    const made = document.createElement(name);
    for (const [key, value] of Object.entries(attributes || {})) made.setAttribute(key, value);
    made.append(...children.filter((child) => child !== null && child !== undefined));
    return made;
  }

  const fromAddress = () => new URLSearchParams(location.hash.slice(1));

  function later(work, wait) {
    let timer = 0;
    return () => { clearTimeout(timer); timer = setTimeout(work, wait); };
  }

  return { read, options, suggestions, terms, element, fromAddress, later };
})();
