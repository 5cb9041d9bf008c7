// The clock: play and pause, speed, a slider for the time with marks of what happened, and the keys for them.

const { JulianDate } = Cesium;

const SPEEDS = [1, 2, 5, 10, 20, 60, 120];
// Offered beside these for a run of days: ten minutes, an hour and six hours a second.
const FAST = [600, 3600, 21600];
const DAY_S = 86400;
/** A run longer than this is told in days. */
export const LONG_S = DAY_S;
const MARKED = new Set(["launch", "shot", "intercept", "impact", "drill", "draft", "nuclear_test"]);
const $ = (id) => document.getElementById(id);

export class Playback {
  /** `clock` is CesiumJS's; `events` are the story's, in order; `changed` is called after each jump in time. */
  constructor(clock, startex, events, changed) {
    this.clock = clock;
    this.startex = JulianDate.fromIso8601(startex);
    this.changed = changed;
    this.events = events;
    this.duration = JulianDate.secondsDifference(clock.stopTime, this.startex);
    this.long = this.duration > LONG_S;
    /** What the arrow keys move the clock by, seconds. */
    this.stride = this.long ? 3600 : 10;
    this.speedsOffered = this.long ? [...SPEEDS, ...FAST] : SPEEDS;
    this.speeds();
    this.slider();
    this.marks(events);
    $("play").addEventListener("click", () => this.toggle());
    $("back").addEventListener("click", () => this.step(-1));
    $("next").addEventListener("click", () => this.step(1));
    clock.onTick.addEventListener(() => this.show());
    this.show();
  }

  /** Seconds after STARTEX. */
  get time() {
    return JulianDate.secondsDifference(this.clock.currentTime, this.startex);
  }

  get playing() {
    return this.clock.shouldAnimate;
  }

  jump(seconds) {
    const kept = Math.min(Math.max(seconds, 0), this.duration);
    this.clock.currentTime = JulianDate.addSeconds(this.startex, kept, new JulianDate());
    this.show();
    this.changed();
  }

  toggle(on = !this.playing) {
    if (on && this.time >= this.duration - 0.5) this.jump(0);
    this.clock.shouldAnimate = on;
    this.show();
    this.changed();
  }

  /** To the next (1) or previous (-1) event that the list shows. */
  step(direction, shown = () => true) {
    const times = this.events.filter(shown).map((event) => event.time);
    const now = this.time;
    const target = direction > 0 ? times.find((time) => time > now + 0.05) : times.findLast((time) => time < now - 0.05);
    this.jump(target ?? (direction > 0 ? this.duration : 0));
  }

  faster(direction) {
    const select = $("speed");
    select.selectedIndex = Math.min(Math.max(select.selectedIndex + direction, 0), this.speedsOffered.length - 1);
    this.clock.multiplier = Number(select.value);
  }

  speeds() {
    const select = $("speed");
    for (const speed of this.speedsOffered) select.add(new Option(`${speed}×`, speed, false, speed === this.clock.multiplier));
    select.addEventListener("change", () => (this.clock.multiplier = Number(select.value)));
  }

  slider() {
    const slider = $("slider");
    slider.max = Math.round(this.duration);
    slider.addEventListener("input", () => this.jump(Number(slider.value)));
    const days = [1, 2, 5, 7, 14, 28, 91].map((d) => d * DAY_S);
    const step = [30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14400, ...days].find((s) => this.duration / s <= 10) ?? 182 * DAY_S;
    for (let at = 0; at <= this.duration; at += step) {
      const label = document.createElement("span");
      label.textContent = this.long ? `+${+(at / DAY_S).toFixed(1)} d` : `+${Math.round(at / 60)} min`;
      label.style.left = `${(100 * at) / this.duration}%`;
      $("scale").append(label);
    }
  }

  marks(events) {
    for (const event of events) {
      if (!MARKED.has(event.kind)) continue;
      const tick = document.createElement("i");
      tick.className = event.result || event.kind;
      tick.style.left = `${(100 * event.time) / this.duration}%`;
      $("ticks").append(tick);
    }
  }

  show() {
    const now = this.time;
    if (this.playing && now >= this.duration - 0.01) this.clock.shouldAnimate = false;
    $("utc").textContent = utc(this.clock.currentTime);
    $("utc").dateTime = JulianDate.toIso8601(this.clock.currentTime, 0);
    $("elapsed").textContent = `STARTEX + ${elapsed(now)}`;
    $("slider").value = Math.round(now);
    $("slider").ariaValueText = `${utc(this.clock.currentTime)}, ${elapsed(now)} after STARTEX`;
    $("play").ariaPressed = String(this.playing);
    $("play").ariaLabel = this.playing ? "Pause" : "Play";
  }
}

export function elapsed(seconds) {
  const whole = Math.round(seconds);
  const two = (n) => String(n).padStart(2, "0");
  const days = whole > LONG_S ? Math.floor(whole / DAY_S) : 0;
  const hours = Math.floor(whole / 3600) - 24 * days;
  return `${days ? `${days} d ` : ""}${hours || days ? `${hours}:` : ""}${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

export function timeOfDay(date) {
  return JulianDate.toIso8601(date, 0).slice(11, 19);
}

/** `08-14 21:02`. */
export function dateAndTime(date) {
  const iso = JulianDate.toIso8601(date, 0);
  return `${iso.slice(5, 10)} ${iso.slice(11, 16)}`;
}

function utc(date) {
  const iso = JulianDate.toIso8601(date, 0);
  return `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;
}
