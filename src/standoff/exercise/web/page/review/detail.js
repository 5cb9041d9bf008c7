// The selected event: what it says, who saw it, what control ruled, and the whole chain of what lies behind it.

import { h, replace } from "../dom.js";
import { groupOf, GROUPS } from "../events.js";
import { count, percent, plain } from "../format.js";
import { GROUP_IDS } from "./columns.js";
import { mark } from "./marks.js";
import { facts } from "./plain-data.js";

const ROOTS = {
  "order of people": "an order of people",
  inject: "an inject",
  policy: "a policy that plays a cell",
  history: "what happened in history, by the scenario",
  scenario: "the scenario",
  people: "what people did beside ordering",
  world: "the world",
};
const MOST_EFFECTS = 30;

/** The panel of the selected event. */
export class Detail {
  constructor(review) {
    this.review = review;
    this.node = h("div", {
      class: "scroll pad stack detail",
      tabindex: 0,
      role: "region",
      "aria-label": "Selected event",
    });
    review.onSelect((n) => this.#show(n));
  }

  async #show(n) {
    this.n = n;
    if (!n) {
      const text =
        "Select an event on the time line or in the list: here stands what it says, who saw it, and why it came.";
      replace(this.node, h("p", { class: "empty" }, text));
      return;
    }
    try {
      const { root, chain } = await this.review.events.chain(n);
      if (this.n !== n) return;
      this.review.timeline.link(chain.map((event) => event.n));
      replace(this.node, this.#parts(root, chain));
      this.node.scrollTop = 0;
    } catch (error) {
      if (this.n === n) replace(this.node, h("p", { class: "wrong plain" }, `It cannot be shown: ${error.message}`));
    }
  }

  #parts(root, [event, ...behind]) {
    return [
      this.#head(event),
      ruling(event, this.review),
      chances(event),
      h("h3", {}, "Why"),
      behind.length
        ? h(
            "ol",
            { class: "chain" },
            behind.map((one) => this.#link(one)),
          )
        : null,
      h("p", { class: "soft" }, "Begun by ", h("strong", {}, ROOTS[root] ?? root), "."),
      this.#effects(event.n),
      h("h3", {}, "What the record says"),
      facts(event.data),
    ];
  }

  #head(event) {
    const { app } = this.review;
    const seen = event.visible_to;
    const cells = Object.keys(this.review.overview.cells);
    const who =
      seen.includes("*") || cells.every((cell) => seen.includes(cell))
        ? "everybody"
        : seen.map((cell) => this.review.cell(cell)).join(", ");
    const rows = [
      ["Time", `${app.calendar.second(event.t_s)} UTC`],
      [
        "Kind",
        [mark(GROUP_IDS.indexOf(groupOf(event.kind))), ` ${plain(event.kind)} (${GROUPS[groupOf(event.kind)].title})`],
      ],
      ["Actor", event.actor ? this.review.cell(event.actor) : null],
      ["Target", event.target ? (this.review.overview.cells[event.target] ?? event.target) : null],
      ["Seen by", who || "control alone"],
      ["CAMEO", event.cameo],
    ];
    return h(
      "div",
      { class: "stack" },
      h("p", { class: "soft small number" }, `Event ${event.n.toLocaleString("en-US")}`),
      h("h2", { class: "sentence" }, event.sentence),
      h(
        "dl",
        { class: "facts" },
        rows.filter(([, value]) => value).map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
      ),
    );
  }

  /** An event of the chain, with what was drawn for it and what control ruled on it. */
  #link(event) {
    const { app } = this.review;
    return h(
      "li",
      {},
      h(
        "button",
        { type: "button", class: "step", on: { click: () => this.review.select(event.n) } },
        mark(GROUP_IDS.indexOf(groupOf(event.kind))),
        h("span", { class: "number soft" }, `${event.n} · ${app.calendar.minute(event.t_s)}`),
        h("span", { class: "sentence" }, event.sentence),
      ),
      event.draws.length ? h("p", { class: "small soft" }, `Chance: ${drawn(event).join("; ")}`) : null,
      ruling(event, this.review),
    );
  }

  #effects(n) {
    const { columns, events } = this.review;
    const total = columns.effectCount(n);
    if (!total) return null;
    const list = h("ul", { class: "chain effects" });
    const fill = async () => {
      const numbers = Array.from(columns.effects(n, MOST_EFFECTS));
      await events.fetch(numbers).catch(() => {});
      replace(
        list,
        numbers
          .map((one) => events.at(one))
          .filter(Boolean)
          .map((event) => this.#link(event)),
      );
    };
    const more = total > MOST_EFFECTS ? h("p", { class: "soft small" }, `The first ${MOST_EFFECTS} are shown.`) : null;
    const box = h("details", {}, h("summary", {}, `What came of it: ${count(total, "event")}`), list, more);
    box.addEventListener("toggle", () => box.open && !list.childElementCount && fill(), { once: false });
    return box;
  }
}

/** What control ruled: against what proposal, why, and who. */
function ruling(event, review) {
  const given = event.override;
  if (!given) return null;
  const rows = [
    ["Outcome", given.outcome],
    ["Computer's proposal", given.proposal],
    ["Reason", given.reason],
    ["By", given.by],
  ];
  const to = given.ruling
    ? h(
        "button",
        { type: "button", class: "link small", on: { click: () => review.select(given.ruling) } },
        `Ruling: event ${given.ruling}`,
      )
    : null;
  return h(
    "div",
    { class: "ruling" },
    h("h3", {}, "Decided by control"),
    h(
      "dl",
      { class: "facts" },
      rows.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value ?? "none")]),
    ),
    to,
  );
}

/** The odds of a shot and the numbers that were drawn. */
function chances(event) {
  if (!event.draws.length && !event.odds) return null;
  const odds = event.odds ? Object.entries(event.odds).map(([name, chance]) => `${name} ${percent(chance)}`) : [];
  return h(
    "div",
    { class: "stack" },
    h("h3", {}, "Chance"),
    odds.length ? h("p", {}, `Odds: ${odds.join(", ")}.`) : null,
    event.draws.length
      ? h(
          "ul",
          { class: "draws" },
          drawn(event).map((text) => h("li", {}, text)),
        )
      : null,
  );
}

/** Numbers that were drawn, with what they had to stay below where that is known. */
function drawn(event) {
  return event.draws.map(({ stream, value }) => {
    const [first, last] = [stream.split("/")[0], stream.split("/").at(-1)];
    const shown = value.toFixed(4);
    if (first === "common-mode" && event.links)
      return `common mode ${shown} (fails below ${event.links["common-mode"].toFixed(2)})`;
    const least = first === "kill" ? event.links?.[last] : undefined;
    return least === undefined ? `${plain(stream)} ${shown}` : `${last} ${shown} (holds below ${least.toFixed(2)})`;
  });
}
