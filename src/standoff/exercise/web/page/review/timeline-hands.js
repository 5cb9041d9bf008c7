// The hands on the time line: wheel and pinch zoom, drag moves or scrubs, a click selects, and the keys for them.

import { AXIS, LABELS, MAP } from "./timeline-sizes.js";

const NEAR = 9;

/** Let people move a time line. @param {import("./timeline.js").Timeline} line */
export function handle(line) {
  hands(line);
  keys(line);
}

function hands(line) {
  const { stage } = line;
  const fingers = new Map();
  let grip = null;
  const place = (press) => {
    const box = stage.getBoundingClientRect();
    return { x: press.clientX - box.left, y: press.clientY - box.top };
  };
  stage.addEventListener("pointerdown", (press) => {
    const at = place(press);
    fingers.set(press.pointerId, at);
    stage.setPointerCapture(press.pointerId);
    grip = { kind: kindOf(line, at.y), x: at.x, from: line.from, moved: false, span: line.span };
    line.dragging = true;
    if (grip.kind === "pan") return;
    drag(line, grip, at);
  });
  stage.addEventListener("pointermove", (press) => {
    const at = place(press);
    if (!fingers.has(press.pointerId)) {
      stage.style.cursor = kindOf(line, at.y) === "pan" ? (spotAt(line, at) ? "pointer" : "grab") : "ew-resize";
      return;
    }
    const before = [...fingers.values()];
    fingers.set(press.pointerId, at);
    const now = [...fingers.values()];
    if (now.length === 2) {
      grip.moved = true;
      const apart = (two) => Math.max(10, Math.abs(two[0].x - two[1].x));
      line.zoom(apart(now) / apart(before), line.time((now[0].x + now[1].x) / 2));
    } else if (grip) {
      grip.moved ||= Math.abs(at.x - grip.x) > 4;
      if (grip.moved || grip.kind !== "pan") drag(line, grip, at);
    }
  });
  const end = (press) => {
    if (grip && !grip.moved && grip.kind === "pan" && press.type === "pointerup") click(line, place(press));
    fingers.delete(press.pointerId);
    if (fingers.size === 0) grip = null;
    line.dragging = fingers.size > 0;
  };
  stage.addEventListener("pointerup", end);
  stage.addEventListener("pointercancel", end);
  stage.addEventListener("wheel", (turn) => wheel(line, turn, place(turn)), { passive: false });
}

function kindOf(line, y) {
  return y < AXIS ? "scrub" : y > line.height - MAP ? "map" : "pan";
}

function drag(line, grip, at) {
  if (grip.kind === "scrub") line.review.playhead.jump(line.time(at.x));
  else if (grip.kind === "map") line.view(((at.x - LABELS) / line.wide) * line.end - line.span / 2, line.span);
  else line.view(grip.from - ((at.x - grip.x) / line.wide) * line.span, line.span);
}

function wheel(line, turn, at) {
  turn.preventDefault();
  const size = turn.deltaMode ? 16 : 1;
  const sideways = turn.shiftKey ? turn.deltaX || turn.deltaY : turn.deltaX;
  if (Math.abs(sideways) > Math.abs(turn.deltaY) || turn.shiftKey)
    line.view(line.from + ((sideways * size) / line.wide) * line.span, line.span);
  else line.zoom(Math.exp(-turn.deltaY * size * 0.0016), line.time(Math.max(at.x, LABELS)));
}

function spotAt(line, { x, y }) {
  let [best, least] = [0, NEAR];
  for (const [sx, sy, n] of line.spots ?? []) {
    const far = Math.hypot(sx - x, sy - y);
    if (far < least) [best, least] = [n, far];
  }
  return best;
}

function click(line, at) {
  const n = spotAt(line, at);
  if (n) line.review.select(n);
  else if (at.x >= LABELS) line.review.playhead.jump(line.time(at.x));
}

function keys(line) {
  line.stage.addEventListener("keydown", (press) => {
    const step = line.span / (press.shiftKey ? 2 : 10);
    const work = {
      ArrowLeft: () => line.view(line.from - step, line.span),
      ArrowRight: () => line.view(line.from + step, line.span),
      ArrowUp: () => line.zoom(1.6),
      ArrowDown: () => line.zoom(1 / 1.6),
      Home: () => line.view(0, line.span),
      End: () => line.view(line.end, line.span),
      Enter: () => line.review.step(1),
    }[press.key];
    if (!work) return;
    press.preventDefault();
    work();
  });
}
