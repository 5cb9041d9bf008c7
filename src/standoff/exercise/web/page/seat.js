// Who sits in this window: the token of the session and the seat, kept for the life of the window alone.

const KEY = "standoff.seat";

/** @returns {{token: string, seat: string, role: string, cell: string | null, exercise: string} | null} */
export function seated() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

/** Keep who sits here. */
export function sitDown(seat) {
  sessionStorage.setItem(KEY, JSON.stringify(seat));
}

/** Forget who sits here. */
export function getUp() {
  sessionStorage.removeItem(KEY);
}

let leaving = false;
const GONE =
  "This window no longer has its seat. Sit down by your link again; if it opens no seat, ask control for a new one.";

/** Go to the page to sit down at, and say there why. The first to say so is heard. @param {string} [why] */
export function toJoin(why = "") {
  if (leaving) return;
  leaving = true;
  getUp();
  if (why) sessionStorage.setItem("standoff.why", why.startsWith("nobody sits here") ? GONE : why);
  location.replace("/join");
}

/** Why one was sent to the page to sit down at; told once. */
export function whySentHere() {
  const why = sessionStorage.getItem("standoff.why") ?? "";
  sessionStorage.removeItem("standoff.why");
  return why;
}

/** The page of a role. @param {string} role @returns {string} */
export function pageOf(role) {
  return role === "player" ? "/play" : "/control";
}
