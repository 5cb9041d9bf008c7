// Small drawings for what flies: they differ in shape as well as in color.

const SIZE = 24;
const drawn = new Map();

/** A drawing as a canvas. @param {"triangle" | "diamond" | "dot"} sign @param {string} color @param {boolean} over */
export function signOf(sign, color, over = false) {
  const key = `${sign} ${color} ${over}`;
  if (!drawn.has(key)) drawn.set(key, draw(sign, color, over));
  return drawn.get(key);
}

function draw(sign, color, over) {
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = 2 * SIZE;
  const pen = canvas.getContext("2d");
  pen.scale(2, 2);
  pen.translate(SIZE / 2, SIZE / 2);
  pen.fillStyle = color;
  pen.strokeStyle = "#05080b";
  pen.lineWidth = 1.5;
  pen.beginPath();
  if (over) cross(pen, color);
  else SHAPES[sign](pen);
  return canvas;
}

function cross(pen, color) {
  pen.strokeStyle = "#05080b";
  for (const width of [4.5, 2.5]) {
    pen.lineWidth = width;
    pen.beginPath();
    pen.moveTo(-5, -5);
    pen.lineTo(5, 5);
    pen.moveTo(5, -5);
    pen.lineTo(-5, 5);
    pen.stroke();
    pen.strokeStyle = color;
  }
}

function closed(pen, points) {
  points.forEach(([x, y], i) => (i ? pen.lineTo(x, y) : pen.moveTo(x, y)));
  pen.closePath();
  pen.fill();
  pen.stroke();
}

const SHAPES = {
  triangle: (pen) =>
    closed(pen, [
      [0, -8],
      [7, 6],
      [-7, 6],
    ]),
  diamond: (pen) =>
    closed(pen, [
      [0, -8],
      [8, 0],
      [0, 8],
      [-8, 0],
    ]),
  dot: (pen) => {
    pen.arc(0, 0, 5, 0, 2 * Math.PI);
    pen.fill();
    pen.stroke();
  },
};
