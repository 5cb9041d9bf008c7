// The page to sit down at: by the link that control gave out, and a passphrase where the seat asks for one.

import { post } from "./api.js";
import { byId, field, h, replace, write } from "./dom.js";
import { sentenceCase } from "./format.js";
import { getUp, pageOf, seated, sitDown, whySentHere } from "./seat.js";
import { themeButton } from "./theme.js";

const SHAPE = /[A-Za-z0-9_.-]+~[A-Za-z0-9_.-]+~[A-Za-z0-9_-]+/;

const link = h("input", {
  type: "text",
  id: "link",
  autocomplete: "off",
  spellcheck: "false",
  placeholder: "http://…/join#exercise~seat~token",
});
const passphrase = h("input", { type: "password", id: "passphrase", autocomplete: "current-password", maxlength: 200 });
const asked = field("Passphrase of this seat", passphrase);
const button = h("button", { class: "primary" }, "Sit down");
const again = h("p", { class: "small", hidden: true });

asked.hidden = true;
replace(byId("form"), field("Your link", link), asked, button, again);
document.querySelector(".tools").append(themeButton());
byId("form").addEventListener("submit", (event) => {
  event.preventDefault();
  join();
});
addEventListener("hashchange", begin);
begin();

/** Read the link of the address, and take it out of the address at once: it must not stay in the history. */
function begin() {
  const given = decodeURIComponent(location.hash.slice(1));
  history.replaceState(null, "", location.pathname);
  const why = whySentHere();
  if (why) tell(sentenceCase(why));
  if (given) {
    link.value = given;
    join();
    return;
  }
  const seat = seated();
  if (seat) {
    again.hidden = false;
    replace(
      again,
      "This window already sits in ",
      h("strong", {}, seat.seat),
      ". ",
      h("a", { href: pageOf(seat.role) }, "Go on there"),
    );
  }
  link.focus();
}

async function join() {
  const found = SHAPE.exec(link.value.trim())?.[0];
  if (!found) {
    tell(
      link.value.trim()
        ? "This is no link to a seat. A link looks like http://…/join#exercise~seat~token."
        : "Paste the link that control gave you.",
    );
    link.focus();
    return;
  }
  await work(async () => {
    const body = { link: found, ...(asked.hidden ? {} : { passphrase: passphrase.value }) };
    getUp();
    const sat = await post("/join", body, { stay: true });
    sitDown({ ...sat, exercise: found.split("~")[0] });
    location.assign(pageOf(sat.role));
  });
}

async function work(attempt) {
  button.disabled = true;
  tell("");
  try {
    await attempt();
  } catch (error) {
    refused(error);
  } finally {
    button.disabled = false;
  }
}

function refused(error) {
  if (error.body?.needs_passphrase) {
    const first = asked.hidden;
    asked.hidden = false;
    tell(first ? "" : "That is not the passphrase of this seat.");
    passphrase.select();
    passphrase.focus();
    return;
  }
  if (error.status === undefined) tell("The server does not answer. Check the address, and try again.");
  else tell(`${sentenceCase(error.message)}.`);
  link.focus();
}

function tell(text) {
  byId("told").hidden = !text;
  write(byId("told"), text);
}
