// The head of every page: what is played, who sits here, exercise time, state, line, and the choices of the reader.

import { h, options, replace, write } from "./dom.js";
import { figure, ZONES } from "./format.js";
import { showKeys } from "./keys.js";
import { post } from "./api.js";
import { confirmed } from "./dialog.js";
import { getUp } from "./seat.js";
import { themeButton } from "./theme.js";

const STATUS = {
  planned: "before STARTEX",
  running: "running",
  paused: "paused",
  held: "waits for a ruling",
  ended: "ended",
};
const LINE = { connecting: "connecting", open: "connected", lost: "no connection" };

/**
 * Build the head into the page's `<header>`.
 * @param {import("./app.js").App} app
 */
export function makeShell(app) {
  const { me } = app;
  document.title = `${me.seat.title} · ${me.title}`;
  const title = h(
    "div",
    { class: "heading" },
    h("h1", { title: me.title }, me.title),
    h("p", { id: "seat" }, seatText(me.seat)),
  );
  const header = document.querySelector("header");
  replace(
    header,
    title,
    clockBlock(app),
    stateBlock(app),
    h("div", { class: "tools" }, zoneSelect(app), themeButton(), helpButton(), leaveButton()),
  );
  troubleLine(app, header);
}

function seatText(seat) {
  return seat.cell === null ? seat.title : `${seat.title} · cell ${seat.cell}`;
}

function clockBlock(app) {
  const utc = h("time", { id: "utc", class: "main" });
  const local = h("span", { id: "local" });
  const day = h("span", { id: "day" });
  const show = (now_s) => {
    const zone = app.store.get("zone");
    write(day, `Day ${app.calendar.dayNumber(now_s)}`);
    write(utc, `${app.calendar.second(now_s)} UTC`);
    write(local, zone === "UTC" ? "" : `${app.calendar.minute(now_s, zone)} ${ZONES[zone]}`);
  };
  app.onTick(show);
  app.store.on("zone", () => show(app.clock.now()));
  return h(
    "div",
    { class: "clock", role: "group", "aria-label": "Exercise time" },
    utc,
    h("div", { class: "second" }, day, local),
  );
}

function stateBlock(app) {
  const status = h("span", { id: "status", class: "pill" });
  const rate = h("span", { id: "rate" });
  const line = h("span", { id: "connection", role: "status" });
  app.store.on(["status", "rate", "connection", "waiting"], (state) => {
    status.dataset.status = state.status;
    write(status, STATUS[state.status] ?? state.status);
    write(rate, state.rate ? `${figure(state.rate)}\u2009×` : "");
    rate.title = state.rate ? `${figure(state.rate)} seconds of the exercise in one second` : "";
    line.dataset.line = state.connection;
    const unsent = state.waiting && state.connection !== "open" ? `, ${state.waiting} to send` : "";
    write(line, (LINE[state.connection] ?? state.connection) + unsent);
  });
  return h("div", { class: "state" }, h("div", {}, status, rate), line);
}

function zoneSelect(app) {
  const select = h(
    "select",
    { id: "zone", "aria-label": "Second time zone" },
    options(Object.entries(ZONES), app.store.get("zone")),
  );
  select.addEventListener("change", () => app.store.set({ zone: select.value }));
  return select;
}

function helpButton() {
  return h(
    "button",
    { type: "button", class: "quiet", id: "help", "aria-label": "Keys", title: "Keys (?)", on: { click: showKeys } },
    "?",
  );
}

function leaveButton() {
  const leave = async () => {
    const text = "What is written and not sent stays with the seat. The same link leads back.";
    if (!(await confirmed("Leave the seat?", text, "Leave"))) return;
    await post("/leave", {}).catch(() => {});
    getUp();
    location.assign("/join");
  };
  return h("button", { type: "button", class: "quiet", id: "leave", on: { click: leave } }, "Leave");
}

/** A line below the head while the server cannot write, and once the exercise is over. */
function troubleLine(app, header) {
  const line = h("div", { id: "trouble", role: "alert", hidden: true });
  header.after(line);
  app.store.on(["trouble", "connection"], ({ trouble, connection }) => {
    line.hidden = !trouble && connection !== "lost";
    if (trouble)
      write(
        line,
        `The server cannot write at present, so time stands still: ${trouble}. Nothing that was answered is lost.`,
      );
    else if (connection === "lost")
      write(line, "The line to the server is down; it is tried again. What you send meanwhile is kept and sent later.");
  });
}
