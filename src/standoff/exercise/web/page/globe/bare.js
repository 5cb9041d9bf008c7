// Loads CesiumJS when a globe is wanted, and not before; gives a bare globe in a place of the page.

let loading = null;

/**
 * @param {HTMLElement} canvas what holds the picture
 * @param {{land: object[], lines: object[]}} outlines
 * @returns {Promise<{Cesium: object, widget: object, names: object}>} the library, the globe, and names of countries
 */
export async function bareGlobe(canvas, outlines) {
  const Cesium = await loadCesium();
  const [{ countryNames }, { makeWidget }] = await Promise.all([
    import("/globe/earth.js"), // these need the library when they are loaded
    import("/globe/widget.js"),
  ]);
  const holder = document.createElement("div");
  holder.className = "canvas";
  canvas.replaceChildren(holder);
  const widget = makeWidget(holder, outlines);
  widget.canvas.setAttribute("aria-hidden", "true");
  return { Cesium, widget, names: countryNames(outlines, widget.scene) };
}

function loadCesium() {
  loading ??= load();
  return loading;
}

async function load() {
  style("/cesium/Widgets/CesiumWidget/CesiumWidget.css");
  await withoutEval(() => script("/cesium/Cesium.js"));
  return globalThis.Cesium;
}

/**
 * CesiumJS holds a copy of Knockout, which asks eval for the global object when it is loaded. The security policy
 * forbids eval, so that question is answered here while it loads.
 */
async function withoutEval(work) {
  const forbidden = globalThis.eval;
  globalThis.eval = (text) => (text === "this" ? globalThis : forbidden(text));
  try {
    await work();
  } finally {
    globalThis.eval = forbidden;
  }
}

function script(src) {
  return new Promise((resolve, reject) => {
    const node = document.createElement("script");
    node.src = src;
    node.onload = resolve;
    node.onerror = () => reject(new Error(`${src} did not load`));
    document.head.append(node);
  });
}

function style(href) {
  const node = document.createElement("link");
  node.rel = "stylesheet";
  node.href = href;
  document.head.append(node);
}
