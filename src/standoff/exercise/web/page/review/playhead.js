// The playhead: which moment of the exercise is shown, and how fast it moves on.

export const SPEEDS = [1, 10, 60, 600, 3600, 21600];
const LEAST = 0.1;
const MOST = 1e6;

/** A moment that can be played. Times in seconds after STARTEX. */
export class Playhead {
  #hearers = [];
  #last_ms = 0;

  /** @param {number} end_s the last moment */
  constructor(end_s) {
    this.end = end_s;
    this.now = 0;
    this.speed = SPEEDS.find((speed) => end_s / speed <= 300) ?? SPEEDS.at(-1);
    this.playing = false;
  }

  /** Hear of every change. @param {(playhead: Playhead) => void} hear */
  on(hear) {
    this.#hearers.push(hear);
  }

  jump(t_s) {
    this.now = Math.min(Math.max(t_s, 0), this.end);
    this.#tell();
  }

  toggle(on = !this.playing) {
    if (on && this.now >= this.end) this.now = 0;
    this.playing = on;
    this.#last_ms = performance.now();
    if (on) requestAnimationFrame((ms) => this.#go(ms));
    this.#tell();
  }

  /** @param {number} speed seconds of the exercise in one second */
  setSpeed(speed) {
    this.speed = Math.min(Math.max(speed || 1, LEAST), MOST);
    this.#tell();
  }

  faster(way) {
    const next = way > 0 ? SPEEDS.find((one) => one > this.speed) : SPEEDS.findLast((one) => one < this.speed);
    this.setSpeed(next ?? this.speed);
  }

  #go(ms) {
    if (!this.playing) return;
    this.now = Math.min(this.now + (Math.max(0, ms - this.#last_ms) / 1000) * this.speed, this.end);
    this.#last_ms = ms;
    if (this.now >= this.end) this.playing = false;
    else requestAnimationFrame((next) => this.#go(next));
    this.#tell();
  }

  #tell() {
    for (const hear of this.#hearers) hear(this);
  }
}
