// Play, pause, step, scrub and speed: the controls of the playhead.

import { h, write } from "../dom.js";
import { ZONES, span } from "../format.js";
import { SPEEDS } from "./playhead.js";

/** @param {object} review @returns {HTMLElement} */
export function makeTransport(review) {
  const { playhead, app } = review;
  const button = (id, text, title, work) =>
    h("button", { type: "button", id, title, "aria-label": title, on: { click: work } }, text);
  const play = button("play", "▶", "Play (space)", () => playhead.toggle());
  const slider = h("input", {
    type: "range",
    id: "scrub",
    min: 0,
    max: Math.ceil(playhead.end),
    step: "any",
    value: 0,
    "aria-label": "Time shown",
  });
  slider.addEventListener("input", () => playhead.jump(Number(slider.value)));
  slider.addEventListener("keydown", (press) => nudge(press, review));
  const time = h("time", { id: "shown-at", class: "number" });
  const local = h("span", { class: "soft number" });
  const after = h("span", { class: "soft number" });
  const show = () => {
    write(play, playhead.playing ? "❚❚" : "▶");
    play.setAttribute("aria-pressed", String(playhead.playing));
    slider.value = playhead.now;
    write(time, `${app.calendar.second(playhead.now)} UTC`);
    const zone = app.store.get("zone");
    write(local, zone === "UTC" ? "" : `${app.calendar.minute(playhead.now, zone)} ${ZONES[zone].split(",")[0]}`);
    write(after, `day ${app.calendar.dayNumber(playhead.now)}, STARTEX + ${span(playhead.now)}`);
    slider.setAttribute("aria-valuetext", `${time.textContent}, ${after.textContent}`);
  };
  playhead.on(show);
  app.store.on("zone", show);
  return h(
    "div",
    { class: "panel transport", role: "group", "aria-label": "Playback" },
    button("back", "|◂", "To the event before (,)", () => review.step(-1)),
    play,
    button("next", "▸|", "To the next event (.)", () => review.step(1)),
    speedField(playhead),
    slider,
    h("div", { class: "shown-at" }, time, local, after),
  );
}

function nudge(press, review) {
  const { playhead, timeline } = review;
  const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[press.key];
  if (!way) return;
  press.preventDefault();
  playhead.jump(playhead.now + way * (press.shiftKey ? 10 : 1) * (timeline.span / 100));
}

function speedField(playhead) {
  const list = h(
    "datalist",
    { id: "speeds" },
    SPEEDS.map((speed) => h("option", { value: speed })),
  );
  const input = h("input", {
    type: "number",
    id: "speed",
    list: "speeds",
    min: 0.1,
    max: 1e6,
    step: "any",
    value: playhead.speed,
    title: "Seconds of the exercise in one second; any number, or [ and ]",
  });
  input.addEventListener("change", () => playhead.setSpeed(Number(input.value)));
  playhead.on(() => document.activeElement !== input && (input.value = playhead.speed));
  const label = h("label", { for: "speed", class: "unseen" }, "Speed, seconds of the exercise in one second");
  const step = (text, title, way) =>
    h("button", { type: "button", title, "aria-label": title, on: { click: () => playhead.faster(way) } }, text);
  return h(
    "div",
    { class: "speed" },
    label,
    step("−", "Slower ([)", -1),
    input,
    h("span", {}, "×"),
    list,
    step("+", "Faster (])", 1),
  );
}
