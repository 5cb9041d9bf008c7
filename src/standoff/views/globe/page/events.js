// The list of events, the filter above it, and the counters that move with the clock.

import { LONG_S, dateAndTime, timeOfDay } from "./playback.js";

const { JulianDate } = Cesium;

const $ = (id) => document.getElementById(id);
const GLYPHS = { launch: "▲", detection: "◉", track: "◉", commit: "◇", shot: "△", hit: "✸", miss: "✕", impact: "●", no_engagement: "–",
  move: "▸", drill: "⚑", deployment: "■", draft: "▤", nuclear_test: "☢", alert: "!", agreement_status: "§", commitment_triggered: "§" };
const FILTERS = {
  Key: new Set(["launch", "commit", "shot", "intercept", "impact",
    "move", "drill", "deployment", "draft", "nuclear_test", "agreement_status", "commitment_triggered"]),
  Sensors: new Set(["launch", "detection", "track"]),
  All: null,
};

/** The events of a scene, in order of time: {entity, kind, result, time, text, threat}. */
export function readEvents(source, startex) {
  const start = JulianDate.fromIso8601(startex);
  return source.entities.values
    .filter((entity) => entity.id.startsWith("event/"))
    .map((entity) => {
      const facts = entity.properties.getValue(start);
      const { kind, result, t_s: time, threat } = facts;
      return { entity, kind, result, time, threat, text: entity.name };
    })
    .sort((a, b) => a.time - b.time || number(a) - number(b));
}

function number(event) {
  return Number(event.entity.id.slice(6));
}

export class EventList {
  constructor(events, startex, chosen) {
    this.events = events;
    this.start = JulianDate.fromIso8601(startex);
    this.chosen = chosen;
    this.filter = "Key";
    this.count = -1;
    this.told = events.some((event) => event.time > LONG_S) ? dateAndTime : timeOfDay;
    this.buttons = events.map((event) => this.row(event));
    this.filters();
    this.fill();
  }

  shows(event) {
    return FILTERS[this.filter]?.has(event.kind) ?? true;
  }

  row(event) {
    const button = document.createElement("button");
    button.type = "button";
    const time = document.createElement("time");
    time.textContent = this.told(JulianDate.addSeconds(this.start, event.time, new JulianDate()));
    const glyph = document.createElement("span");
    glyph.className = `glyph ${event.result || event.kind}`;
    glyph.textContent = GLYPHS[event.result] ?? GLYPHS[event.kind] ?? "·";
    glyph.ariaHidden = "true";
    const text = document.createElement("span");
    text.textContent = event.text;
    button.append(time, glyph, text);
    button.addEventListener("click", () => this.chosen(event));
    return button;
  }

  filters() {
    for (const name of Object.keys(FILTERS)) {
      const label = document.createElement("label");
      const input = document.createElement("input");
      input.type = "radio";
      input.name = "filter";
      input.checked = name === this.filter;
      input.addEventListener("change", () => {
        this.filter = name;
        this.fill();
      });
      label.append(input, name);
      $("filter").append(label);
    }
  }

  fill() {
    const rows = this.events.flatMap((event, i) => {
      if (!this.shows(event)) return [];
      const item = document.createElement("li");
      item.append(this.buttons[i]);
      return [item];
    });
    $("event-list").replaceChildren(...rows);
    this.count = -1;
  }

  /** Bring list and counters to a time, seconds after STARTEX. */
  update(now) {
    const past = this.events.filter((event) => event.time <= now + 0.001);
    if (past.length === this.count) return;
    this.count = past.length;
    this.buttons.forEach((button, i) => {
      button.classList.toggle("future", i >= past.length);
      button.removeAttribute("aria-current");
    });
    const last = past.findLastIndex((event) => this.shows(event));
    if (last >= 0) {
      this.buttons[last].setAttribute("aria-current", "true");
      if (!$("event-list").matches(":hover, :focus-within")) this.reveal(this.buttons[last]);
    } else {
      $("event-list").scrollTop = 0;
    }
    this.counters(past);
  }

  reveal(button) {
    const list = $("event-list");
    list.scrollTop = button.offsetTop - list.offsetTop - 0.6 * (list.clientHeight - button.offsetHeight);
  }

  counters(past) {
    const of = (test) => past.filter(test);
    const launched = of((event) => event.kind === "launch").length;
    const hits = new Set(of((event) => event.result === "hit").map((event) => event.threat)).size;
    const down = of((event) => event.kind === "impact");
    const arrived = down.filter((event) => event.result !== "failed").length;
    $("count-flying").textContent = Math.max(launched - hits - down.length, 0);
    $("count-fired").textContent = of((event) => event.kind === "shot").length;
    $("count-intercepted").textContent = hits;
    $("count-arrived").textContent = arrived;
  }
}
