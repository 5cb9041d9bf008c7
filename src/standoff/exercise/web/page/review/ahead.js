// What might have come: from a moment of the exercise on, run many times without people, beside what did come.

import { get, post } from "../api.js";
import { bandChart } from "../control/band-chart.js";
import { note } from "../dialog.js";
import { h, replace, write } from "../dom.js";
import { RUNG_NAMES } from "../events.js";
import { count, percent, sentenceCase } from "../format.js";
import { moment } from "../stamp.js";

const POLL_MS = 1000;
const RUNS = 200;
const LEADING = 6;

/** @param {object} review @returns {HTMLElement} */
export function makeAhead(review) {
  const told = h("p", { class: "soft small grow", role: "status" });
  const body = h("div", { class: "stack" });
  const show = (ahead) => replace(body, ahead ? blocks(review, ahead) : h("p", { class: "empty" }, NONE));
  show(review.overview.ahead);
  const form = review.app.me.seat.role === "control" ? makeForm(review, told, show) : null;
  return h(
    "div",
    { class: "scroll pad stack", tabindex: 0, role: "region", "aria-label": "What might have come" },
    form,
    told,
    body,
  );
}

const NONE = "The exercise was not run on from any moment.";

/** Control chooses the moment by the playhead. */
function makeForm(review, told, show) {
  const runs = h("input", { type: "number", min: 1, max: 2000, value: RUNS, id: "ahead-runs" });
  const start = h("button", { class: "primary", id: "ahead-start" });
  review.playhead.on(() => write(start, `Run on from ${review.app.calendar.minute(review.playhead.now)}`));
  start.title = "From the moment of the playhead, with the policies of the scenario in all cells";
  write(start, `Run on from ${review.app.calendar.minute(0)}`);
  const form = h("form", { class: "row", novalidate: true }, start, runs, h("label", { for: "ahead-runs" }, "times"));
  const look = async () => {
    const answer = await get("/control/ahead").catch((error) => ({ trouble: error.message }));
    start.disabled = Boolean(answer.running);
    write(
      told,
      answer.running
        ? "The continuations are being run…"
        : answer.trouble
          ? `It came to nothing: ${answer.trouble}`
          : "",
    );
    if (answer.running) setTimeout(look, POLL_MS);
    else if (answer.ahead) show(answer.ahead);
  };
  form.addEventListener("submit", async (press) => {
    press.preventDefault();
    start.disabled = true;
    try {
      await post("/control/ahead", { runs: Number(runs.value) || RUNS, from_s: review.playhead.now });
    } catch (error) {
      note(`It cannot be run on: ${error.message}`, "bad");
    }
    look();
  });
  return form;
}

function blocks(review, ahead) {
  const { fired, highest_rung: rungs } = ahead.ends;
  const share = (number) => percent(ahead.runs ? number / ahead.runs : 0);
  const highest = rungs
    .map((number, rung) => (number ? `${RUNG_NAMES[rung]} in ${share(number)}` : null))
    .filter(Boolean)
    .join(", ");
  const charts = ordered(ahead.lines).map((line) =>
    bandChart(review.app, { ...line, title: titleOf(review, line) }, ahead.now_s),
  );
  const more = charts.slice(LEADING);
  return [
    h(
      "p",
      {},
      h("strong", {}, `${count(ahead.runs, "continuation")} from ${moment(review.app, ahead.now_s)}, without people. `),
      `Missiles fired in anger in ${fired} of them (${share(fired)}), counting those already fired. `,
      `Highest rung: ${highest}.`,
    ),
    h(
      "p",
      { class: "legend small soft" },
      key("live", "what came"),
      key("middle", "median of the runs"),
      key("band", "5 to 95 percent of the runs"),
    ),
    h("div", { class: "charts" }, charts.slice(0, LEADING)),
    more.length
      ? h("details", {}, h("summary", {}, count(more.length, "more line")), h("div", { class: "charts" }, more))
      : null,
  ];
}

/** Outcomes first, then the lines that spread most. */
function ordered(lines) {
  const spread = ({ name, live, band }) => {
    const values = [...live.map((one) => one[1]), ...band.flatMap((one) => one.slice(1))];
    return (Math.max(...values) - Math.min(...values)) / (name.startsWith("credibility") ? 1 : 10);
  };
  const [first, rest] = [
    lines.filter(({ name }) => !name.includes(" ")),
    lines.filter(({ name }) => name.includes(" ")),
  ];
  return [...first, ...rest.sort((one, other) => spread(other) - spread(one))];
}

function titleOf(review, { name, title }) {
  const [kind, from, to] = name.split(" ");
  const { names } = review.app;
  return kind === "tone" ? `Tone of ${names.actor(from)} toward ${names.actor(to)}` : sentenceCase(title);
}

const key = (kind, text) => h("span", { class: "key" }, h("i", { class: `key-${kind}`, "aria-hidden": "true" }), text);
