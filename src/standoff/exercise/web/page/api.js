// The server's API: asks with the token of the seat, waits when told to, and sends what changes the record in order.

import { Outbox } from "./outbox.js";
import { seated, toJoin } from "./seat.js";
import { isTaken } from "./window-name.js";

const MOST_TRIES = 5;

/** What the server answered instead of doing it. `status` is that of HTTP; `body` what it said. */
export class ApiError extends Error {
  constructor(status, body) {
    super(body?.error ?? `the server answered ${status}`);
    this.status = status;
    this.body = body ?? {};
  }

  /** What is wrong with which field, if the server said so. @returns {Array<{field: string, error: string}>} */
  get fields() {
    return this.body.fields ?? [];
  }
}

/**
 * Ask the server. 429 is waited for; 401 leads back to the page to sit down at.
 * @param {string} method
 * @param {string} path below `/api`
 * @param {{body?: any, raw?: BodyInit, keepalive?: boolean, stay?: boolean}} [options] `body` is sent as JSON, `raw` as
 *   it is; with `stay`, 401 is an error like any other
 * @returns {Promise<Response>} fails with `ApiError`, or as `fetch` does if nothing came
 */
export async function request(method, path, { body, raw, keepalive = false, stay = false } = {}) {
  const headers = {};
  const token = seated()?.token;
  if (token) headers.Authorization = `Bearer ${token}`;
  if (body !== undefined) headers["Content-Type"] = "application/json";
  for (let tries = 1; ; tries++) {
    const answer = await fetch(`/api${path}`, {
      method,
      headers,
      keepalive,
      cache: "no-store",
      body: raw ?? (body === undefined ? undefined : JSON.stringify(body)),
    });
    if (answer.ok) return answer;
    if (answer.status === 429 && tries < MOST_TRIES) {
      await rest(1000 * (Number(answer.headers.get("Retry-After")) || 1));
      continue;
    }
    const told = await answer.json().catch(() => ({}));
    if (answer.status === 401 && !stay) toJoin(told.error ?? "");
    throw new ApiError(answer.status, told);
  }
}

const rest = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const asJson = async (answer) => (await answer).json();

/** Ask for something. @param {string} path below `/api` @returns {Promise<object>} */
export const get = (path) => asJson(request("GET", path));

/** POST what does not change the record, or has no number (join, seats, branches). */
export const post = (path, body, options = {}) => asJson(request("POST", path, { ...options, body }));

/** PUT. */
export const put = (path, body, options = {}) => asJson(request("PUT", path, { ...options, body }));

/** DELETE. */
export const remove = (path) => asJson(request("DELETE", path));

let outbox = null;

/**
 * Make ready to send what changes the record; call once, before `send`.
 * @param {{answered?: Function, changed?: Function}} hearers of answers that come after the page was loaded anew, and
 *   of how much waits
 * @returns {Promise<Outbox>}
 */
export async function openOutbox({ answered, changed } = {}) {
  const { exercise, seat } = seated();
  outbox = new Outbox(`${exercise}/${seat}`, (path, body) => post(path, body), answered, changed);
  if (await isTaken(() => outbox.tab)) outbox.rename();
  outbox.run();
  addEventListener("online", () => outbox.run());
  return outbox;
}

/**
 * POST what changes the record: numbered, one after another, kept until answered, sent again after a failure.
 * @param {string} path below `/api`
 * @param {object} body without `tab` and `message`
 * @returns {Promise<object>} the server's answer; fails with `ApiError` for what is refused (403, 409, 422)
 */
export function send(path, body) {
  return outbox.send(path, body);
}
