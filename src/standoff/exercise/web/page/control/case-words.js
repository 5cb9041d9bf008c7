// Cases of the adjudication queue in words.

import { coordinates, km, percent, plain } from "../format.js";

/** Kind of a case: `intercept`, `launch`, `order`, `request`. */
export const kindOf = (one) => one.on.split("/")[0];

/** Whether the clock waits for the ruling. What is ruled on while the clock is paused stays held until it goes on. */
export const waits = (one) => one.held && one.ruled === null;

/** What a case is, in one line. @param {import("../app.js").App} app @param {object} one */
export function caseTitle(app, one) {
  const { about } = one;
  const { names } = app;
  switch (kindOf(one)) {
    case "intercept":
      return `${names.force(about.battery)} at ${about.threat}`;
    case "launch":
      return `${names.cell(about.actor)} ${about.test ? "tests" : "launches"} ${names.missile(about.missile)}`;
    case "order": {
      const toward = about.target ? ` toward ${names.actor(about.target)}` : "";
      return `${names.cell(about.actor)}: ${app.names.of("move", about.move)}${toward}`;
    }
    default:
      return `${names.cell(about.actor)} asks: ${about.text}`;
  }
}

/** Facts of a case beside its title: pairs of name and words. */
export function caseFacts(app, { on, about }) {
  const kind = on.split("/")[0];
  if (kind === "intercept")
    return [
      ["Interceptor", about.interceptor],
      ["Meets at", `${coordinates(about.lat_deg, about.lon_deg)}, ${km(about.altitude_km)} high`],
    ];
  if (kind === "launch") return [["Missile", about.threat]];
  if (kind === "request") return [];
  const told = [];
  if (about.says) told.push(["In words", about.says]);
  if (about.with && Object.keys(about.with).length)
    told.push([
      "With",
      Object.entries(about.with)
        .map(([name, value]) => `${plain(name)} ${inWords(value)}`)
        .join(", "),
    ]);
  return told;
}

/** A value of a parameter as text. */
export function inWords(value) {
  if (Array.isArray(value)) return value.map(inWords).join(", ");
  if (value !== null && typeof value === "object")
    return "unit" in value
      ? `${value.value} ${value.unit}`
      : Object.entries(value)
          .map(([name, one]) => `${name}: ${inWords(one)}`)
          .join(", ");
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}

/** What the computer proposes, with its grounds. */
export function proposalWords(one) {
  if (one.proposal === null) return `The computer has no opinion: ${one.why}.`;
  const chance = one.odds[one.proposal];
  const odds = chance === undefined ? "" : ` (${percent(chance)} by its odds)`;
  // Grounds are a sentence, or a code of the record: `interceptor-failure`.
  const why = /^[a-z]+(-[a-z]+)+$/.test(one.why) ? plain(one.why) : one.why;
  return `The computer proposes “${one.proposal}”${odds}: ${why}.`;
}
