// What a person is told of new messages, calmly: read aloud now and then, notified when wished.

const BETWEEN_WORDS = 5_000;
const LONGEST = 120;

/** Choose the words for one or for many, and fill them in. */
export function plural(words, what, n, values = {}) {
  const text = words[`${what}${n === 1 ? "One" : "Many"}`];
  return text.replace(/\{(\w+)\}/g, (_, key) => ({ n, ...values })[key]);
}

/** Speaks to screen readers, at most once every five seconds. */
export class Announcer {
  #messages = [];
  #note = "";
  #spokeAt = 0;
  #timer = 0;

  constructor({ place, words }) {
    Object.assign(this, { place, words });
  }

  hear(message) {
    this.#messages.push(message);
    this.#speakSoon();
  }

  tell(note) {
    this.#note = note;
    this.#speakSoon();
  }

  #speakSoon() {
    const wait = Math.max(0, this.#spokeAt + BETWEEN_WORDS - Date.now());
    this.#timer ||= setTimeout(() => this.#speak(), wait);
  }

  #speak() {
    const last = this.#messages.at(-1);
    const values = last && { name: last.by, text: textOf(last) };
    const news = last ? plural(this.words, "said", this.#messages.length, values) : "";
    this.place.textContent = `${this.#note} ${news}`.trim();
    this.#messages = [];
    this.#note = "";
    this.#timer = 0;
    this.#spokeAt = Date.now();
  }
}

/** Shows the browser's notifications while the page is hidden, as the person chose for the room. */
export class Notifier {
  constructor({ chat, title, now }) {
    Object.assign(this, { chat, title, now });
  }

  /** Let a button ask for permission, as long as nobody decided. */
  offer(button) {
    if (!button || !("Notification" in window)) return;
    button.hidden = Notification.permission !== "default";
    button.addEventListener("click", async () => {
      button.hidden = (await Notification.requestPermission()) !== "default";
    });
  }

  hear(message) {
    if (!document.hidden || !this.#isWanted(message) || this.#isQuiet()) return;
    if (!("Notification" in window) || Notification.permission !== "granted") return;
    try {
      const words = { body: textOf(message), tag: this.chat.place };
      const shown = new Notification(`${message.by} · ${this.title}`, words);
      shown.onclick = () => window.focus();
    } catch {
      // Some phones have notifications only for installed sites.
    }
  }

  #isWanted({ me: mentioned }) {
    const { notify, me } = this.chat;
    return notify === "everything" || (notify === "mentions" && mentioned?.includes(me));
  }

  #isQuiet() {
    if (!this.chat.quiet) return false;
    const [from, to] = this.chat.quiet.map((time) => time.slice(0, 5));
    const now = this.now();
    return from < to ? from <= now && now < to : from <= now || now < to;
  }
}

function textOf(message) {
  const parsed = new DOMParser().parseFromString(message.html, "text/html");
  return parsed.body.textContent.trim().slice(0, LONGEST);
}
