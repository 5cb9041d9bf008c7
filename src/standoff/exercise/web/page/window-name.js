// The name of this window, by which the server knows its messages from those of other windows.
//
// A browser that copies a window copies its storage too. So a window asks the others whether one of them has its name.

/** A name nobody else has. @returns {string} */
export function newName() {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

const PATIENCE_MS = 80;

/**
 * Whether another window of this browser has a name; from now on, say that this one has it.
 * @param {() => string} nameOf this window's name
 * @returns {Promise<boolean>}
 */
export async function isTaken(nameOf) {
  const line = new BroadcastChannel("standoff.windows");
  const me = newName();
  let taken = false;
  line.onmessage = ({ data }) => {
    if (data.from === me || data.name !== nameOf()) return;
    if (data.kind === "asks") line.postMessage({ kind: "has", name: data.name, from: me, to: data.from });
    else if (data.to === me) taken = true;
  };
  line.postMessage({ kind: "asks", name: nameOf(), from: me });
  await new Promise((resolve) => setTimeout(resolve, PATIENCE_MS));
  return taken;
}
