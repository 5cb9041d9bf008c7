// Tabs: one panel of several is shown. Arrow keys go from tab to tab, as ARIA describes it.

import { h } from "./dom.js";

/** A strip of tabs and their panels. */
export class Tabs {
  /** @param {string} label for those who do not see it. @param {(id: string) => void} [shown] told what is shown */
  constructor(label, shown = () => {}) {
    this.strip = h("div", { role: "tablist", "aria-label": label, class: "tabs" });
    this.body = h("div", { class: "tab-body" });
    this.shown = shown;
    this.tabs = new Map();
    this.current = null;
    this.strip.addEventListener("keydown", (press) => this.#move(press));
  }

  /** Add a panel. @param {string} id @param {string} title @param {HTMLElement} panel */
  add(id, title, panel) {
    const badge = h("span", { class: "badge", hidden: true });
    const tab = h(
      "button",
      {
        type: "button",
        role: "tab",
        id: `tab-${id}`,
        "aria-controls": `panel-${id}`,
        on: { click: () => this.show(id) },
      },
      h("span", {}, title),
      badge,
    );
    panel.id = `panel-${id}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-labelledby", tab.id);
    this.tabs.set(id, { tab, panel, badge, title });
    this.strip.append(tab);
    this.body.append(panel);
    if (this.current === null) this.current = id;
    this.#paint();
  }

  /** Take all panels out, to put them elsewhere. */
  clear() {
    this.tabs.clear();
    this.current = null;
    this.strip.replaceChildren();
    this.body.replaceChildren();
  }

  has(id) {
    return this.tabs.has(id);
  }

  /** Show a panel. @param {string} id @param {boolean} [focus] put the focus on its tab */
  show(id, focus = false) {
    if (!this.tabs.has(id)) return;
    this.current = id;
    this.#paint();
    this.#reach(this.tabs.get(id).tab);
    if (focus) this.tabs.get(id).tab.focus();
    this.shown(id);
  }

  /** Put a number on a tab; none for 0. @param {string} id @param {number} count @param {string} what it counts */
  count(id, count, what) {
    const entry = this.tabs.get(id);
    if (!entry) return;
    entry.badge.hidden = !count;
    entry.badge.textContent = count > 99 ? "99+" : String(count);
    if (count) entry.tab.setAttribute("aria-label", `${entry.title}, ${count} ${what}`);
    else entry.tab.removeAttribute("aria-label");
  }

  #paint() {
    for (const [id, { tab, panel }] of this.tabs) {
      const on = id === this.current;
      tab.setAttribute("aria-selected", String(on));
      tab.tabIndex = on ? 0 : -1;
      panel.hidden = !on;
    }
  }

  /** Bring a tab into view in a strip that scrolls, and scroll nothing else. */
  #reach(tab) {
    const { left, right } = this.strip.getBoundingClientRect();
    const at = tab.getBoundingClientRect();
    if (at.right > right) this.strip.scrollLeft += at.right - right;
    else if (at.left < left) this.strip.scrollLeft -= left - at.left;
  }

  #move(press) {
    const ids = [...this.tabs.keys()];
    const at = ids.indexOf(this.current);
    const to = { ArrowRight: at + 1, ArrowLeft: at - 1, Home: 0, End: ids.length - 1 }[press.key];
    if (to === undefined) return;
    press.preventDefault();
    this.show(ids[(to + ids.length) % ids.length], true);
  }
}
