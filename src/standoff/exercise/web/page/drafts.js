// Drafts: whatever is typed is kept by the server, and comes back in every window of the seat and after a reload.

import { get, put, remove } from "./api.js";

const QUIET_MS = 600;

/** What a seat has written and not sent. */
export class Drafts {
  #known = new Map();
  #hearers = new Map();
  #touches = 0;

  /** Read what there is. */
  async open() {
    await this.#look();
    addEventListener("focus", () => this.look());
    document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && this.flush());
    addEventListener("pagehide", () => this.flush());
  }

  /** What a draft holds; {} if there is none. @param {string} name @returns {object} */
  content(name) {
    return this.#known.get(name)?.content ?? {};
  }

  /** Hear when another window has changed a draft. @param {string} name @param {(content: object) => void} hear */
  on(name, hear) {
    this.#hearers.set(name, hear);
  }

  /** A window of this seat, perhaps this one, has saved a draft, or thrown it away (version 0). */
  told({ name, version }) {
    const { version: known, saving } = this.#draft(name);
    if (version !== known && !saving) this.look();
  }

  /** Read what other windows have saved, for instance while the line to the server was down. */
  look() {
    this.#look().catch(() => {}); // the next word of the server, or the next focus, has it looked at again
  }

  /** Keep this; it is sent once the typing rests. @param {string} name @param {object} content plain JSON */
  set(name, content) {
    const draft = this.#draft(name);
    if (same(draft.content, content)) return;
    draft.content = content;
    draft.dirty = true;
    draft.touched = ++this.#touches;
    clearTimeout(draft.timer);
    draft.timer = setTimeout(() => this.#save(name), QUIET_MS);
  }

  /** It was sent or given up: throw it away everywhere. @param {string} name */
  async drop(name) {
    const draft = this.#draft(name);
    clearTimeout(draft.timer);
    const kept = draft.version > 0 || draft.saving;
    await draft.saving?.catch(() => {});
    Object.assign(draft, { content: {}, dirty: false, version: 0, touched: ++this.#touches });
    if (kept) await remove(`/drafts/${encodeURIComponent(name)}`).catch(() => {});
  }

  /** Send at once what is not sent: the window goes. */
  flush() {
    for (const [name, draft] of this.#known) if (draft.dirty) this.#save(name, true);
  }

  #draft(name) {
    if (!this.#known.has(name))
      this.#known.set(name, { content: {}, version: 0, dirty: false, touched: 0, timer: null, saving: null });
    return this.#known.get(name);
  }

  async #save(name, keepalive = false) {
    const draft = this.#draft(name);
    clearTimeout(draft.timer);
    if (draft.saving && !keepalive) {
      draft.timer = setTimeout(() => this.#save(name), QUIET_MS);
      return;
    }
    draft.dirty = false;
    const { content, version } = draft;
    draft.saving = put(`/drafts/${encodeURIComponent(name)}`, { content, version }, { keepalive });
    try {
      draft.version = (await draft.saving).version;
      draft.touched = ++this.#touches;
    } catch (error) {
      draft.dirty = true;
      // Who writes last is heard: another window has saved meanwhile, and this one was typed in after that.
      if (error.status === 409) draft.version = error.body.expected;
      if (error.status === undefined || error.status === 409 || error.status >= 500)
        draft.timer = setTimeout(() => this.#save(name), QUIET_MS);
    } finally {
      draft.saving = null;
    }
  }

  /** Take over what other windows have saved, but nothing that would undo what was typed here. */
  async #look() {
    const began = this.#touches;
    const { drafts } = await get("/drafts");
    const there = new Map(drafts.map((one) => [one.name, one]));
    for (const name of new Set([...there.keys(), ...this.#known.keys()])) {
      const draft = this.#draft(name);
      const { content, version } = there.get(name) ?? { content: {}, version: 0 };
      if (draft.dirty || draft.saving || draft.touched > began) continue;
      draft.version = version;
      if (same(draft.content, content)) continue;
      draft.content = content;
      this.#hearers.get(name)?.(content);
    }
  }
}

const same = (one, other) => JSON.stringify(one) === JSON.stringify(other);
