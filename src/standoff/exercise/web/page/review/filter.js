// What the time line and the list show: groups (with their marks, so this is the legend too), a cell, decisive, words.

import { get } from "../api.js";
import { note } from "../dialog.js";
import { h, options, write } from "../dom.js";
import { GROUPS } from "../events.js";
import { GROUP_IDS } from "./columns.js";
import { mark } from "./marks.js";

const REST_MS = 300;

/** @param {object} review @param {() => void} changed @returns {HTMLElement} */
export function makeFilter(review, changed) {
  const { columns } = review;
  const wanted = { groups: new Set(), lane: null, decisive: false, ids: null };
  const count = h("span", { class: "soft number", role: "status", id: "shown-count" });
  const apply = () => {
    columns.filter(wanted);
    const [shown, all] = [columns.found.length, columns.size].map((one) => one.toLocaleString("en-US"));
    write(count, shown === all ? `${all} events` : `${shown} of ${all}`);
    review.list?.refresh();
    changed();
  };
  const lane = h(
    "select",
    { "aria-label": "Cell" },
    h("option", { value: "" }, "All cells"),
    options(columns.lanes.map((id, i) => [String(i), review.cell(id)])),
  );
  lane.addEventListener("change", () => {
    wanted.lane = lane.value === "" ? null : Number(lane.value);
    apply();
  });
  const decisive = h(
    "button",
    { type: "button", class: "toggle", "aria-pressed": "false", id: "decisive" },
    "Decisive",
  );
  decisive.title = "Launches, intercepts, threats carried out, agreements, votes, and rulings of control";
  decisive.addEventListener("click", () => {
    wanted.decisive = !wanted.decisive;
    decisive.setAttribute("aria-pressed", String(wanted.decisive));
    apply();
  });
  const words = search((ids) => {
    wanted.ids = ids;
    apply();
  });
  review.searchField = words;
  apply();
  return h(
    "div",
    { class: "row filter" },
    h(
      "div",
      { class: "row legend", role: "group", "aria-label": "Kinds of events shown" },
      legend(columns, wanted, apply),
    ),
    h("div", { class: "row narrowing" }, decisive, lane, words, count),
  );
}

function legend(columns, wanted, apply) {
  const there = new Set(columns.group);
  return GROUP_IDS.map((id, group) => {
    if (!there.has(group)) return null;
    const button = h(
      "button",
      { type: "button", class: "toggle", "aria-pressed": "true" },
      mark(group),
      GROUPS[id].title,
    );
    button.firstElementChild.setAttribute("aria-hidden", "true");
    button.addEventListener("click", () => {
      if (!wanted.groups.delete(group)) wanted.groups.add(group);
      button.setAttribute("aria-pressed", String(!wanted.groups.has(group)));
      apply();
    });
    return button;
  });
}

/** A field whose words are looked for in all sentences, by the server. */
function search(found) {
  const input = h("input", { type: "search", placeholder: "Search", "aria-label": "Search events", maxlength: 200 });
  let [timer, asked] = [null, 0];
  const look = async () => {
    const turn = ++asked;
    const words = input.value.trim();
    try {
      const ids = words ? (await get(`/review/find?words=${encodeURIComponent(words)}`)).events : null;
      if (turn === asked) found(ids);
    } catch (error) {
      note(`The search failed: ${error.message}`, "bad");
    }
  };
  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(look, REST_MS);
  });
  return input;
}
