// Messages on their way: kept in this browser until the server has said that it holds them.

/** What this browser keeps; without storage, pages still work and only forget. */
export const shelf = {
  get: (key) => attempt(() => JSON.parse(localStorage.getItem(key))),
  set: (key, value) => attempt(() => localStorage.setItem(key, JSON.stringify(value))),
  remove: (key) => attempt(() => localStorage.removeItem(key)),
  keys: (start) => attempt(() => Object.keys(localStorage).filter((key) => key.startsWith(start))),
};

function attempt(act) {
  try {
    return act();
  } catch {
    return null;
  }
}

/** A name for one intention: whatever is sent again under it is stored once. */
export function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/**
 * What was written and not yet seen in the room, one after the other.
 *
 * An entry is `{k, body, re, at, state, why}`; its state is empty while it is being sent, then
 * sent, failed (it may be tried again) or refused (it may be changed). `deliver` answers with `ok`
 * or `no`, or with null when nothing came back.
 */
export class Outbox {
  #isSending = false;

  constructor({ name, deliver, onChange }) {
    Object.assign(this, { name, deliver, onChange });
    const kept = (shelf.keys(name) ?? []).map((key) => shelf.get(key)).filter(Boolean);
    this.entries = kept.sort((one, other) => one.at.localeCompare(other.at));
    this.onChange(this.entries);
  }

  add(body, re) {
    this.#keep(this.#entry(body, re));
    this.#send();
  }

  /** Keep what could not even be sent, for its writer to take back. */
  refuse(body, re, why) {
    this.#keep(this.#entry(body, re), "refused", why);
  }

  /** Try again: one entry, or all that failed and were not refused. */
  retry(key) {
    for (const entry of this.entries) {
      if (key ? entry.k === key : entry.state === "failed") this.#keep(entry, "");
    }
    this.#send();
  }

  /** Take an entry out: the room shows it now, or its writer took it back. Returns it. */
  take(key) {
    const entry = this.entries.find((one) => one.k === key);
    if (!entry) return null;
    this.entries = this.entries.filter((one) => one !== entry);
    shelf.remove(this.name + key);
    this.onChange(this.entries);
    return entry;
  }

  #entry(body, re) {
    const entry = { k: newKey(), body, re, at: new Date().toISOString() };
    this.entries.push(entry);
    return entry;
  }

  async #send() {
    if (this.#isSending) return;
    this.#isSending = true;
    for (let entry; (entry = this.entries.find((one) => !one.state)); ) {
      const answer = await this.deliver(entry);
      if (!this.entries.includes(entry)) continue;
      if (answer?.ok || answer?.t === "ok") this.#keep(entry, "sent");
      else if (!answer?.why || answer.status === 429) this.#keep(entry, "failed", answer?.why);
      else this.#keep(entry, "refused", answer.why);
    }
    this.#isSending = false;
  }

  #keep(entry, state = "", why = "") {
    Object.assign(entry, { state, why });
    if (state === "sent") shelf.remove(this.name + entry.k);
    else shelf.set(this.name + entry.k, entry);
    this.onChange(this.entries);
  }
}
