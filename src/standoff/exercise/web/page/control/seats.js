// Seats: links to hand out, who is there, who plays each cell; seats added, closed, and given new links.

import { h, options, replace, write } from "../dom.js";
import { get, post, send } from "../api.js";
import { confirmed, note } from "../dialog.js";
import { copyAllButton, copyButton } from "./copy.js";
import { asked, Complaint, formDialog } from "./form-dialog.js";

const LOOK_MS = 5000;
const OTHERS = { control: "Control", observer: "Observers" };

/** @param {import("../app.js").App} app */
export function makeSeats(app) {
  const table = h("table", { class: "seats" });
  const add = h(
    "button",
    { type: "button", id: "add-seat", on: { click: () => addSeat(app).then(look) } },
    "Add a seat",
  );
  let links = [];
  const all = copyAllButton(() => links);
  const told = h("span", { class: "grow small soft" });
  const node = h(
    "div",
    { class: "two-rows" },
    h("div", { class: "row pad bar" }, told, all, add),
    h("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "Seats" }, table),
  );
  let last = "";

  async function look() {
    const answer = await get("/control/seats").catch(() => null);
    if (!answer) return;
    const text = JSON.stringify([answer, app.store.get("status")]);
    if (text === last) return;
    last = text;
    links = answer.seats.filter((seat) => seat.link);
    const there = answer.seats.filter((seat) => seat.present).length;
    write(told, `${there} of ${answer.seats.filter((seat) => !seat.revoked).length} seats taken now.`);
    const focused = table.contains(document.activeElement) ? document.activeElement.getAttribute("aria-label") : null;
    replace(table, head(), groups(app, answer, look));
    if (focused) table.querySelector(`[aria-label="${CSS.escape(focused)}"]`)?.focus();
  }

  setInterval(() => app.layout.shows("seats") && document.visibilityState === "visible" && look(), LOOK_MS);
  app.onEvents((fresh) => app.layout.shows("seats") && fresh.some((event) => event.kind === "seat") && look());
  return { title: "Seats", node, shown: look };
}

function head() {
  const columns = ["Seat", "There", "Link", ""];
  return [
    h("caption", { class: "unseen" }, "Seats"),
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        columns.map((one) => h(one ? "th" : "td", one ? { scope: "col" } : {}, one)),
      ),
    ),
  ];
}

/** Control and observers first, then a group for each cell. */
function groups(app, { seats, people }, look) {
  const keys = [...Object.keys(OTHERS), ...app.me.cells.map((cell) => cell.id)];
  return keys.map((key) => {
    const here = seats.filter((seat) => (seat.cell ?? seat.role) === key);
    const isCell = !(key in OTHERS);
    return h(
      "tbody",
      {},
      h(
        "tr",
        { class: "section" },
        h("th", { scope: "rowgroup", colspan: 2 }, OTHERS[key] ?? app.names.cell(key)),
        h("td", { colspan: 2 }, isCell ? playedBy(app, key, people.includes(key), look) : null),
      ),
      here.map((seat) => row(app, seat, look)),
    );
  });
}

/** Who plays a cell, to change. */
function playedBy(app, cell, byPeople, look) {
  const select = h(
    "select",
    { "aria-label": `Who plays ${app.names.cell(cell)}`, disabled: app.store.get("status") === "ended" },
    options(
      [
        ["people", "played by people"],
        ["policy", "played by its policies"],
      ],
      byPeople ? "people" : "policy",
    ),
  );
  select.addEventListener("change", async () => {
    try {
      await send("/played-by", { cell, played_by: select.value });
      note(`${app.names.cell(cell)} is ${select.selectedOptions[0].textContent} now.`, "good");
    } catch (error) {
      note(`${app.names.cell(cell)}: ${error.message}`, "bad");
    }
    look();
  });
  return select;
}

