// The time line on a canvas: a lane a cell, a mark an event, and how much happened where there is no room for marks.
// Wheel and pinch zoom, drag moves, a click selects the nearest event; below it the whole exercise with the part shown.

import { h } from "../dom.js";
import { span as told } from "../format.js";
import { GROUP_IDS } from "./columns.js";
import { makeFilter } from "./filter.js";
import { pictures } from "./marks.js";
import { handle } from "./timeline-hands.js";
import { AXIS, LABELS, MAP } from "./timeline-sizes.js";
import { ticks } from "./ticks.js";

const MARK = 10;
const SHORTEST_S = 20;
// Which mark stands where there is not room for all: the first.
const FIRST = ["missiles", "diplomacy", "council", "moves", "forces", "words", "exercise", "orders"];

/** The time line. */
export class Timeline {
  #queued = false;
  #chain = [];
  #marks = null;
  #colors = new Map();

  constructor(review) {
    this.review = review;
    this.columns = review.columns;
    this.end = Math.max(review.overview.end_s, 1);
    this.from = 0;
    this.span = this.end;
    this.rank = Uint8Array.from(FIRST, (id) => GROUP_IDS.indexOf(id));
    this.canvas = h("canvas", { "aria-hidden": "true" });
    this.head = h("div", { class: "head", "aria-hidden": "true" });
    this.headOnMap = h("div", { class: "head-on-map", "aria-hidden": "true" });
    this.stage = h(
      "div",
      { class: "stage", tabindex: 0, role: "group", "aria-label": "Time line", "aria-describedby": "timeline-help" },
      [this.canvas, this.head, this.headOnMap],
    );
    const help =
      "Arrow keys move along, up and down zoom, Home and End go to either end, comma and period step through events.";
    this.node = h(
      "section",
      { class: "panel review-timeline", "aria-label": "Time line" },
      makeFilter(review, () => this.draw()),
      this.stage,
      h("p", { id: "timeline-help", class: "unseen" }, help),
    );
    review.playhead.on(() => this.#follow());
    review.onSelect(() => {
      this.#chain = [];
      this.draw();
    });
    handle(this);
  }

  /** Begin to draw, once it stands in the page. */
  begin() {
    new ResizeObserver(() => this.draw()).observe(this.stage);
    const recolor = () => {
      this.#marks = null;
      this.draw();
    };
    new MutationObserver(recolor).observe(document.documentElement, { attributeFilter: ["data-theme"] });
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", recolor);
    this.draw();
  }

  /** Draw with the next frame. */
  draw() {
    if (this.#queued) return;
    this.#queued = true;
    requestAnimationFrame(() => {
      this.#queued = false;
      this.paint();
    });
  }

  /** Mark the events behind the selected one. @param {number[]} numbers the selected one first */
  link(numbers) {
    this.#chain = numbers;
    this.draw();
  }

  /** Show a stretch of time. */
  view(from_s, span_s) {
    this.span = Math.min(Math.max(span_s, SHORTEST_S), this.end);
    this.from = Math.min(Math.max(from_s, 0), this.end - this.span);
    this.draw();
  }

  whole() {
    this.view(0, this.end);
  }

  /** Zoom around a moment, by default the playhead if it is in view. */
  zoom(factor, at_s = this.#inView(this.review.playhead.now) ? this.review.playhead.now : this.from + this.span / 2) {
    const span = Math.min(Math.max(this.span / factor, SHORTEST_S), this.end);
    this.view(at_s - ((at_s - this.from) / this.span) * span, span);
  }

  /** Draw now. @returns {number} how many events were looked at */
  paint() {
    const { clientWidth: width, clientHeight: height } = this.stage;
    if (width < LABELS + 50 || height < AXIS + MAP + 40) return 0;
    const sharp = Math.min(devicePixelRatio || 1, 2);
    if (this.canvas.width !== Math.round(width * sharp) || this.canvas.height !== Math.round(height * sharp)) {
      this.canvas.width = Math.round(width * sharp);
      this.canvas.height = Math.round(height * sharp);
    }
    this.look = getComputedStyle(document.documentElement);
    this.#colors.clear();
    this.#marks ??= pictures(MARK, sharp, this.look);
    Object.assign(this, { width, height, wide: width - LABELS, high: height - AXIS - MAP });
    const pen = this.canvas.getContext("2d");
    pen.setTransform(sharp, 0, 0, sharp, 0, 0);
    pen.clearRect(0, 0, width, height);
    this.pen = pen;
    this.#lanes();
    this.#axis();
    const seen = this.#events();
    this.#why();
    this.#map();
    this.#head();
    return seen;
  }

  x(t_s) {
    return LABELS + ((t_s - this.from) / this.span) * this.wide;
  }

  time(x) {
    return this.from + ((x - LABELS) / this.wide) * this.span;
  }

  #color(name) {
    if (!this.#colors.has(name)) this.#colors.set(name, this.look.getPropertyValue(name));
    return this.#colors.get(name);
  }

  #inView(t_s) {
    return t_s >= this.from && t_s <= this.from + this.span;
  }

  get #lane() {
    return this.high / this.columns.lanes.length;
  }

