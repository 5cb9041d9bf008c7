// Exercise time between two words of the server: it runs on smoothly at the rate that was told.

// The server tells the time each second; when it falls silent, time here stands still after a while.
const LONGEST_GUESS_S = 4;

/** What the clock does once a command has been carried out; other commands may come again. */
const AFTER = { startex: ["running", "held"], pausex: ["paused"], resumex: ["running", "held"] };

/** Whether a command that was refused has nothing left to do: it was sent late, or somebody else gave it. */
export const isDone = (command, status) => AFTER[command]?.includes(status) ?? false;

/** The clock of the exercise. Times are seconds after STARTEX. */
export class ExerciseClock {
  #t_s = 0;
  #shown_s = 0;
  #heard_ms = 0;
  status = "planned";
  rate = 60;
  trouble = null;

  /** Take over what the server told: {t_s, status, rate, trouble?}. */
  set({ t_s, status, rate, trouble = null }) {
    const ran = this.running && status === "running";
    this.#t_s = t_s;
    this.#heard_ms = performance.now();
    Object.assign(this, { status, rate, trouble });
    // Small corrections do not turn the clock back before the reader's eyes.
    if (!ran || Math.abs(t_s - this.#shown_s) > 3 * rate) this.#shown_s = t_s;
  }

  get running() {
    return this.status === "running";
  }

  /** Exercise time now. */
  now() {
    const gone_s = Math.min((performance.now() - this.#heard_ms) / 1000, LONGEST_GUESS_S);
    const now_s = this.#t_s + (this.running ? gone_s * this.rate : 0);
    this.#shown_s = this.running ? Math.max(this.#shown_s, now_s) : this.#t_s;
    return this.#shown_s;
  }
}
