// What the parts of the page share: the record in columns, the playhead, and what is selected.

import { Events } from "./events.js";
import { Playhead } from "./playhead.js";

/** A review that is being looked at. The page puts its parts (`timeline`, `list`, `detail`…) beside these. */
export class Review {
  constructor(app, overview, columns) {
    Object.assign(this, { app, overview, columns });
    this.playhead = new Playhead(overview.end_s);
    this.events = new Events();
    this.selected = 0;
    this.hearers = [];
  }

  /** What a cell is called; the rest of the world has no cell. */
  cell(id) {
    return this.overview.cells[id] ?? (id || "Control and world");
  }

  /** Hear of another selection. @param {(n: number) => void} hear */
  onSelect(hear) {
    this.hearers.push(hear);
  }

  /** Select an event and go to its time; 0 for none. @param {number} n */
  select(n, { go = true } = {}) {
    this.selected = n;
    if (n && go) this.playhead.jump(this.columns.t[n - 1]);
    for (const hear of this.hearers) hear(n);
  }

  /** To the next (1) or previous (-1) event that the filters let through. */
  step(way) {
    const n = this.columns.next(this.selected, this.playhead.now, way);
    if (n) this.select(n);
  }
}
