// The clock bar: STARTEX, PAUSEX, steps, the next event, the rate, ENDEX.

import { h, options, replace, write } from "../dom.js";
import { get, send } from "../api.js";
import { isDone } from "../clock.js";
import { note } from "../dialog.js";
import { count, figure, span } from "../format.js";
import { asked, formDialog } from "./form-dialog.js";
import { reviewLinks } from "./review-links.js";

const RATES = [1, 10, 60, 300, 600, 1800, 3600];
const STEPS = [60, 300, 900, 3600, 21_600, 43_200, 86_400];
const TURNS = {
  planned: { command: "startex", text: "STARTEX" },
  running: { command: "pausex", text: "PAUSEX" },
  held: { command: "pausex", text: "PAUSEX" },
  paused: { command: "resumex", text: "Resume" },
};

/** @param {import("../app.js").App} app */
export function makeClockBar(app) {
  const node = h("div", { class: "clock-bar", role: "region", "aria-label": "Clock of the exercise" });
  if (app.isControl) node.append(...commands(app));
  node.append(reviewLinks(app));
  app.store.on("status", ({ status }) => (node.hidden = !app.isControl && status !== "ended"));
  return node;
}

function commands(app) {
  const command = (name, more = {}) => run(app, { command: name, ...more });
  const turn = h("button", { type: "button", id: "turn", class: "primary" });
  turn.addEventListener("click", () => command(TURNS[app.store.get("status")].command));
  const rates = rateGroup(app, (rate) => command("rate", { rate }));
  const length = h(
    "select",
    { id: "step-length", "aria-label": "Length of a step" },
    options(
      STEPS.map((step) => [String(step), step === 86_400 ? "1 d" : span(step)]),
      "3600",
    ),
  );
  const step = h(
    "button",
    { type: "button", id: "step", on: { click: () => command("step", { seconds: Number(length.value) }) } },
    "Step",
  );
  const jump = h("button", { type: "button", id: "jump", on: { click: () => command("jump") } }, "Next event");
  const end = h(
    "button",
    { type: "button", id: "endex-give", class: "danger", on: { click: () => endex(app) } },
    "ENDEX…",
  );
  const parts = [turn, h("div", { class: "joined" }, step, length), jump, rates, h("span", { class: "grow" }), end];
  app.clockBar = { turn: () => turn.disabled || turn.hidden || turn.click() };
  app.store.on("status", ({ status }) => {
    for (const part of parts) part.hidden = status === "ended";
    write(turn, TURNS[status]?.text ?? "");
    for (const part of [step, length, jump]) {
      part.disabled = status !== "paused";
      part.title = status === "paused" ? "" : status === "planned" ? "After STARTEX" : "Pause first";
    }
  });
  return parts;
}

/** Buttons for the usual rates, and a field for any other. */
function rateGroup(app, choose) {
  const buttons = RATES.map((rate) =>
    h(
      "button",
      { type: "button", "aria-pressed": "false", data: { rate }, on: { click: () => choose(rate) } },
      `${rate.toLocaleString("en-US")}×`,
    ),
  );
  const other = h("input", {
    type: "number",
    min: 1,
    max: 3600,
    step: "any",
    id: "rate-other",
    "aria-label": "Another rate, 1 to 3600 seconds a second; Enter",
    title: "Another rate, 1 to 3600; Enter",
  });
  other.addEventListener("keydown", (press) => {
    if (press.key === "Enter" && other.value) choose(Number(other.value));
  });
  app.store.on("rate", ({ rate }) => {
    for (const button of buttons) button.setAttribute("aria-pressed", String(Number(button.dataset.rate) === rate));
    const usual = RATES.includes(rate);
    if (document.activeElement !== other || usual) other.value = usual || !rate ? "" : rate;
    other.placeholder = "other";
  });
  return h("div", { class: "joined rates", role: "group", "aria-label": "Rate" }, buttons, other);
}

async function run(app, body) {
  try {
    const { clock } = await send("/control/clock", body);
    app.clock.set(clock);
    app.store.set({ status: clock.status, rate: clock.rate });
    if (body.command === "rate") note(`${figure(clock.rate)} seconds of the exercise in one second.`, "good", 3);
  } catch (error) {
    const clock = (await get("/situation").catch(() => null))?.clock;
    if (isDone(body.command, clock?.status)) return;
    note(`The clock: ${error.message}`, "bad");
  }
}

async function endex(app) {
  const reason = h("textarea", { rows: 2, maxlength: 4000 });
  const left = h("div", { role: "status" });
  unjudged(left, app);
  await formDialog(
    "End the exercise?",
    [
      h("p", {}, "ENDEX is final: no more time passes and no more orders are taken. The review opens to control."),
      left,
      asked("reason", "Reason (optional, on the record)", reason),
    ],
    {
      yes: "Give ENDEX",
      kind: "danger",
      submit: () => send("/control/endex", reason.value.trim() ? { reason: reason.value.trim() } : {}),
    },
  );
}

/** How many objectives wait for control's judgment, which ENDEX ends; asked for while the dialog is open. */
async function unjudged(place, app) {
  const review = await get("/review").catch(() => null);
  const open = (review?.objectives ?? []).filter((one) => one.result === "open" && !one.when);
  if (open.length === 0) return;
  const go = () => {
    place.closest("dialog").close();
    app.layout.show("notes");
    app.panels.notes.objectives();
  };
  const are = open.length === 1 ? "is" : "are";
  replace(
    place,
    h(
      "p",
      { class: "wrong plain" },
      `${count(open.length, "objective")} that you judge by hand ${are} not judged yet, and cannot be after ENDEX. `,
      h("button", { type: "button", class: "link", on: { click: go } }, "Judge now"),
    ),
  );
}
