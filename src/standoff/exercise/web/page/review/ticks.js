// Round moments for the axis of the time line, UTC.

const DAY_S = 86_400;
const STEPS_S = [1, 2, 5, 10, 30, 60, 120, 300, 600, 1800, 3600, 7200, 14_400, 21_600, 43_200].concat(
  [1, 2, 4, 7, 14, 28, 91, 182, 365].map((days) => days * DAY_S),
);
const ROOM = 92;

/**
 * @param {import("../format.js").Calendar} calendar
 * @returns {Array<{t_s: number, text: string}>} moments after STARTEX with what stands beside them
 */
export function ticks(calendar, from_s, span_s, width) {
  const step = STEPS_S.find((one) => (one / span_s) * width >= ROOM) ?? STEPS_S.at(-1);
  const start_s = calendar.start_ms / 1000;
  const first = Math.ceil((start_s + from_s) / step) * step - start_s;
  const found = [];
  for (let t_s = first; t_s <= from_s + span_s; t_s += step) found.push({ t_s, text: label(calendar, t_s, step) });
  return found;
}

function label(calendar, t_s, step) {
  if (step >= DAY_S) return calendar.minute(t_s).split(",")[0];
  if (step >= 60) return calendar.minute(t_s);
  return calendar.clock(t_s);
}
