// Small tools for the document. Data goes in as text, never as HTML.

/**
 * Make an element.
 * @param {string} tag
 * @param {object} [options] attributes by name; beside them: `class` (text or list), `on` {event: handler}, `data`
 *   {name: value}, `style` {property: value}, `props` {property: value}. null, undefined and false leave one out.
 * @param {...(Node | string | number | null | undefined | false | Array)} children
 * @returns {HTMLElement}
 */
export function h(tag, options = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(options)) put(node, name, value);
  node.append(...nodes(children));
  return node;
}

function put(node, name, value) {
  if (value === null || value === undefined || value === false) return;
  if (name === "class") node.className = Array.isArray(value) ? value.filter(Boolean).join(" ") : value;
  else if (name === "on") for (const [kind, handle] of Object.entries(value)) node.addEventListener(kind, handle);
  else if (name === "data") Object.assign(node.dataset, value);
  else if (name === "style") for (const [key, one] of Object.entries(value)) node.style.setProperty(key, one);
  else if (name === "props") Object.assign(node, value);
  else node.setAttribute(name, value === true ? "" : String(value));
}

function nodes(children) {
  return children
    .flat(Infinity)
    .filter((child) => child !== null && child !== undefined && child !== false)
    .map((child) => (child instanceof Node ? child : String(child)));
}

/** Put these in place of what a node holds. */
export function replace(node, ...children) {
  node.replaceChildren(...nodes(children));
  return node;
}

/** Set a node's text if it changed, so that nothing is read out or painted again for nothing. */
export function write(node, text) {
  const told = String(text ?? "");
  if (node.textContent !== told) node.textContent = told;
  return node;
}

/** An element of the page by its id. @param {string} id */
export const byId = (id) => document.getElementById(id);

/**
 * Bring a list up to date without making anew what stays: focus and scrolling live on.
 * @param {HTMLElement} parent holds one node an item, in order
 * @param {Array} items
 * @param {(item: any) => string | number} keyOf
 * @param {(item: any) => HTMLElement} make
 * @param {(node: HTMLElement, item: any) => void} [update] called for nodes that were there before
 */
export function fillList(parent, items, keyOf, make, update = () => {}) {
  const before = new Map([...parent.children].map((node) => [node.dataset.key, node]));
  let place = parent.firstElementChild;
  for (const item of items) {
    const key = String(keyOf(item));
    let node = before.get(key);
    if (node) {
      before.delete(key);
      update(node, item);
    } else {
      node = make(item);
      node.dataset.key = key;
    }
    if (node === place) place = place.nextElementSibling;
    else parent.insertBefore(node, place);
  }
  for (const node of before.values()) node.remove();
}

/** Options for a select. @param {Array<[string, string]>} pairs value and text. @param {string} [chosen] */
export function options(pairs, chosen) {
  return pairs.map(([value, text]) => h("option", { value, selected: value === chosen }, text));
}

/** A label with its control below it. @param {string} text @param {HTMLElement} control @param {string} [hint] */
export function field(text, control, hint) {
  control.id ||= `field-${(field.count = (field.count ?? 0) + 1)}`;
  const help = hint ? h("span", { class: "hint", id: `${control.id}-hint` }, hint) : null;
  if (help) control.setAttribute("aria-describedby", help.id);
  return h("div", { class: "field" }, h("label", { for: control.id }, text), control, help);
}

/** A function that is called at once when it was quiet, and else once at the end of each span. @param {number} ms */
export function atMostEvery(ms, work) {
  let last = -Infinity;
  let timer = null;
  return () => {
    if (timer !== null) return;
    const wait = Math.max(0, last + ms - performance.now());
    timer = setTimeout(() => {
      timer = null;
      last = performance.now();
      work();
    }, wait);
  };
}
