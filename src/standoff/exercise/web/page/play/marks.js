// What has been read: kept as a draft of the seat, so that every window of it knows.

const DRAFT = "read";

/** Marks of events that were read. */
export class Marks {
  #upTo = 0;
  #also = new Set();
  #hearers = [];

  /**
   * @param {import("../drafts.js").Drafts} drafts
   * @param {() => number[]} relevant numbers that can be read, in order
   */
  constructor(drafts, relevant) {
    Object.assign(this, { drafts, relevant });
    this.#take(drafts.content(DRAFT));
    drafts.on(DRAFT, (content) => {
      this.#take(content);
      this.#tell();
    });
  }

  /** @param {number} n */
  has(n) {
    return n <= this.#upTo || this.#also.has(n);
  }

  /** Mark as read. @param {number[]} numbers */
  add(numbers) {
    const fresh = numbers.filter((n) => !this.has(n));
    if (fresh.length === 0) return;
    for (const n of fresh) this.#also.add(n);
    for (const n of this.relevant()) {
      if (!this.has(n)) break;
      this.#upTo = Math.max(this.#upTo, n);
    }
    for (const n of this.#also) if (n <= this.#upTo) this.#also.delete(n);
    this.drafts.set(DRAFT, { up_to: this.#upTo, also: [...this.#also] });
    this.#tell();
  }

  /** Hear when something is read. */
  on(hear) {
    this.#hearers.push(hear);
  }

  /** Marks of this window and of others add up. */
  #take({ up_to: upTo = 0, also = [] }) {
    this.#upTo = Math.max(this.#upTo, upTo);
    for (const n of also) this.#also.add(n);
  }

  #tell() {
    for (const hear of this.#hearers) hear();
  }
}
