// A countdown that is the same on all screens: it ends at a moment of the server's clock.

const SECOND = 1_000;

/** Shows the time left; learns from each answer how far the server's clock is from this one's. */
export class Clock {
  #offset = 0; // what to add to this page's clock to get the server's, in seconds
  #quickest = Infinity; // the answer that came quickest knows it best
  #state = null;
  #wasOver = 60;

  constructor({ place, words, isSlow, onMinute }) {
    Object.assign(this, { place, words, isSlow, onMinute });
    setInterval(() => this.#show(), SECOND / 4);
  }

  /** Hear the server's time in an answer that took so many milliseconds. */
  hear(now, took) {
    const isBetter = took ? took < this.#quickest : this.#quickest === Infinity;
    if (!isBetter) return;
    if (took) this.#quickest = took;
    this.#offset = now + took / 2 / SECOND - performance.now() / SECOND;
    this.#show();
  }

  set(state) {
    this.#state = state;
    this.#wasOver = this.left;
    this.#show();
  }

  get left() {
    const { left = 0, since = null } = this.#state ?? {};
    const passed = since === null ? 0 : performance.now() / SECOND + this.#offset - since;
    return Math.max(0, left - passed);
  }

  #show() {
    if (this.#state?.stage !== "running") return;
    const left = this.left;
    const text = this.isSlow ? this.#inDays(left) : this.#inMinutes(left);
    if (this.place.textContent !== text) this.place.textContent = text;
    this.place.dataset.left = left.toFixed(1);
    if (left <= 60 && this.#wasOver > 60 && !this.isSlow) this.onMinute();
    this.#wasOver = left;
  }

  #inMinutes(left) {
    const seconds = Math.ceil(left);
    if (!seconds) return this.words.over;
    return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  }

  #inDays(left) {
    const minutes = Math.ceil(left / 60);
    if (!minutes) return this.words.over;
    const parts = { d: Math.floor(minutes / 1440), h: Math.floor(minutes / 60) % 24, m: minutes % 60 };
    return this.words.days.replace(/\{(\w)\}/g, (_, key) => parts[key]);
  }
}
