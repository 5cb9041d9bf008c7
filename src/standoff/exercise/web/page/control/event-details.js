// What there is to say of an event beside its sentence: who sees it, its causes, draws, an override.

import { h } from "../dom.js";
import { plain } from "../format.js";
import { moment } from "../stamp.js";

const LONGEST = 40;

/** Who sees an event, in short. @param {object} event */
export function seenBy(event) {
  const who = event.visible_to ?? [];
  if (who.includes("*")) return "all";
  return who.length ? who.join(" ") : "control";
}

/** The causes of an event, itself first. @param {import("../app.js").App} app */
export function causes(app, event) {
  const found = [event];
  while (found.at(-1).cause && found.length < LONGEST) {
    const behind = app.event(found.at(-1).cause);
    if (!behind) break;
    found.push(behind);
  }
  return found;
}

/** @param {import("../app.js").App} app @param {object} event @returns {Array} nodes */
export function eventDetails(app, event) {
  const facts = [
    ["Kind", plain(event.kind) + (event.cameo ? `, CAMEO ${event.cameo}` : "")],
    ["Seen by", whoSees(app, event)],
  ];
  if (event.data.by) facts.push(["Done by", event.data.by]);
  if (event.draws?.length)
    facts.push(["Drawn", event.draws.map((draw) => `${draw.stream} = ${Number(draw.value.toFixed(4))}`).join("; ")]);
  if (event.override) {
    const { by, outcome, proposal, reason } = event.override;
    facts.push(["Override", `${by} ruled ${outcome}, the computer proposed ${proposal}: ${reason}`]);
  }
  return [
    h(
      "dl",
      { class: "facts small" },
      facts.map(([name, value]) => [h("dt", {}, name), h("dd", {}, value)]),
    ),
    chain(app, event),
  ];
}

function whoSees(app, event) {
  const who = event.visible_to ?? [];
  if (who.includes("*")) return "all cells";
  return who.length ? who.map((id) => app.names.cell(id)).join(", ") : "control alone";
}

function chain(app, event) {
  const behind = causes(app, event).slice(1);
  if (behind.length === 0) return h("p", { class: "small soft" }, "Nothing on the record is behind it.");
  return h(
    "div",
    {},
    h("h4", {}, "Because of"),
    h(
      "ol",
      { class: "chain small" },
      behind.map((one) =>
        h(
          "li",
          {},
          h("button", { type: "button", class: "link", on: { click: () => app.showEvent(one.n) } }, String(one.n)),
          ` ${moment(app, one.t_s)}: ${app.teller.tell(one)}`,
        ),
      ),
    ),
  );
}
