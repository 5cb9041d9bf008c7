// The situation at a glance, as the cell knows it.

import { h, replace } from "../dom.js";
import { figure, percent, plain, sentenceCase, signed } from "../format.js";
import { RUNG_NAMES } from "../events.js";

const MOST_TONE = 10;

/** @param {import("../app.js").App} app */
export function makeSituation(app) {
  const body = h("div", { class: "situation" }, h("p", { class: "empty" }, "The situation is being asked for…"));
  const node = h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Situation" }, body);
  app.store.on("situation", ({ situation }) => situation && renew(body, blocks(app, situation)), false);
  return { title: "Situation", node };
}

/** Put blocks in place of those that changed; what was opened stays open, and the focus stays where it was. */
function renew(body, fresh) {
  const before = [...body.children];
  if (before.length !== fresh.length) {
    replace(body, fresh);
    return;
  }
  fresh.forEach((block, i) => {
    const summaries = [...before[i].querySelectorAll("summary")];
    const details = block.querySelectorAll("details");
    summaries.forEach((summary, at) => details[at]?.toggleAttribute("open", summary.parentElement.open));
    if (before[i].isEqualNode(block)) return;
    const focused = summaries.indexOf(document.activeElement);
    before[i].replaceWith(block);
    if (focused >= 0) block.querySelectorAll("summary")[focused]?.focus();
  });
}

function blocks(app, board) {
  return [
    block("Tone", tone(app, board.tone), "below zero is hostile"),
    block("Ladder", ladder(app, board.ladder)),
    block(
      "Alert",
      list(
        Object.entries(board.alert).map(([actor, level]) => [
          app.names.cell(actor),
          `level ${level}`,
          level > 1 ? "warn" : "",
        ]),
      ),
    ),
    block(
      "Threats",
      list(
        named(app, "threat", board.threat, (status) => status !== "none"),
        "No threat is standing.",
      ),
    ),
    block(
      "Talks",
      list(
        Object.entries(board.talks)
          .filter(([, status]) => status !== "none")
          .map(([pair, status]) => [
            pair
              .split(" ")
              .map((one) => app.names.cell(one))
              .join(" and "),
            plain(status),
          ]),
        "No talks.",
      ),
    ),
    block("Drills", list(named(app, "drill", board.drill))),
    block(
      "Units",
      list(
        Object.entries(board.unit).map(([unit, station]) => [
          app.names.of("unit", unit),
          station ? sentenceCase(plain(station)) : "not sent",
        ]),
      ),
    ),
    block(
      "Council",
      list(
        named(app, "draft", board.draft, (status) => status !== "none"),
        "No draft has been tabled.",
      ),
    ),
    block("Sanctions", sanctions(app, board)),
    block("Agreements", agreements(app, board)),
    block(
      "Promises to allies",
      list(
        Object.entries(board.credibility).map(([id, share]) => [app.names.of("commitment", id), meter(share)]),
      ),
    ),
    ...others(board.value),
  ];
}

/** Values of the scenario's own, if it has any. */
function others(values) {
  const rows = Object.entries(values).map(([id, value]) => [
    sentenceCase(plain(id)),
    h("span", { class: "number" }, typeof value === "number" ? figure(value) : plain(value)),
  ]);
  return rows.length ? [block("Other", list(rows))] : [];
}

function block(title, content, hint) {
  return h(
    "section",
    { class: "block" },
    h("h2", { class: "head" }, title),
    hint ? h("p", { class: "hint" }, hint) : null,
    content,
  );
}

/** Pairs of what it is and how it stands. */
function list(rows, empty = "None.") {
  if (rows.length === 0) return h("p", { class: "small soft" }, empty);
  return h(
    "dl",
    { class: "stands" },
    rows.map(([name, value, chip]) => [
      h("dt", {}, name),
      h("dd", {}, value instanceof Node ? value : h("span", { class: ["chip", chip ?? chipOf(value)] }, value)),
    ]),
  );
}

function named(app, kind, entries, wanted = () => true) {
  return Object.entries(entries)
    .filter(([, status]) => wanted(status))
    .map(([id, status]) => [app.names.of(kind, id), plain(status)]);
}

const CHIPS = {
  good: ["agreed", "performed", "running", "adopted", "in force", "active", "under way", "accepted"],
  bad: ["breached", "collapsed", "vetoed", "rejected", "refused", "halted", "failed", "carried out"],
  warn: ["announced", "ready", "tabled", "disputed", "suspended", "imminent", "offered"],
};

