// Lets tests use a page as a person does: reads a step in each line of standard input, and writes what is to be seen then.
import { readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { JSDOM, VirtualConsole } from "jsdom";

let window, document, errors;

const all = (selector, within = document) => [...within.querySelectorAll(selector)];
const isShown = (element) => !element.closest("[hidden]");
const textOf = (selector) => document.querySelector(selector).textContent;

const steps = {
  open(path) {
    errors = [];
    const virtualConsole = new VirtualConsole().on("jsdomError", ({ message }) => errors.push(message));
    window?.close();
    const beforeParse = (made) => { made.Element.prototype.scrollIntoView = () => {}; }; // jsdom lays nothing out
    ({ window } = new JSDOM(readFileSync(path, "utf8"), { runScripts: "dangerously", virtualConsole, beforeParse }));
    ({ document } = window);
  },
  click: (selector, place = 0) => all(selector)[place].dispatchEvent(new window.MouseEvent("click", { bubbles: true })),
  type(selector, text) {
    document.querySelector(selector).value = text;
    for (const kind of ["input", "change"]) document.querySelector(selector).dispatchEvent(new window.Event(kind));
  },
  focus: (selector) => document.querySelector(selector).focus(),
  press: (key, more = {}) => document.activeElement.dispatchEvent(
    new window.KeyboardEvent("keydown", { key, bubbles: true, cancelable: true, ...more }),
  ),
  look() {},
};

const seen = () => ({
  errors,
  status: textOf("#status"),
  go: textOf("#go"),
  told: textOf("#told"),
  only: isShown(document.querySelector("#only")) ? textOf("#only") : null,
  shown: all(".group").flatMap((group) => all("ol > li", group).filter(isShown).map((item) => [
    group.dataset.kind, group.dataset.rule, item.querySelector(".who code")?.textContent ?? null,
  ])),
  html: all("ol > li", document.querySelector("#findings")).map((item) => item.outerHTML),
  groups: all(".group").filter(isShown).map(({ open }) => open),
  more: all(".beyond").filter(isShown).map((element) => element.textContent),
  pressed: all("[aria-pressed=true]").map((button) => button.textContent),
  unusable: all("button[disabled]").length,
  stops: all(".dot[tabindex='0']").map((dot) => dot.dataset.tokens),
  rings: all(".ring").map((ring) => [ring.getAttribute("cx"), ring.getAttribute("cy")]),
  at: [document.activeElement.dataset.x, document.activeElement.dataset.y],
  dots: all(".dot").map((dot) => [dot.getAttribute("role"), dot.getAttribute("tabindex")]),
  focused: document.activeElement.dataset.tokens ?? (document.activeElement.id || document.activeElement.localName),
  theme: document.documentElement.dataset.theme ?? null,
});

for await (const line of createInterface({ input: process.stdin })) {
  const [name, ...values] = JSON.parse(line);
  steps[name](...values);
  console.log(JSON.stringify(seen()));
}