function row(app, seat, look) {
  const own = seat.seat === app.me.seat.id;
  const there = seat.present
    ? `● ${seat.present > 1 ? `${seat.present} windows` : "there"}`
    : seat.revoked
      ? ""
      : "○ away";
  const marks = [
    seat.revoked ? h("span", { class: "chip bad" }, "closed") : null,
    seat.passphrase ? h("span", { class: "chip" }, "passphrase") : null,
    seat.expires_at
      ? h("span", { class: "chip" }, `until ${seat.expires_at.slice(0, 16).replace("T", " ")} UTC`)
      : null,
    own ? h("span", { class: "chip info" }, "you") : null,
  ];
  return h(
    "tr",
    { data: { seat: seat.seat } },
    h("th", { scope: "row" }, seat.title, " ", h("code", { class: "faint" }, seat.seat), " ", marks),
    h("td", { class: ["small", seat.present ? "there" : "faint"] }, there),
    h("td", {}, seat.link ? copyButton(seat.link, seat.title) : null),
    h("td", { class: "acts" }, own ? null : acts(seat, look)),
  );
}

function acts(seat, look) {
  const button = (text, title, why, path, done) =>
    h(
      "button",
      {
        type: "button",
        "aria-label": `${text}: ${seat.title}`,
        on: {
          click: async () => {
            if (!(await confirmed(title, why, text))) return;
            try {
              await post(`/control/seats/${encodeURIComponent(seat.seat)}/${path}`, {});
              await look(); // what the note speaks of is there when it is read
              if (done) note(done, "good");
            } catch (error) {
              note(`${seat.title}: ${error.message}`, "bad");
              look();
            }
          },
        },
      },
      text,
    );
  return [
    button(
      "New link",
      `A new link for ${seat.title}?`,
      "The old link no longer opens the seat, and whoever came by it is signed out. What the seat has written stays.",
      "renew",
      `New link for ${seat.seat}: press Copy link in its row.`,
    ),
    seat.revoked
      ? null
      : button(
          "Revoke",
          `Close the seat ${seat.title}?`,
          "Its link no longer opens it, and whoever sits there is signed out at once. A new link opens it again.",
          "revoke",
        ),
  ];
}

async function addSeat(app) {
  const role = h(
    "select",
    {},
    options(
      [
        ["player", "Player"],
        ["observer", "Observer"],
        ["control", "Control"],
      ],
      "player",
    ),
  );
  const cell = h(
    "select",
    {},
    options(
      app.me.cells.map(({ id, title }) => [id, title]),
      "",
    ),
  );
  const title = h("input", { type: "text", maxlength: 80 });
  const id = h("input", { type: "text", maxlength: 40, autocomplete: "off" });
  const passphrase = h("input", { type: "text", maxlength: 200, autocomplete: "off" });
  const expires = h("input", { type: "datetime-local" });
  const cellField = asked("cell", "Cell", cell);
  role.addEventListener("change", () => (cellField.hidden = role.value !== "player"));
  const content = [
    h("div", { class: "row even" }, asked("role", "Role", role), cellField),
    h(
      "div",
      { class: "row even" },
      asked("title", "Title", title),
      asked("seat", "Short name", id, "in the link, such as usa-4"),
    ),
    asked("passphrase", "Passphrase (optional)", passphrase, "Asked for when somebody sits down"),
    asked("expires_at", "Closes by itself at (real time in UTC, optional)", expires),
  ];
  const added = await formDialog("Add a seat", content, {
    yes: "Add",
    submit: async () => {
      if (!/^[a-z0-9][a-z0-9-]*$/.test(id.value)) throw new Complaint("seat", "small letters, digits and hyphens");
      if (!title.value.trim()) throw new Complaint("title", "is empty");
      const body = { role: role.value, title: title.value.trim() };
      if (role.value === "player") body.cell = cell.value;
      if (passphrase.value) body.passphrase = passphrase.value;
      if (expires.value) body.expires_at = `${expires.value}:00Z`;
      await post(`/control/seats/${id.value}`, body);
    },
  });
  if (added) note(`The seat ${title.value.trim()} is there; its link is in the list.`, "good");
}
