"use strict";
(() => {
  const one = (selector) => document.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const search = one("#search"), rule = one("#rule"), status = one("#status"), fold = one("#fold"), go = one("#go");
  const number = new Intl.NumberFormat("en");
  const kinds = new Set();
  const groups = all(".group").map((group) => ({
    group,
    items: all("ol > li", group).map((item) => ({
      item, text: `${group.dataset.words} ${item.textContent}`.toLowerCase(),
    })),
  }));

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const { group, items } of groups) {
      const { kind, rule: id } = group.dataset;
      const fits = (!kinds.size || kinds.has(kind)) && (!rule.value || rule.value === id);
      let here = 0;
      for (const { item, text } of items) {
        item.hidden = !(fits && words.every((word) => text.includes(word)));
        here += !item.hidden;
      }
      group.hidden = !here;
      found += here;
    }
    const shown = Number(status.dataset.shown), rest = Number(status.dataset.total) - shown;
    const unseen = rest ? ` ${number.format(rest)} more are not on this page, and are not searched.` : "";
    status.textContent = `${number.format(found)} of ${number.format(shown)} findings.${unseen}`;
    go.textContent = found === shown ? "Go to the findings" : `Go to the ${number.format(found)} findings that are shown`;
    for (const button of all("[data-kind][aria-pressed]")) {
      button.setAttribute("aria-pressed", String(kinds.has(button.dataset.kind)));
    }
  }

  function reset() {
    kinds.clear();
    search.value = rule.value = "";
  }

  function setFold(open) {
    for (const { group } of groups) group.open = open;
    fold.setAttribute("aria-expanded", String(open));
    fold.textContent = open ? "Fold" : "Unfold";
  }

  function label(button, said, code) {
    button.textContent = said;
    button.setAttribute("aria-label", `${said}: ${code.textContent}`);
  }

  async function copy(button, code) {
    try {
      await navigator.clipboard.writeText(code.textContent);
      label(button, "Copied", code);
    } catch {
      getSelection().selectAllChildren(code);
      label(button, "Selected", code);
    }
    setTimeout(() => label(button, "Copy", code), 2000);
  }

  for (const button of all("[data-kind][aria-pressed]")) {
    button.disabled = false;
    button.addEventListener("click", () => {
      if (!kinds.delete(button.dataset.kind)) kinds.add(button.dataset.kind);
      filter();
    });
  }
  for (const button of all(".find")) {
    button.disabled = false;
    button.addEventListener("click", () => {
      reset();
      search.value = button.dataset.find;
      filter();
      one("#findings").scrollIntoView();
      search.focus({ preventScroll: true });
    });
  }
  for (const code of all("code.command")) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "copy";
    label(button, "Copy", code);
    button.addEventListener("click", () => copy(button, code));
    code.after(" ", button);
  }
  search.addEventListener("input", filter);
  rule.addEventListener("change", filter);
  one("#reset").addEventListener("click", () => { reset(); filter(); });
  fold.addEventListener("click", () => setFold(fold.getAttribute("aria-expanded") !== "true"));
  addEventListener("beforeprint", () => setFold(true));

  const theme = one("#theme"), themes = ["auto", "light", "dark"];
  theme.addEventListener("click", () => {
    const next = themes[(themes.indexOf(document.documentElement.dataset.theme || "auto") + 1) % themes.length];
    document.documentElement.dataset.theme = next;
    theme.textContent = `Theme: ${next}`;
  });
  theme.hidden = one(".toolbar").hidden = false;
  filter();
})();
