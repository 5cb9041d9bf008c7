// Loads CesiumJS when a globe is wanted, and not before.

let loading = null;

/** @returns {Promise<object>} the global `Cesium` */
export function loadCesium() {
  loading ??= load();
  return loading;
}

async function load() {
  style("/cesium/Widgets/CesiumWidget/CesiumWidget.css");
  await withoutEval(() => script("/cesium/Cesium.js"));
  // Its built-in workers are blobs, which the security policy forbids; it takes those that lie beside it as files.
  delete globalThis.CESIUM_WORKERS;
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
