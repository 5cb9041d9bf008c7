// The open line to the server: events, clock and trails as they become known. It opens itself again and misses nothing.

import { seated, toJoin } from "./seat.js";

const SILENCE_MS = 6000;
const LONGEST_WAIT_MS = 10000;
const NOBODY = 4401;

/** The open line of a window. */
export class Live {
  #socket = null;
  #tries = 0;
  #timer = null;
  #watch = null;

  /**
   * @param {{events?: (events: object[]) => void, clock?: (clock: object) => void, trails?: (trails: object[]) => void,
   *   draft?: (told: {name: string, version: number}) => void,
   *   state?: (state: "connecting" | "open" | "lost") => void}} hearers
   */
  constructor(hearers) {
    this.hearers = hearers;
    this.last = 0;
    addEventListener("online", () => this.now());
    document.addEventListener("visibilitychange", () => document.visibilityState === "visible" && this.now());
  }

  /** Open the line. */
  open() {
    clearTimeout(this.#timer);
    this.hearers.state?.(this.#tries ? "lost" : "connecting");
    const socket = new WebSocket(`${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/api/live`);
    this.#socket = socket;
    socket.onopen = () => socket.send(JSON.stringify({ token: seated()?.token ?? "", after: this.last }));
    socket.onmessage = ({ data }) => socket === this.#socket && this.#hear(JSON.parse(data));
    socket.onclose = ({ code, reason }) => socket === this.#socket && this.#closed(code, reason);
    this.#listen();
  }

  /** Try at once if the line is down. */
  now() {
    if (this.#socket?.readyState !== WebSocket.OPEN && this.#timer !== null) this.open();
  }

  /** Cut the line; it opens itself again. */
  cut() {
    const socket = this.#socket;
    if (socket === null) return;
    this.#closed(0, "");
    socket.close();
  }

  #hear(told) {
    this.#listen();
    if (this.#tries !== 0 || told.type === "clock") this.hearers.state?.("open");
    this.#tries = 0;
    if (told.type === "events") this.#take(told.events);
    else this.hearers[told.type]?.(told.type === "trails" ? told.trails : told);
  }

  #take(events) {
    const fresh = events.filter((event) => event.n > this.last);
    if (fresh.length === 0) return;
    this.last = fresh.at(-1).n;
    this.hearers.events?.(fresh);
  }

  #closed(code, reason) {
    clearTimeout(this.#watch);
    this.#socket = null;
    if (code === NOBODY) {
      toJoin(reason);
      return;
    }
    this.#tries += 1;
    this.hearers.state?.("lost");
    const wait_ms = Math.min(LONGEST_WAIT_MS, 250 * 2 ** Math.min(this.#tries, 6)) * (0.75 + Math.random() / 2);
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.open(), wait_ms);
  }

  /** A line that says nothing for long is dead, whatever the browser thinks: the server tells the time each second. */
  #listen() {
    clearTimeout(this.#watch);
    this.#watch = setTimeout(() => this.cut(), SILENCE_MS);
  }
}
