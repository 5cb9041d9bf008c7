// Events in full, fetched when they are wanted and kept for a while.

import { get } from "../api.js";

const MOST_KEPT = 6000;
const MOST_ASKED = 200;

/** Fetches events by number. */
export class Events {
  #kept = new Map();
  #asked = new Set();

  /** An event if it is at hand. @param {number} n */
  at(n) {
    return this.#kept.get(n);
  }

  /** Fetch those of these events that are not at hand. @param {number[]} numbers @returns {Promise<boolean>} any new */
  async fetch(numbers) {
    const wanted = numbers.filter((n) => !this.#kept.has(n) && !this.#asked.has(n)).slice(0, MOST_ASKED);
    if (wanted.length === 0) return false;
    wanted.forEach((n) => this.#asked.add(n));
    try {
      const { events } = await get(`/review/events?ids=${wanted.join(",")}`);
      for (const event of events) this.#kept.set(event.n, event);
    } finally {
      wanted.forEach((n) => this.#asked.delete(n));
    }
    for (const n of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(n);
    }
    return true;
  }

  /** Why an event happened. @param {number} n @returns {Promise<{root: string, chain: object[]}>} */
  async chain(n) {
    const told = await get(`/review/chain/${n}`);
    for (const event of told.chain) this.#kept.set(event.n, event);
    return told;
  }
}