  #lanes() {
    const { pen, columns, review } = this;
    pen.font = "12px system-ui, sans-serif";
    pen.textBaseline = "middle";
    columns.lanes.forEach((id, i) => {
      const y = AXIS + i * this.#lane;
      pen.fillStyle = this.#color(i % 2 ? "--sunk" : "--panel");
      pen.fillRect(0, y, this.width, this.#lane);
      pen.fillStyle = this.#color("--text");
      pen.fillText(review.cell(id), 8, y + this.#lane / 2, LABELS - 14);
    });
  }

  #axis() {
    const { pen, review } = this;
    pen.fillStyle = this.#color("--raised");
    pen.fillRect(0, 0, this.width, AXIS);
    pen.fillStyle = pen.strokeStyle = this.#color("--soft");
    pen.fillText(`${told(this.span)} shown`, 8, AXIS / 2, LABELS - 12);
    pen.lineWidth = 1;
    for (const { t_s, text } of ticks(review.app.calendar, this.from, this.span, this.wide)) {
      const x = Math.round(this.x(t_s)) + 0.5;
      pen.globalAlpha = 0.25;
      pen.beginPath();
      pen.moveTo(x, AXIS);
      pen.lineTo(x, AXIS + this.high);
      pen.stroke();
      pen.globalAlpha = 1;
      pen.fillText(text, x + 3, AXIS / 2);
    }
  }

