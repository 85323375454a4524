// Language of the interface, and words for the other scripts. Loaded first, in the head.
"use strict";
const ui = (() => {
  const words = (window.BAOSHU || {}).words || { ui: {}, codes: {}, tables: {}, indicators: {} };
  const listeners = [];
  let stored = null;
  try { stored = localStorage.getItem("baoshu.language"); } catch { /* a browser without storage */ }
  const asked = /[?&]lang=(zh|en)\b/.exec(location.search);
  let language = asked ? asked[1] : stored === "en" ? "en" : "zh";

  const pick = (pair) => pair[language === "en" ? 1 : 0];
  const word = (key) => pick(words.ui[key] || [key, key]);
  const code = (value) => (value ? pick(words.codes[value] || [value, value]) : "");
  const indicator = (value) => (value ? pick(words.indicators[value] || [value, value]) : "");
  const column = (table, name) => {
    const found = words.tables[table].columns.find((one) => one.name === name);
    return found ? pick(found.label) : name;
  };

  function apply() {
    document.documentElement.dataset.ui = language;
    document.documentElement.lang = language === "en" ? "en" : "zh-Hans";
    for (const box of document.querySelectorAll("[data-placeholder]")) box.placeholder = word(box.dataset.placeholder);
    for (const box of document.querySelectorAll("[data-label]")) box.setAttribute("aria-label", word(box.dataset.label));
  }

  function set(chosen) {
    language = chosen;
    try { localStorage.setItem("baoshu.language", chosen); } catch { /* then only until the next page */ }
    apply();
    for (const listener of listeners) listener();
  }

  apply();
  if (window.top !== window) document.documentElement.classList.add("framed");
  addEventListener("storage", (event) => {
    if (event.key === "baoshu.language" && event.newValue !== language) set(event.newValue === "en" ? "en" : "zh");
  });
  document.addEventListener("DOMContentLoaded", () => {
    apply();
    const button = document.getElementById("language");
    if (button) button.addEventListener("click", () => set(language === "en" ? "zh" : "en"));
  });
  return {
    word, code, indicator, column, words,
    language: () => language,
    onLanguage: (listener) => listeners.push(listener),
  };
})();
