// The outbox: what changes the record leaves the window one after another, numbered, and is kept until it is answered.
//
// The server answers a number twice in the same way and does it once, so after a failure the same number goes again.
// A number is used up only by what the server took: after a refusal (403, 422) the next message has the same number.

import { newName } from "./window-name.js";

const KEY = "standoff.outbox";
const LONGEST_WAIT_MS = 8000;
const MOST_CLASHES = 4;
const MOST_FAULTS = 3;

/**
 * @typedef {{path: string, body: object}} Message
 * @typedef {(path: string, body: object) => Promise<object>} Post throws `ApiError`, or another error if nothing came
 */

/** What one window sends for one seat. */
export class Outbox {
  #waiting = [];
  #hearers = new Map();
  #busy = false;
  #tries = 0;
  #clashes = 0;

  /**
   * @param {string} owner exercise and seat: what was kept for another is void
   * @param {Post} post
   * @param {(told: {late: boolean, message: Message, answer?: object, error?: Error}) => void} answered of what was
   *   handed in before the page was loaded anew
   * @param {(waiting: number, trouble: boolean) => void} changed
   */
  constructor(owner, post, answered = () => {}, changed = () => {}) {
    Object.assign(this, { owner, post, answered, changed });
    const kept = this.#read();
    this.tab = kept?.tab ?? newName();
    this.last = kept?.last ?? 0;
    this.#waiting = kept?.waiting ?? [];
    this.#keep();
  }

  /** How many messages have no answer yet. */
  get size() {
    return this.#waiting.length;
  }

  /** Begin anew under another name: a copy of a window must not send what the first one sends. */
  rename() {
    this.tab = newName();
    this.last = 0;
    this.#waiting = [];
    this.#keep();
  }

  /** Hand a message in. @returns {Promise<object>} the server's answer; fails with `ApiError` if it is refused */
  send(path, body) {
    const message = { id: newName(), path, body };
    this.#waiting.push(message);
    this.#keep();
    return new Promise((resolve, reject) => {
      this.#hearers.set(message.id, { resolve, reject });
      this.run();
    });
  }

  /** Send what waits. */
  async run() {
    if (this.#busy) return;
    this.#busy = true;
    while (this.#waiting.length) {
      const done = await this.#first();
      if (!done) await new Promise((resolve) => setTimeout(resolve, this.#pause()));
    }
    this.#busy = false;
    this.changed(0, false);
  }

  /** Try the first message; false if it has to be tried again. */
  async #first() {
    const message = this.#waiting[0];
    this.changed(this.size, this.#tries > 1);
    try {
      const answer = await this.post(message.path, { ...message.body, tab: this.tab, message: this.last + 1 });
      this.last += 1;
      this.#finish(message, { answer });
      return true;
    } catch (error) {
      return this.#failed(message, error);
    }
  }

  #failed(message, error) {
    this.#tries += 1;
    const away = !error.status || [429, 502, 503, 504].includes(error.status);
    if (away || (error.status === 500 && this.#tries <= MOST_FAULTS)) return false;
    if (error.status === 409 && error.body?.expected !== undefined) return this.#outOfOrder(message, error);
    if (error.status !== 401) this.#finish(message, { error });
    return error.status !== 401;
  }

  /** The server counts otherwise. Behind us: go by its count. Ahead: ours may be at work; ask again a few times. */
  #outOfOrder(message, error) {
    const { expected } = error.body;
    this.#clashes += 1;
    const lost = this.#clashes > MOST_CLASHES;
    if (expected <= this.last || lost) this.last = expected - 1;
    this.#keep();
    if (lost) this.#finish(message, { error });
    return lost;
  }

  #finish(message, told) {
    this.#waiting.shift();
    this.#tries = this.#clashes = 0;
    this.#keep();
    const hearer = this.#hearers.get(message.id);
    this.#hearers.delete(message.id);
    if (!hearer) this.answered({ message, ...told });
    else if (told.error) hearer.reject(told.error);
    else hearer.resolve(told.answer);
    this.changed(this.size, false);
  }

  #pause() {
    return Math.min(LONGEST_WAIT_MS, 300 * 2 ** Math.min(this.#tries, 6)) * (0.75 + Math.random() / 2);
  }

  #keep() {
    const { owner, tab, last } = this;
    sessionStorage.setItem(KEY, JSON.stringify({ owner, tab, last, waiting: this.#waiting }));
  }

  #read() {
    try {
      const kept = JSON.parse(sessionStorage.getItem(KEY));
      return kept?.owner === this.owner ? kept : null;
    } catch {
      return null;
    }
  }
}
