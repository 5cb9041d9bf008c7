// A small observable state: a set of named values, and who wants to know when some of them change.

/**
 * @param {object} initial
 * @returns {{get: (name: string) => any, all: () => object, set: (patch: object) => void,
 *   on: (names: string[] | string, hear: (state: object) => void, now?: boolean) => () => void}}
 */
export function makeStore(initial = {}) {
  const state = { ...initial };
  const hearers = new Set();
  let changed = null;

  function tell() {
    const names = changed;
    changed = null;
    for (const one of [...hearers]) if (one.names.some((name) => names.has(name))) one.hear(state);
  }

  return {
    get: (name) => state[name],
    all: () => state,
    /** Change some values; hearers are told once, when the work at hand is done. */
    set(patch) {
      for (const [name, value] of Object.entries(patch)) {
        if (Object.is(state[name], value)) continue;
        state[name] = value;
        if (changed === null) {
          changed = new Set();
          queueMicrotask(tell);
        }
        changed.add(name);
      }
    },
    /** Hear of changes of these values; the answer ends it. With `now`, hear of what there is at once. */
    on(names, hear, now = true) {
      const one = { names: [names].flat(), hear };
      hearers.add(one);
      if (now) hear(state);
      return () => hearers.delete(one);
    },
  };
}
