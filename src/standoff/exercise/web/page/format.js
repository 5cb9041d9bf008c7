// Times, spans and numbers as they are read.

const MINUS = "\u2212";

/** Zones that can be chosen: IANA name -> how it is called. */
export const ZONES = {
  UTC: "UTC",
  "Asia/Pyongyang": "Pyongyang",
  "Asia/Seoul": "Seoul",
  "Asia/Tokyo": "Tokyo",
  "Asia/Shanghai": "Beijing",
  "Pacific/Guam": "Guam",
  "America/New_York": "Washington, New York",
  "Europe/Moscow": "Moscow",
  "Europe/London": "London",
};

const formats = new Map();

function format(zone, shape) {
  const key = `${zone} ${shape}`;
  if (!formats.has(key))
    formats.set(key, new Intl.DateTimeFormat("en-GB", { timeZone: zone, hourCycle: "h23", ...SHAPES[shape] }));
  return formats.get(key);
}

const SHAPES = {
  minute: { day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" },
  second: { day: "numeric", month: "short", year: "numeric", hour: "2-digit", minute: "2-digit", second: "2-digit" },
  clock: { hour: "2-digit", minute: "2-digit", second: "2-digit" },
  day: { weekday: "short", day: "numeric", month: "short", year: "numeric" },
};

/** Calendar of an exercise: from seconds after STARTEX to what stands on a page. */
export class Calendar {
  /** @param {string} startex UTC, ISO 8601 */
  constructor(startex) {
    this.start_ms = Date.parse(startex);
  }

  /** @param {number} t_s seconds after STARTEX @returns {Date} */
  date(t_s) {
    return new Date(this.start_ms + 1000 * t_s);
  }

  /** `29 Jul, 06:10` in a zone. */
  minute(t_s, zone = "UTC") {
    return tidy(format(zone, "minute").format(this.date(t_s)));
  }

  /** `29 Jul 2017, 06:10:32` in a zone. */
  second(t_s, zone = "UTC") {
    return tidy(format(zone, "second").format(this.date(t_s)));
  }

  /** `06:10:32` in a zone. */
  clock(t_s, zone = "UTC") {
    return format(zone, "clock").format(this.date(t_s));
  }

  /** `Sat, 29 Jul 2017` in a zone. */
  day(t_s, zone = "UTC") {
    return tidy(format(zone, "day").format(this.date(t_s)));
  }

  /** Number of the day by UTC: 1 is the date of STARTEX. */
  dayNumber(t_s) {
    const day = (ms) => Math.floor(ms / 86_400_000);
    return day(this.start_ms + 1000 * t_s) - day(this.start_ms) + 1;
  }
}

const tidy = (text) => text.replace("Sept", "Sep");

/** `at once`, `45 s`, `20 min`, `6 h`, `2 d 4 h`. @param {number} seconds */
export function span(seconds) {
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return two(whole, 60, "min", 1, "s");
  if (whole < 172_800) return two(whole, 3600, "h", 60, "min");
  return two(whole, 86_400, "d", 3600, "h");
}

function two(seconds, large, largeName, small, smallName) {
  const first = Math.floor(seconds / large);
  const second = Math.floor((seconds - first * large) / small);
  return `${first} ${largeName}${second && first < 10 ? ` ${second} ${smallName}` : ""}`;
}

/** A number with its sign, `+2.0` or `−2.0`. @param {number} value @param {number} [digits] */
export function signed(value, digits = 1) {
  const rounded = Number(value.toFixed(digits));
  if (rounded === 0) return "0";
  return `${rounded > 0 ? "+" : MINUS}${Math.abs(rounded).toFixed(digits)}`;
}

/** A number to the unit, below ten to a tenth: `3,390`, `4.2`. @param {number} value */
export function figure(value) {
  if (Math.abs(value) >= 10) return Math.round(value).toLocaleString("en-US");
  return Number(value.toPrecision(2)).toString().replace("-", MINUS);
}

/** A distance in km with no more digits than the models deserve. @param {number} value */
export function km(value) {
  return Math.abs(value) > 0 && Math.abs(value) < 1 ? `${Math.round(100 * value) * 10} m` : `${figure(value)} km`;
}

/** `39.20° N, 125.67° E`. */
export function coordinates(lat_deg, lon_deg) {
  const part = (value, plus, minus) => `${Math.abs(value).toFixed(2)}° ${value >= 0 ? plus : minus}`;
  return `${part(lat_deg, "N", "S")}, ${part(lon_deg, "E", "W")}`;
}

/** A share as `34 %`. */
export const percent = (share) => `${(100 * share).toFixed(share && share < 0.1 ? 1 : 0)} %`;

/** A code of the record as words: `head-of-government` -> `head of government`. @param {string} code */
export const plain = (code) => String(code ?? "").replaceAll(/[-_]/g, " ");

/** The text with a capital at its beginning. */
export const sentenceCase = (text) => text.slice(0, 1).toUpperCase() + text.slice(1);

/** `a, b and c`. @param {string[]} words */
export function listing(words, joint = "and") {
  return words.length < 2 ? words.join("") : `${words.slice(0, -1).join(", ")} ${joint} ${words.at(-1)}`;
}

/** `1 message`, `2 messages`. */
export const count = (number, noun, plural = `${noun}s`) =>
  `${number.toLocaleString("en-US")} ${number === 1 ? noun : plural}`;
