// All events of the record in typed arrays: their time, kind, lane and cause, which are shown, and how to find them.
// Events are numbered from 1; the event n stands at n - 1.

import { GROUPS, groupOf } from "../events.js";

export const GROUP_IDS = Object.keys(GROUPS);

/** The record in columns. */
export class Columns {
  /**
   * @param {object} told answer of `/api/review/timeline`
   * @param {string[]} cells the cells, in the order of their lanes; what has no cell comes last
   */
  constructor(told, cells) {
    this.size = told.t_s.length;
    this.t = Float64Array.from(told.t_s);
    this.cause = Uint32Array.from(told.cause);
    this.kind = Uint16Array.from(told.kind);
    this.kinds = told.kinds;
    this.lanes = [...cells, ""];
    const groups = Uint8Array.from(told.kinds, (kind) => GROUP_IDS.indexOf(groupOf(kind)));
    const lanes = Uint8Array.from(told.actors, (actor) => lane(this.lanes, actor));
    this.group = Uint8Array.from(told.kind, (kind) => groups[kind]);
    this.lane = Uint8Array.from(told.actor, (actor) => lanes[actor]);
    this.overrides = new Set(told.overrides);
    this.decisive = new Map(Object.entries(told.decisive));
    this.shown = new Uint8Array(this.size).fill(1);
    this.found = all(this.size);
    this.#follow();
  }

  /** How many events lie before a moment. @param {boolean} [with_] those at the moment too */
  before(t_s, with_ = false) {
    let [low, high] = [0, this.size];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.t[middle] < t_s || (with_ && this.t[middle] === t_s)) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** The next (1) or previous (-1) event that is shown, from the selected one or from a moment; 0 for none. */
  next(selected, now_s, way) {
    const here = selected && this.t[selected - 1] === now_s;
    let i = here ? selected - 1 + way : way > 0 ? this.before(now_s, true) : this.before(now_s) - 1;
    while (i >= 0 && i < this.size && !this.shown[i]) i += way;
    return i >= 0 && i < this.size ? i + 1 : 0;
  }

  /** Events that an event caused, at most so many. @returns {Uint32Array} */
  effects(n, most = 50) {
    const [from, to] = [this.starts[n], this.starts[n + 1]];
    return this.followers.subarray(from, Math.min(to, from + most));
  }

  effectCount(n) {
    return this.starts[n + 1] - this.starts[n];
  }

  /**
   * Show what fits alone.
   * @param {{groups: Set<number>, lane: number | null, decisive: boolean, ids: number[] | null}} wanted `groups`: those
   *   that are hidden; `ids`: those that a search found
   */
  filter({ groups, lane: one, decisive, ids }) {
    const { shown } = this;
    shown.fill(ids || decisive ? 0 : 1);
    if (ids) for (const n of ids) shown[n - 1] = 1;
    if (decisive) this.#keepDecisive(ids !== null);
    let size = 0;
    for (let i = 0; i < this.size; i++) {
      if (shown[i] && (groups.has(this.group[i]) || (one !== null && this.lane[i] !== one))) shown[i] = 0;
      size += shown[i];
    }
    this.found = new Uint32Array(size);
    for (let i = 0, at = 0; i < this.size; i++) if (shown[i]) this.found[at++] = i + 1;
  }

  /** Where an event stands among those that are shown: the place of it or of the next one. */
  placeOf(n) {
    let [low, high] = [0, this.found.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.found[middle] < n) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #keepDecisive(searched) {
    const wanted = new Set([...this.decisive.values()].flat());
    if (!searched) for (const n of wanted) this.shown[n - 1] = 1;
    else for (let i = 0; i < this.size; i++) if (!wanted.has(i + 1)) this.shown[i] = 0;
  }

  /** Who caused whom: the followers of n stand in `followers` from `starts[n]` to `starts[n + 1]`. */
  #follow() {
    this.starts = new Uint32Array(this.size + 2);
    for (const cause of this.cause) if (cause) this.starts[cause + 1]++;
    for (let n = 1; n < this.starts.length; n++) this.starts[n] += this.starts[n - 1];
    this.followers = new Uint32Array(this.starts.at(-1));
    const at = this.starts.slice();
    this.cause.forEach((cause, i) => cause && (this.followers[at[cause]++] = i + 1));
  }
}

function lane(lanes, actor) {
  const at = lanes.indexOf(actor);
  return at < 0 ? lanes.length - 1 : at;
}

function all(size) {
  const numbers = new Uint32Array(size);
  for (let i = 0; i < size; i++) numbers[i] = i + 1;
  return numbers;
}
