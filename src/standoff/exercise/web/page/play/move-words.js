// What a move is, in words: for the list of moves, and for what will happen if it is ordered.

import { plain, sentenceCase, signed, span } from "../format.js";
import { RUNG_NAMES } from "../events.js";
import { moment } from "../stamp.js";

/** Categories of the ladder, from low to high: how they are called, and the rung to which a move lifts its actor. */
export const CATEGORIES = {
  "status-quo": { title: "Status quo", rung: 0 },
  "de-escalation": { title: "De-escalation", rung: 0 },
  posturing: { title: "Posturing", rung: 1 },
  "non-violent-escalation": { title: "Non-violent escalation", rung: 2 },
  "violent-escalation": { title: "Violent escalation", rung: 3 },
  nuclear: { title: "Nuclear", rung: 4 },
};

/** `at once` or `6 h`. */
export const leadTime = (entry) => (entry.lead_time_s > 0 ? span(entry.lead_time_s) : "at once");

/** Who sees a move. */
export function seenBy(entry) {
  const words = {
    everyone: "everyone",
    actor: "own cell only",
    self: "own cell only",
    target: "own cell and the target",
  };
  return words[entry.seen_by] ?? plain(entry.seen_by);
}

/**
 * What will happen, as [name, words] pairs.
 * @param {import("../app.js").App} app
 * @param {object} entry of the menu
 * @param {{target?: string, with: object, says?: string}} asked
 */
export function whatWillHappen(app, entry, asked) {
  const facts = [
    ["Who does what", headline(app, entry, asked)],
    ["When", when(app, entry)],
    ["Who sees it", sentenceCase(seenBy(entry))],
  ];
  if (entry.does.length) facts.push(["Does", sentenceCase(entry.does.join("; "))]);
  const tone = toneOf(app, entry, asked.target);
  if (tone) facts.push(["Tone", tone]);
  facts.push(["Ladder", ladderOf(app, entry)]);
  return facts;
}

/** `The United States toward North Korea: denounce`. */
export function headline(app, entry, asked) {
  const toward = asked.target ? ` toward ${app.names.actor(asked.target)}` : "";
  const title = entry.title.slice(0, 1).toLowerCase() + entry.title.slice(1);
  const about = Object.entries(asked.with ?? {}).map(
    ([name, value]) => `${plain(name)} ${valueWords(app, entry.takes[name], value)}`,
  );
  return `${sentenceCase(app.names.actor(app.cell))}${toward}: ${title}${about.length ? ` (${about.join(", ")})` : ""}`;
}

function when(app, entry) {
  const now_s = app.clock.now();
  if (!entry.lead_time_s) return "At once; it cannot be taken back";
  const due = moment(app, now_s + entry.lead_time_s);
  return `${span(entry.lead_time_s)} after the order: ${due} if it is given now; until then it can be taken back`;
}

function toneOf(app, entry, target) {
  if (!target || !entry.weight) return "";
  const pair = (app.store.get("situation")?.tone ?? []).find((one) => one.from === app.cell && one.to === target);
  const now = pair ? `; now ${signed(pair.tone)}` : "";
  return `${signed(entry.weight)} from ${app.names.actor(app.cell)} toward ${app.names.actor(target)}${now}`;
}

function ladderOf(app, entry) {
  const { title, rung } = CATEGORIES[entry.category];
  const stands = app.store.get("situation")?.ladder?.[app.cell];
  if (!stands) return title;
  if (entry.category === "de-escalation") return `${title}: steps down by one, from ${stands.name}`;
  if (rung > stands.rung) return `${title}: climbs from ${stands.name} to ${RUNG_NAMES[rung]}`;
  return `${title}: stays at ${stands.name}`;
}

/** A value of a parameter in words. @param {string} kind as the move takes it @param {any} value */
export function valueWords(app, kind, value) {
  if (value === null || value === undefined) return "";
  if (Array.isArray(value)) return value.map((one) => valueWords(app, kind, one)).join(", ");
  if (typeof value === "object") return `${value.value} ${value.unit}`;
  if (typeof value === "boolean") return value ? "yes" : "no";
  const named = String(kind ?? "").replace("?", "");
  if (named === "actor") return app.names.cell(value);
  if (named === "missile") return app.names.missile(value);
  if (named === "clause") return clauseWords(app, value);
  if (app.names.kinds[named]) return app.names.of(named, value);
  return named === "place" || named === "places" || named === "station" ? plain(value) : String(value);
}

function clauseWords(app, reference) {
  const [agreement, clause] = String(reference).split("/");
  return clause ? `${clause} of ${app.names.of("agreement", agreement)}` : reference;
}
