// The raw page: `#start-end` marks these code points of it.
"use strict";
(() => {
  const page = document.getElementById("page");

  function unmark() {
    for (const mark of page.querySelectorAll("mark")) {
      const parent = mark.parentNode;
      mark.replaceWith(...mark.childNodes);
      parent.normalize();
    }
  }

  // code units for code points; a character beyond the basic plane has two
  const WHOLE = 120; // longer than words asked for: an article

  function units(text, points) {
    let place = 0;
    for (let left = points; left > 0 && place < text.length; left -= 1) place += text.codePointAt(place) > 0xffff ? 2 : 1;
    return place;
  }

  function mark(start, end) {
    unmark();
    const walker = document.createTreeWalker(page, NodeFilter.SHOW_TEXT);
    const found = [];
    let before = 0;
    for (let node = walker.nextNode(); node && before < end; node = walker.nextNode()) {
      const length = Array.from(node.data).length;
      if (before + length > start) found.push([node, Math.max(0, start - before), Math.min(length, end - before)]);
      before += length;
    }
    let first = null;
    for (const [node, from, to] of found) {
      const range = document.createRange();
      range.setStart(node, units(node.data, from));
      range.setEnd(node, units(node.data, to));
      const made = document.createElement("mark");
      made.classList.toggle("whole", end - start > WHOLE);
      range.surroundContents(made);
      first ??= made;
    }
    if (!first) return;
    // scrollIntoView would scroll the article around this frame too
    const box = first.getBoundingClientRect();
    const above = end - start > WHOLE ? 16 : (innerHeight - box.height) / 2;
    scrollTo(scrollX, scrollY + box.top - above);
  }

  function read() {
    const asked = /^#(\d+)-(\d+)$/.exec(location.hash);
    if (asked) mark(Number(asked[1]), Number(asked[2]));
  }
  addEventListener("hashchange", read);
  read();
  document.documentElement.dataset.ready = "page";
})();
