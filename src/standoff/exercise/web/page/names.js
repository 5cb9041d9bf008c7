// What things are called: actors, cells, moves, drafts, units, missiles. Made from the briefing (`/api/me`).

import { plain } from "./format.js";

export const CONTROL = "CONTROL";
// Kinds of events that tell the title of what they are about.
const TOLD_BY = { threat: "threat", draft: "draft", measure_in_force: "measure" };
const ARTICLED = /^(United |Republic of |Democratic )/;

/** Names for ids. An unknown id is told as it is, so telling never fails. */
export class Names {
  /** @param {object} me answer of `/api/me` */
  constructor(me) {
    this.cells = new Map((me.cells ?? []).map((cell) => [cell.id, cell.title]));
    this.kinds = { ...me.names };
    this.own = me.seat?.cell ?? null;
    this.forces = new Map();
  }

  /** Learn what sensors and batteries are called. @param {object[]} forces of `/api/forces` */
  learn(forces) {
    for (const one of forces) this.forces.set(one.id, one.name);
  }

  /** Learn titles that came later. @param {object} titles kind -> id -> title, of `/api/menu` */
  learnTitles(titles) {
    for (const [kind, called] of Object.entries(titles)) this.kinds[kind] = { ...this.kinds[kind], ...called };
  }

  /** Learn what events tell of for the first time. @param {object[]} events */
  hear(events) {
    for (const { kind, data } of events) {
      const about = TOLD_BY[kind];
      if (about && data.title) this.learnTitles({ [about]: { [data[about]]: data.title } });
    }
  }

  /** A cell's title, as a label: `United States`. */
  cell(id) {
    return id === CONTROL ? "Control" : (this.cells.get(id) ?? id ?? "nobody");
  }

  /** An actor in a sentence: `the United States`. */
  actor(id) {
    const title = this.cell(id);
    return ARTICLED.test(title) ? `the ${title}` : title;
  }

  /** Title of something of a kind: `move`, `draft`, `drill`, `unit`, `threat`, `measure`, `agreement`, `commitment`. */
  of(kind, id) {
    return this.kinds[kind]?.[id] ?? plain(id);
  }

  /** A sensor or battery. */
  force(id) {
    return this.forces.get(id) ?? plain(id);
  }

  /** A missile of the library: `hwasong-12` -> `Hwasong-12`. */
  missile(id) {
    const text = String(id ?? "missile");
    return this.kinds.missile?.[id] ?? text.slice(0, 1).toUpperCase() + text.slice(1);
  }

  /** A place: a name, or a mapping with a name. */
  place(found) {
    const name = typeof found === "string" ? found : found?.name;
    return name ? plain(name) : "";
  }
}
