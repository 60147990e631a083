// A room as this browser holds it (Room), and the line that keeps it up to date (Line).

const GAP = 250; // a frame that overtook another is given this long
const ANSWER = 10_000; // a sent message is acknowledged within this, or asked for another way
const STEADY = 10_000; // a socket that lived this long counts as one that works
const SILENCE = 240_000; // after this long without a word, make sure the socket is alive
const SECOND = 1_000;
const LONGEST = 60 * SECOND;

const SIGNED_OUT = 4401;
const NOT_YOURS = 4403;
const TOO_MANY = 4408;

const byPosition = (one, other) => one.n - other.n;

/** Messages by id, complete up to a number of the room's sequence; knows no page and no network. */
export class Room {
  #early = new Map(); // messages whose turn has not come, by number

  constructor({ sequence = 0, begins = 0, messages = [], onChange = () => {} } = {}) {
    this.sequence = sequence; // every change up to here is held
    this.known = sequence; // the room itself is at least here
    this.begins = begins; // messages up to this position are gone
    this.messages = new Map(messages.map((message) => [message.id, message]));
    this.onChange = onChange;
  }

  get isBehind() {
    return this.known > this.sequence;
  }

  /** Take in a frame, whatever was lost, doubled or out of order before it. */
  apply({ n, m: message, s: state, begins = 0 }) {
    this.known = Math.max(this.known, n);
    if (message || state) this.#early.set(n, message ?? null); // a state is all of its number
    this.#settle([], begins);
  }

  /** Take in an answer to “what changed after N?”. */
  take({ n, m: messages, begins = 0, more = false }) {
    const reached = more ? messages.at(-1).v : n;
    this.known = Math.max(this.known, n);
    this.sequence = Math.max(this.sequence, reached);
    this.#settle(messages, begins);
  }

  inOrder() {
    return [...this.messages.values()].sort(byPosition);
  }

  #settle(messages, begins) {
    const gone = this.#forget(begins);
    const changed = new Map();
    const put = (message) => {
      if (this.#put(message)) changed.set(message.id, message);
    };
    messages.forEach(put);
    for (const n of [...this.#early.keys()].sort((one, other) => one - other)) {
      if (n > this.sequence + 1) break;
      if (this.#early.get(n)) put(this.#early.get(n));
      this.#early.delete(n);
      this.sequence = Math.max(this.sequence, n);
    }
    if (changed.size || gone.length) this.onChange([...changed.values()].sort(byPosition), gone);
  }

  #put(message) {
    const held = this.messages.get(message.id);
    if (message.n <= this.begins || held?.v >= message.v) return false;
    this.messages.set(message.id, message);
    return true;
  }

  #forget(begins) {
    if (begins <= this.begins) return [];
    this.begins = begins;
    const gone = [...this.messages.values()].filter((message) => message.n <= begins);
    for (const message of gone) this.messages.delete(message.id);
    return gone;
  }
}

/**
 * The line to the server: a socket where one opens, else questions every few seconds; in light
 * mode one question a minute, and none while nobody looks.
 *
 * Tells `onState(state, seconds)` with live, asking, waiting, signedOut or gone; `onFrame` gets
 * every frame, `onAnswer` every answer to a question with the milliseconds it took.
 */
export class Line {
  #socket = null;
  #answers = new Map(); // client key → what to do with the answer
  #failures = 0;
  #misses = 0;
  #liveSince = Infinity;
  #heardAt = 0;
  #retry = 0;
  #poll = 0;
  #gap = 0;
  #question = null;
  #etag = null;
  #isPolling = false;
  #hasEnded = false;
  #quiet = 0; // questions in a row that brought nothing
  #isSlow = false; // a part of the server is down

  constructor({ onAnswer = () => {}, isLight = false, ...facts }) {
    Object.assign(this, { onAnswer, isLight, ...facts }); // room, place, urls, mayUseSocket, onState, onFrame
  }

  get isLive() {
    return this.#liveSince !== Infinity;
  }