function chipOf(status) {
  return Object.keys(CHIPS).find((chip) => CHIPS[chip].includes(status)) ?? "";
}

/** Own tone first, then that of others toward the cell, then the rest, strongest first. */
function tone(app, pairs) {
  const rank = (pair) => (pair.from === app.cell ? 0 : pair.to === app.cell ? 1 : 2);
  const shown = pairs
    .filter((pair) => Math.abs(pair.tone) >= 0.05 || rank(pair) === 0)
    .sort((one, other) => rank(one) - rank(other) || Math.abs(other.tone) - Math.abs(one.tone));
  if (shown.length === 0) return h("p", { class: "small soft" }, "Nothing has been said yet.");
  const largest = Math.max(5, ...shown.map((pair) => Math.abs(pair.tone)));
  const rows = shown.map((pair) => toneRow(app, pair, largest));
  const more =
    rows.length > MOST_TONE
      ? h(
          "details",
          {},
          h("summary", { class: "small" }, `${rows.length - MOST_TONE} more pairs`),
          h("table", { class: "tone" }, h("tbody", {}, rows.slice(MOST_TONE))),
        )
      : null;
  return [h("table", { class: "tone" }, h("tbody", {}, rows.slice(0, MOST_TONE))), more];
}

function toneRow(app, { from, to, tone: value }, largest) {
  const share = `${Math.round((100 * Math.abs(value)) / largest)}%`;
  const bar = h(
    "span",
    { class: "diverging", "aria-hidden": "true" },
    value ? h("i", { class: value < 0 ? "minus" : "plus", style: { "--share": share } }) : null,
  );
  const words = h("abbr", { title: `${app.names.cell(from)} toward ${app.names.cell(to)}` }, `${from} → ${to}`);
  return h(
    "tr",
    { class: from === app.cell ? "own" : null },
    h("th", { scope: "row" }, words),
    h("td", {}, bar),
    h("td", { class: "number" }, signed(value)),
  );
}

function ladder(app, actors) {
  const own = app.cell;
  const rows = Object.entries(actors)
    .sort(([one], [other]) => Number(other === own) - Number(one === own))
    .map(([actor, { rung, highest }]) => {
      const steps = RUNG_NAMES.slice(1).map((_, i) => h("i", { class: i < rung ? "on" : i < highest ? "was" : null }));
      const title = `rung ${rung} of 4; highest so far: ${RUNG_NAMES[highest]}`;
      return h(
        "tr",
        { class: actor === own ? "own" : null },
        h("th", { scope: "row" }, app.names.cell(actor)),
        h("td", {}, h("span", { class: "steps", role: "img", "aria-label": title, title }, steps)),
        h("td", {}, RUNG_NAMES[rung]),
      );
    });
  return h("table", { class: "ladder" }, h("tbody", {}, rows));
}

function sanctions(app, board) {
  const inForce = Object.entries(board.measure)
    .filter(([, on]) => on)
    .map(([id]) => app.names.of("measure", id));
  const lost = Object.entries(board.income)
    .filter(([, share]) => share)
    .map(([actor, share]) => h("p", {}, `${app.names.cell(actor)} loses ${percent(share)} of its export income.`));
  if (inForce.length === 0) return [h("p", { class: "small soft" }, "No measure is in force."), lost];
  return [
    h(
      "details",
      {},
      h("summary", {}, `${inForce.length} in force`),
      h(
        "ul",
        { class: "plain-list small" },
        inForce.map((title) => h("li", {}, title)),
      ),
    ),
    lost,
  ];
}

function agreements(app, board) {
  const all = Object.entries(board.agreement);
  if (all.length === 0) return list([]);
  return all.map(([id, status]) => {
    const clauses = Object.entries(board.clause)
      .filter(([name]) => name.startsWith(`${id}/`))
      .map(([name, one]) => [name.slice(id.length + 1), plain(one)]);
    return h(
      "details",
      {},
      h(
        "summary",
        {},
        h("span", { class: "grow" }, app.names.of("agreement", id)),
        " ",
        h("span", { class: ["chip", chipOf(plain(status))] }, plain(status)),
      ),
      list(clauses, "No clauses."),
    );
  });
}

/** A share as a bar with its number. */
function meter(share) {
  return h(
    "span",
    { class: "meter" },
    h("span", { class: "bar", "aria-hidden": "true" }, h("i", { style: { "--share": `${Math.round(100 * share)}%` } })),
    h("span", { class: "number" }, share.toFixed(2)),
  );
}