  /** Bins of the width of a mark: what happened in each, by lane and group. */
  #bins(from, to) {
    const { columns, wide } = this;
    const across = Math.ceil(wide / MARK) + 1;
    const groups = GROUP_IDS.length;
    const counts = new Uint32Array(across * columns.lanes.length);
    const firsts = new Uint32Array(counts.length * groups);
    const scale = wide / this.span / MARK;
    const { t, lane, group, shown } = columns;
    let most = 1;
    for (let i = from; i < to; i++) {
      if (!shown[i]) continue;
      const bin = lane[i] * across + (((t[i] - this.from) * scale) | 0);
      const size = ++counts[bin];
      if (size > most) most = size;
      const place = bin * groups + group[i];
      if (!firsts[place]) firsts[place] = i + 1;
    }
    return { across, counts, firsts, most };
  }

  #events() {
    const { pen, columns } = this;
    const from = columns.before(this.from);
    const to = columns.before(this.from + this.span, true);
    const { across, counts, firsts, most } = this.#bins(from, to);
    const high = this.#lane;
    const rows = Math.max(1, Math.floor((high - 2) / MARK));
    const top = most > 3 ? Math.log2(most) : Infinity;
    this.spots = [];
    pen.save();
    pen.beginPath();
    pen.rect(LABELS - MARK / 2, AXIS, this.wide + MARK, this.high);
    pen.clip();
    for (let bin = 0; bin < counts.length; bin++) {
      if (!counts[bin]) continue;
      const y = AXIS + Math.floor(bin / across) * high;
      if (counts[bin] > 3) this.#density(LABELS + (bin % across) * MARK, y, high, Math.log2(counts[bin]) / top);
      this.#stack(bin, firsts, y, high, rows);
    }
    pen.restore();
    return to - from;
  }

  #density(x, y, high, share) {
    const { pen } = this;
    const tall = Math.max(2, share * (high - 2));
    pen.globalAlpha = 0.28;
    pen.fillStyle = this.#color("--strong-line");
    pen.fillRect(x, y + high - 1 - tall, MARK, tall);
    pen.globalAlpha = 1;
  }

  /** Marks of a bin, one a group, one above another. */
  #stack(bin, firsts, y, high, rows) {
    const { pen, columns, rank } = this;
    const groups = GROUP_IDS.length;
    const present = [];
    for (const group of rank) if (firsts[bin * groups + group]) present.push(firsts[bin * groups + group]);
    const drawn = present.slice(0, rows);
    drawn.forEach((n, row) => {
      const x = this.x(columns.t[n - 1]);
      const middle = y + high / 2 + (row - (drawn.length - 1) / 2) * MARK;
      pen.drawImage(this.#marks[columns.group[n - 1]], x - MARK / 2, middle - MARK / 2, MARK, MARK);
      if (columns.overrides.has(n)) this.#ruled(x, middle);
      this.spots.push([x, middle, n]);
    });
  }

  /** What control ruled on is underlined. */
  #ruled(x, y) {
    const { pen } = this;
    pen.fillStyle = this.#color("--text");
    pen.fillRect(x - 5, y + 5.5, 10, 1.6);
  }

  #where(n) {
    const { columns } = this;
    const spot = this.spots.find(([, , one]) => one === n);
    if (spot) return spot;
    return [this.x(columns.t[n - 1]), AXIS + (columns.lane[n - 1] + 0.5) * this.#lane];
  }

  /** The selected event, and lines to what lies behind it. */
  #why() {
    const { pen } = this;
    const { selected } = this.review;
    if (!selected) return;
    pen.save();
    pen.beginPath();
    pen.rect(LABELS, AXIS, this.wide, this.high);
    pen.clip();
    pen.strokeStyle = pen.fillStyle = this.#color("--text");
    const places = (this.#chain.length ? this.#chain : [selected]).map((n) => this.#where(n));
    pen.lineWidth = 1.2;
    pen.setLineDash([4, 3]);
    pen.beginPath();
    places.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
    pen.stroke();
    pen.setLineDash([]);
    places.forEach(([x, y], i) => {
      pen.beginPath();
      pen.lineWidth = i ? 1.2 : 2.4;
      pen.arc(x, y, i ? 6 : 8, 0, 2 * Math.PI);
      pen.stroke();
    });
    pen.restore();
  }

  /** The whole exercise: how much happened when, and which part is shown above. */
  #map() {
    const { pen, columns, wide } = this;
    const top = this.height - MAP;
    this.density ??= density(columns, this.end, 600);
    pen.fillStyle = this.#color("--raised");
    pen.fillRect(0, top, this.width, MAP);
    pen.fillStyle = this.#color("--soft");
    pen.fillText("Whole exercise", 8, top + MAP / 2, LABELS - 12);
    pen.fillStyle = this.#color("--strong-line");
    const step = wide / this.density.length;
    this.density.forEach((share, i) => {
      if (share)
        pen.fillRect(LABELS + i * step, top + MAP - 2 - share * (MAP - 6), Math.max(step, 1), share * (MAP - 6));
    });
    const [left, right] = [this.from / this.end, (this.from + this.span) / this.end].map(
      (share) => LABELS + share * wide,
    );
    pen.strokeStyle = this.#color("--accent");
    pen.lineWidth = 2;
    pen.strokeRect(left + 1, top + 1, Math.max(right - left - 2, 4), MAP - 2);
  }

  /** The playhead lies over the canvas, so that it moves without drawing the events anew. */
  #head() {
    if (!this.wide) return;
    const { now } = this.review.playhead;
    this.head.hidden = !this.#inView(now);
    this.head.style.transform = `translateX(${this.x(now)}px)`;
    this.headOnMap.style.transform = `translateX(${LABELS + (now / this.end) * this.wide}px)`;
  }

  /** Keep the playhead in view while it plays or jumps. */
  #follow() {
    const { now } = this.review.playhead;
    if (!this.#inView(now) && !this.dragging)
      this.view(now - this.span / (this.review.playhead.playing ? 10 : 2), this.span);
    this.#head();
  }
}

/** How much happened in each of so many parts of the exercise, 0 to 1, on a scale of powers. */
function density(columns, end_s, parts) {
  const counts = new Float64Array(parts);
  for (const t_s of columns.t) counts[Math.min(parts - 1, Math.floor((t_s / end_s) * parts))]++;
  const most = Math.log2(1 + Math.max(...counts));
  return counts.map((one) => Math.log2(1 + one) / most);
}
