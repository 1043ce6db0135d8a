"use strict";
(() => {
  const one = (selector, within = document) => within.querySelector(selector);
  const all = (selector, within = document) => [...within.querySelectorAll(selector)];
  const search = one("#search"), rule = one("#rule"), status = one("#status"), go = one("#go");
  const fold = one("#fold"), only = one("#only"), told = one("#told"), section = one("#findings");
  const number = new Intl.NumberFormat("en");
  const LEAST = 200, STEP = 500; // findings that a filter shows at once; that a button adds

  const data = JSON.parse(one("#data").textContent), templates = all("template");
  const groups = all(".group").map((group, place) => ({
    group, list: one("ol", group), beyond: one(".beyond", group), found: [],
    findings: [
      ...all("ol > li", group).map((item, n) => ({ item, token: data.groups[place].shown[n], said: item.textContent })),
      ...data.groups[place].left.map(([token, template, ...texts]) => ({ token, template, texts })),
    ],
  }));
  const total = groups.reduce((sum, { findings }) => sum + findings.length, 0);
  const kinds = new Set();
  let tokens = null; // those that alone are shown, as places

  const textsOf = ({ token, texts }) => texts.map((text) => data.texts[text].replaceAll("\t", () => data.ids[token]));

  function textOf(finding, { group }) {
    finding.text ??= [
      group.dataset.words, ...(finding.texts ? textsOf(finding) : [finding.said]),
    ].join(" ").toLowerCase();
    return finding.text;
  }

  function make(finding, place, { list, findings }) {
    const texts = textsOf(finding);
    finding.item = templates[finding.template].content.firstElementChild.cloneNode(true);
    for (const [n, slot] of all("slot", finding.item).entries()) slot.replaceWith(texts[n]);
    offerCopy(finding.item);
    while (place && !findings[place - 1].item) place -= 1;
    if (place) findings[place - 1].item.after(finding.item);
    else list.prepend(finding.item);
  }

  function filter() {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean);
    let room = LEAST;
    for (const each of groups) {
      const { kind, rule: id } = each.group.dataset;
      const fits = (!kinds.size || kinds.has(kind)) && (!rule.value || rule.value === id);
      each.found = [];
      for (const [place, finding] of each.findings.entries()) {
        const isFound = fits && (!tokens || tokens.has(finding.token)) &&
          words.every((word) => textOf(finding, each).includes(word));
        if (finding.item) finding.item.hidden = !isFound;
        else if (isFound && room > 0) make(finding, place, each);
        if (isFound) each.found.push(place);
        room -= isFound;
      }
      each.group.hidden = !each.found.length;
    }
    for (const button of all("[data-kind][aria-pressed]")) {
      button.setAttribute("aria-pressed", String(kinds.has(button.dataset.kind)));
    }
    only.hidden = !tokens;
    tell();
  }

  function tell() {
    let found = 0, shown = 0;
    for (const each of groups) {
      const left = each.found.filter((place) => !each.findings[place].item).length;
      found += each.found.length;
      shown += each.found.length - left;
      if (!each.beyond) continue;
      each.beyond.hidden = !left;
      one("span", each.beyond).textContent = `${number.format(left)} not shown yet. `;
      one("button", each.beyond).textContent = left > STEP ? `Show ${STEP} more` : "Show the rest";
    }
    const rest = found > shown ? ` ${number.format(shown)} of them are shown; the lists' ends have the others.` : "";
    status.textContent = `${number.format(found)} of ${number.format(total)} findings.${rest}`;
    go.textContent = found === total ? "Go to the findings" : `Go to the ${number.format(found)} findings that are left`;
  }

  function showMore(each) {
    const next = each.found.filter((place) => !each.findings[place].item).slice(0, STEP);
    for (const place of next) make(each.findings[place], place, each);
    tell();
    const { item } = each.findings[next[0]];
    item.tabIndex = -1;
    item.focus({ preventScroll: true });
  }

  function reset() {
    kinds.clear();
    tokens = null;
    search.value = rule.value = "";
  }

  function showTokens(places, name) {
    reset();
    tokens = new Set(places.split(" ").map(Number));
    only.textContent = `Only ${name} \u2715`;
    only.setAttribute("aria-label", `Only ${name}: show all tokens`);
    filter();
    section.focus({ preventScroll: true });
    section.scrollIntoView();
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

  function offerCopy(within) {
    for (const code of all("code.command", within)) {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "copy";
      label(button, "Copy", code);
      button.addEventListener("click", () => copy(button, code));
      code.after(" ", button);
    }
  }

  // The dots are one stop of the tab key, on the worst at first; the arrow keys go on by age and by last use.
  function offerDots(dots) {
    const by = (first, second) => [...dots].sort(
      ({ dataset: a }, { dataset: b }) => a[first] - b[first] || a[second] - b[second],
    );
    const ages = by("x", "y"), uses = by("y", "x");
    // Where the focus is, over the dots that lie over it.
    const ring = document.createElementNS(dots[0].namespaceURI, "circle");
    ring.classList.add("ring");
    ring.setAttribute("r", "18");
    ring.setAttribute("aria-hidden", "true");
    let stop = dots.at(-1);
    const keys = {
      ArrowRight: () => ages[ages.indexOf(stop) + 1], ArrowLeft: () => ages[ages.indexOf(stop) - 1],
      ArrowUp: () => uses[uses.indexOf(stop) - 1], ArrowDown: () => uses[uses.indexOf(stop) + 1],
      Home: () => ages[0], End: () => ages.at(-1),
    };
    const say = (dot) => { told.textContent = one("title", dot).textContent; };
    const show = (dot) => {
      const places = dot.dataset.tokens, count = places.split(" ").length;
      const [name] = one("title", dot).textContent.split("\n");
      showTokens(places, count > 1 ? `${number.format(count)} tokens` : name.slice(0, name.lastIndexOf(": ")));
    };
    for (const dot of dots) {
      dot.setAttribute("role", "button");
      dot.setAttribute("tabindex", dot === stop ? "0" : "-1");
      dot.addEventListener("click", () => show(dot));
      dot.addEventListener("pointerenter", () => say(dot));
      dot.addEventListener("focus", () => {
        stop.setAttribute("tabindex", "-1");
        stop = dot;
        stop.setAttribute("tabindex", "0");
        ring.setAttribute("cx", dot.dataset.x);
        ring.setAttribute("cy", dot.dataset.y);
        one("svg").append(ring);
        say(dot);
      });
      dot.addEventListener("blur", () => ring.remove());
      dot.addEventListener("keydown", (event) => {
        if (event.ctrlKey || event.altKey || event.metaKey) return;
        if (event.key === "Enter" || event.key === " ") show(dot);
        else if (keys[event.key]) keys[event.key]()?.focus();
        else return;
        event.preventDefault();
      });
    }
    one("svg").setAttribute("role", "toolbar");
    told.hidden = false;
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
    button.addEventListener("click", () => showTokens(button.dataset.tokens, button.textContent));
  }
  for (const each of groups.filter(({ beyond }) => beyond)) {
    const button = document.createElement("button");
    button.type = "button";
    button.addEventListener("click", () => showMore(each));
    each.beyond.replaceChildren(document.createElement("span"), button);
  }
  search.addEventListener("input", filter);
  rule.addEventListener("change", filter);
  one("#reset").addEventListener("click", () => { reset(); filter(); });
  only.addEventListener("click", () => { tokens = null; filter(); search.focus({ preventScroll: true }); });
  fold.addEventListener("click", () => setFold(fold.getAttribute("aria-expanded") !== "true"));
  addEventListener("beforeprint", () => setFold(true));

  const theme = one("#theme"), themes = ["auto", "light", "dark"];
  theme.addEventListener("click", () => {
    const next = themes[(themes.indexOf(document.documentElement.dataset.theme || "auto") + 1) % themes.length];
    document.documentElement.dataset.theme = next;
    theme.textContent = `Theme: ${next}`;
  });
  theme.hidden = one(".toolbar").hidden = false;
  one(".left-out")?.remove();
  offerCopy(document);
  if (one(".dot")) offerDots(all(".dot"));
  filter();
})();