  start() {
    if (this.mayUseSocket) this.#open();
    else this.#askRegularly();
    addEventListener("online", () => this.#wake());
    document.addEventListener("visibilitychange", () => document.hidden || this.#wake());
    setInterval(() => this.#isSilent(SILENCE) && this.#probe(), LONGEST);
  }

  /** Send a message over the socket; the answer is its `ok` or `no`, or null when none came. */
  send({ k, body, re }) {
    if (!this.isLive) return Promise.resolve(null);
    this.say({ t: "send", p: this.place, k, body, re });
    return new Promise((resolve) => {
      this.#answers.set(k, resolve);
      setTimeout(resolve, ANSWER, null);
    });
  }

  /** Take in a message or a number heard elsewhere, as an answer to a form. */
  hear(frame) {
    this.#quiet = 0;
    this.room.apply(frame);
    this.#fillGap();
  }

  /** Fetch what is missing; true when the server answered. */
  catchUp() {
    this.#question ??= this.#ask()
      .catch(() => false)
      .finally(() => (this.#question = null));
    return this.#question;
  }

  end(state) {
    this.#hasEnded = true;
    this.#isPolling = false;
    for (const timer of [this.#retry, this.#poll, this.#gap]) clearTimeout(timer);
    this.#drop();
    this.onState(state);
  }

  // The socket

  #open() {
    const address = new URL(this.urls.socket, location.href);
    address.protocol = address.protocol.replace("http", "ws");
    const socket = new WebSocket(address);
    socket.onopen = () => this.#join();
    socket.onmessage = (event) => this.#receive(JSON.parse(event.data));
    socket.onclose = (event) => this.#closed(event.code);
    this.#socket = socket;
  }

  #join() {
    this.say({ t: "join", p: this.place, n: this.room.sequence });
  }

  /** Say something over the socket, where one is open. */
  say(frame) {
    if (this.#socket?.readyState === WebSocket.OPEN) this.#socket.send(JSON.stringify(frame));
  }

  #receive(frame) {
    this.#heardAt = Date.now();
    if (frame.p && frame.p !== this.place) return;
    if (frame.t === "gone") this.end("gone");
    else if (["m", "at", "s"].includes(frame.t)) this.hear(frame);
    else if (frame.t === "joined") this.#joined(frame);
    else if (frame.t === "ok" || frame.t === "no") this.#answer(frame);
    if (frame.slow !== undefined) this.#slow(frame.slow);
    if (!this.#hasEnded) this.onFrame(frame);
  }

  #joined(frame) {
    this.#isPolling = false;
    clearTimeout(this.#poll);
    this.room.apply(frame);
    if (this.room.isBehind) this.#fillGap(0);
    if (this.isLive) return;
    this.#liveSince = Date.now();
    this.onState(this.#isSlow ? "late" : "live");
  }

  #slow(isSlow) {
    this.#isSlow = isSlow;
    if (this.isLive) this.onState(isSlow ? "late" : "live");
  }

  #answer(frame) {
    this.#answers.get(frame.k)?.(frame);
    this.#answers.delete(frame.k);
    if (frame.t === "ok") this.hear({ n: frame.n });
  }

  #closed(code) {
    if (Date.now() - this.#liveSince > STEADY) this.#failures = 0;
    this.#drop();
    if (code === SIGNED_OUT) this.end("signedOut");
    else if (code === NOT_YOURS) this.end("gone");
    else if (code === TOO_MANY) this.mayUseSocket = false;
    if (this.#hasEnded) return;
    this.#failures += 1;
    const wait = Math.random() * Math.min(LONGEST, SECOND * 2 ** (this.#failures - 1));
    if (this.mayUseSocket) this.#retry = setTimeout(() => this.#open(), wait);
    if (this.#failures > 1 || !this.mayUseSocket) this.#askRegularly();
    else this.onState("waiting", Math.ceil(wait / SECOND));
  }

  #drop() {
    const socket = this.#socket;
    this.#socket = null;
    this.#liveSince = Infinity;
    if (socket) {
      socket.onopen = socket.onmessage = socket.onclose = null;
      socket.close();
    }
    for (const resolve of this.#answers.values()) resolve(null);
    this.#answers.clear();
  }

  #isSilent(time) {
    return this.isLive && Date.now() - this.#heardAt > time;
  }

  #probe() {
    const asked = Date.now();
    this.#join();
    setTimeout(() => this.isLive && this.#heardAt < asked && this.#closed(), ANSWER);
  }

  #wake() {
    if (this.#hasEnded) return;
    if (this.#isSilent(LONGEST)) this.#probe();
    if (this.#isPolling) this.#askAgain(0);
    if (this.#socket || !this.mayUseSocket) return;
    clearTimeout(this.#retry);
    this.#open();
  }

  // Questions

  #fillGap(wait = GAP) {
    if (this.#hasEnded || !this.room.isBehind) return;
    clearTimeout(this.#gap);
    this.#gap = setTimeout(async () => {
      if (!this.room.isBehind) return;
      await this.catchUp();
      this.#fillGap(SECOND * (1 + 9 * Math.random()));
    }, wait);
  }

  #askRegularly() {
    if (this.#isPolling) return;
    this.#isPolling = true;
    if (this.isLight) this.onState("asking"); // the page has just brought what there is
    this.#askAgain(this.isLight ? LONGEST : SECOND * Math.random());
  }

  #askAgain(wait) {
    clearTimeout(this.#poll);
    this.#poll = setTimeout(async () => {
      if (this.isLight && document.hidden) return; // whoever looks again wakes the line
      const isAnswered = await this.catchUp();
      if (!this.#isPolling) return;
      this.#misses = isAnswered ? 0 : this.#misses + 1;
      const calm = Math.min(6, 1 + this.#quiet / 3); // a silent room is asked less and less
      const often = Math.max(10 * calm, document.hidden ? 35 : 0);
      const usual = this.isLight ? LONGEST : often * SECOND * (0.85 + 0.3 * Math.random());
      const next = Math.min(LONGEST, usual * 2 ** Math.min(this.#misses, 3));
      this.#askAgain(next);
      this.onState(isAnswered ? "asking" : "waiting", Math.ceil(next / SECOND));
    }, wait);
  }

  async #ask() {
    for (;;) {
      const headers = { Accept: "application/json" };
      if (this.#etag) headers["If-None-Match"] = this.#etag;
      const address = `${this.urls.changes}?after=${this.room.sequence}`;
      const asked = performance.now();
      const answer = await fetch(address, { headers, signal: AbortSignal.timeout(2 * ANSWER) });
      const took = performance.now() - asked;
      this.#quiet = answer.status === 304 ? this.#quiet + 1 : 0;
      if (this.#hasEnded || answer.status === 304) return true;
      if (answer.status === 401) this.end("signedOut");
      if (answer.status === 403 || answer.status === 404) this.end("gone");
      if (!answer.ok) return false;
      const page = await answer.json();
      this.room.take(page);
      this.onAnswer(page, took);
      if (page.more) continue;
      this.#etag = answer.headers.get("ETag"); // the room as it is held now, and not before
      return true;
    }
  }
}
