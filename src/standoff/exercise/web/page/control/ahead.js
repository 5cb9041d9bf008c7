// What may come: the exercise run on many times without people, as bands beside what happened so far.

import { h, replace, write } from "../dom.js";
import { get, post } from "../api.js";
import { note } from "../dialog.js";
import { RUNG_NAMES } from "../events.js";
import { count, percent } from "../format.js";
import { moment } from "../stamp.js";
import { bandChart } from "./band-chart.js";

const POLL_MS = 1000;
const AGAIN_MS = 3000;
const LEADING = 6;
const CUT = "The line to the server was lost, and they are not being run any more. Look ahead again.";

/** @param {import("../app.js").App} app */
export function makeAhead(app) {
  const runs = h("input", { type: "number", min: 1, max: 2000, value: 200, id: "ahead-runs" });
  const start = h("button", { type: "button", class: "primary", id: "ahead-start" }, "Look ahead");
  const told = h("p", { class: "small grow", role: "status" });
  const body = h("div", {
    class: "scroll pad stack ahead",
    tabindex: 0,
    role: "region",
    "aria-label": "What may come",
  });
  const bar = h(
    "div",
    { class: "row pad bar" },
    app.isControl ? [h("label", { for: "ahead-runs", class: "small" }, "Continuations"), runs, start] : null,
    told,
  );
  let shown = null;
  let timer = null;
  let before = null; // the outcome that was there when continuations began to be run
  let lost = false; // whether the server was away since then

  const look = async () => {
    clearTimeout(timer);
    const answer = await get("/control/ahead").catch(() => null);
    if (!answer) {
      // The server may be away for a while; whatever runs is followed when it is back.
      lost = before !== null;
      if (lost) timer = setTimeout(look, AGAIN_MS);
      return;
    }
    start.disabled = answer.running;
    const text = JSON.stringify(answer.ahead);
    if (answer.ahead && text !== shown) replace(body, blocks(app, answer.ahead));
    shown = text;
    if (answer.running) before ??= text;
    // A server that begins anew knows nothing of continuations that the one before it was running.
    const cut = lost && !answer.running && !answer.trouble && text === before;
    write(told, cut ? CUT : status(app, answer));
    if (answer.running) timer = setTimeout(look, POLL_MS);
    else if (!cut) [before, lost] = [null, false];
  };
  start.addEventListener("click", async () => {
    if (!runs.reportValidity()) return;
    start.disabled = true;
    [before, lost] = [null, false];
    try {
      await post("/control/ahead", { runs: Number(runs.value) });
      before = shown ?? "null";
    } catch (error) {
      note(`To look ahead: ${error.message}`, "bad");
      start.disabled = false;
    }
    look();
  });
  replace(
    body,
    h("p", { class: "empty" }, "From now on, without people: the policies play all cells, the injects go on."),
  );
  app.store.on(
    "zone",
    () => {
      shown = null;
      if (app.layout.shows("ahead")) look();
    },
    false,
  );
  app.store.on(
    "connection",
    ({ connection }) => {
      if (connection === "lost") lost = before !== null;
      else if (connection === "open" && (before !== null || app.layout.shows("ahead"))) look();
    },
    false,
  );
  return { title: "What may come", node: h("div", { class: "two-rows" }, bar, body), shown: look };
}

function status(app, { running, trouble, ahead }) {
  if (running) return "The continuations are being run…";
  if (trouble) return `It came to nothing: ${trouble}`;
  return ahead ? `${ahead.runs} continuations from ${moment(app, ahead.now_s)}` : "";
}

function blocks(app, ahead) {
  const lines = ahead.lines.map((line) => ({ ...line, title: titleOf(app, line) }));
  const chart = (line) => bandChart(app, line, ahead.now_s);
  const more = lines.slice(LEADING);
  return [
    ends(ahead),
    legend(),
    h("div", { class: "charts" }, lines.slice(0, LEADING).map(chart)),
    more.length
      ? h(
          "details",
          {},
          h("summary", {}, count(more.length, "more line")),
          h("div", { class: "charts" }, more.map(chart)),
        )
      : null,
  ];
}

function titleOf(app, { name, title }) {
  const [kind, from, to] = name.split(" ");
  if (kind === "tone") return `Tone of ${app.names.actor(from)} toward ${app.names.actor(to)}`;
  return title.slice(0, 1).toUpperCase() + title.slice(1);
}

/** How the continuations end. */
function ends({ ends: { fired, highest_rung: rungs }, runs }) {
  const share = (number) => percent(runs ? number / runs : 0);
  return h(
    "div",
    { class: "ends" },
    h(
      "p",
      {},
      h("strong", {}, `${fired} of ${runs}`),
      ` (${share(fired)}) end with missiles fired in anger, counting those already fired.`,
    ),
    h(
      "table",
      { class: "odds" },
      h("caption", { class: "small soft" }, "Highest rung that anybody reaches"),
      h(
        "tbody",
        {},
        rungs.map((number, rung) =>
          h(
            "tr",
            {},
            h("th", { scope: "row" }, RUNG_NAMES[rung]),
            h(
              "td",
              { class: "bar", "aria-hidden": "true" },
              h("i", { style: { "--share": runs ? `${(100 * number) / runs}%` : "0%" } }),
            ),
            h("td", { class: "number" }, `${number} (${share(number)})`),
          ),
        ),
      ),
    ),
  );
}

function legend() {
  const key = (kind, text) =>
    h("span", { class: "key" }, h("i", { class: `key-${kind}`, "aria-hidden": "true" }), text);
  return h(
    "p",
    { class: "legend small soft" },
    key("live", "so far"),
    key("middle", "median from now"),
    key("band", "5 to 95 percent of the continuations"),
  );
}
