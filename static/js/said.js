// The contributions on a session's page, each under its step.

import { plural } from "./telling.js";

export class Said {
  constructor({ page, words, template, language }) {
    Object.assign(this, { page, words, template });
    this.dotted = new Set(page.held.mine);
    this.step = page.held.s.stage === "running" ? page.held.s.step : "";
    const dates = page.pace === "days" ? { dateStyle: "short" } : {};
    this.time = new Intl.DateTimeFormat(language, { ...dates, timeStyle: "short", timeZone: page.zone });
    this.day = new Intl.DateTimeFormat(language, { dateStyle: "long", timeZone: "UTC" });
    this.base = page.urls.changes.replace("changes/", "contributions/");
  }

  /** Say what a kind, a role or a nature is called in the reader's language. */
  word(what, value) {
    const key = `${what}-${value}`.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
    return this.words[key] ?? value;
  }

  /** Let one change one's own words while their step lasts. */
  showStep(step) {
    this.step = step;
    for (const row of document.querySelectorAll(".said-own[data-id]")) {
      const edit = row.querySelector("[data-edit]");
      if (edit) edit.hidden = row.dataset.under !== step || !row.querySelector("[data-gone]").hidden;
    }
  }

  put(contributions) {
    for (const one of contributions) {
      const section = this.#section(one.step);
      if (!section) continue;
      section.hidden = false;
      const old = document.getElementById(`c${one.id}`);
      const row = this.#row(one);
      if (old?.querySelector("details[open]")) row.querySelector("details")?.setAttribute("open", "");
      const focused = old?.contains(document.activeElement) ? document.activeElement : null;
      if (old) old.remove();
      this.#place(section.querySelector("ol"), row);
      if (focused) this.#focus(row, focused.name);
    }
    if (contributions.length) document.querySelector("[data-nothing]").hidden = true;
  }

  /** Show anew on which contributions my dots lie. */
  refresh(contributions) {
    for (const { id } of contributions) {
      const row = document.getElementById(`c${id}`);
      if (row) this.#showDot(row, id);
    }
  }

  showCovered(step, count) {
    const place = this.#section(step)?.querySelector("[data-covered]");
    if (!place) return;
    place.hidden = !count;
    const section = this.#section(step);
    section.hidden = !count && !section.querySelector("li");
    place.textContent = plural(this.words, "covered", count);
  }

  /**
   * Show what is on its way: being sent, failed (to be tried again) or refused (with its reason).
   *
   * What was refused is taken back while a form is open for it; without `revise` it is only read.
   */
  showPending(list, entries, { retry, revise }) {
    const rows = entries.map((entry) => {
      const row = document.createElement("li");
      row.className = "said said-pending";
      const text = document.createElement("p");
      text.className = "said-text";
      text.textContent = entry.body;
      const state = document.createElement("p");
      state.className = "said-state";
      state.textContent = entry.state ? entry.why || this.words.notSent : this.words.sending;
      row.append(text, state);
      if (entry.state === "failed") row.append(this.#button("retry", () => retry(entry.k)));
      if (entry.state === "refused" && revise) row.append(this.#button("revise", () => revise(entry.k)));
      return row;
    });
    list.replaceChildren(...rows);
  }

  /** Put the focus where it stood in a row that is written anew, else on the row. */
  #focus(row, name) {
    const next = name && row.querySelector(`[name="${name}"]:not([hidden])`);
    if (!next) row.tabIndex = -1;
    (next || row).focus();
  }

  #button(what, act) {
    const button = document.createElement("button");
    button.type = "button";
    button.className = "link-button";
    button.textContent = this.words[what];
    button.addEventListener("click", act);
    return button;
  }

  #section(step) {
    return document.querySelector(`[data-said="${step}"]`);
  }

  /** Those under one heading stand together, the others after them, each in its order. */
  #place(list, row) {
    const before = [...list.children].find((other) => isBefore(row.dataset, other.dataset));
    list.insertBefore(row, before ?? null);
  }

  #row(one) {
    const row = this.template.content.firstElementChild.cloneNode(true);
    const part = (what) => row.querySelector(`[data-${what}]`);
    const fill = (what, text) => {
      const place = part(what);
      place.textContent = text ?? "";
      place.hidden = !text;
    };
    const isOwn = one.a === this.page.me;
    row.id = `c${one.id}`;
    Object.assign(row.dataset, { id: one.id, n: one.n, in: one.in ?? "", under: one.step });
    row.classList.toggle("said-own", isOwn);
    part("by").textContent = one.by;
    part("kind").textContent = this.word("kind", one.kind);
    fill("nature", one.of && this.word("nature", one.of));
    fill("cluster", one.in);
    fill("dots", one.dots && plural(this.words, "dots", one.dots));
    part("edited").hidden = !one.e;
    part("text").textContent = one.text;
    part("gone").hidden = !one.d;
    part("due-line").hidden = !one.due;
    if (one.due) {
      part("due").textContent = this.day.format(new Date(one.due));
      part("due").dateTime = one.due;
    }
    part("help-line").hidden = !one.help;
    part("help").textContent = one.help ?? "";
    const time = row.querySelector("time");
    time.dateTime = one.at;
    time.textContent = this.time.format(new Date(one.at));
    this.#prepareActs(row, one, isOwn);
    return row;
  }

  #prepareActs(row, one, isOwn) {
    const address = (verb) => `${this.base}${one.id}/${verb}/`;
    const edit = row.querySelector("[data-edit]");
    if (!edit) return;
    row.querySelector(".said-actions").hidden = !this.step;
    edit.href = address("edit");
    row.querySelector("[data-withdraw]").setAttribute("formaction", address("withdraw"));
    row.querySelector("[data-withdraw]").hidden = !isOwn || Boolean(one.d);
    edit.hidden = !isOwn || Boolean(one.d) || one.step !== this.step;
    const isVotable = this.page.voted.includes(one.kind) && !one.d;
    row.querySelector("[data-vote]").hidden = !isVotable;
    for (const which of ["dot", "undot"]) {
      row.querySelector(`[data-${which}]`).setAttribute("formaction", address("dot"));
    }
    this.#showDot(row, one.id);
    const when = row.querySelector("[data-vote] [data-when]");
    when.hidden = !document.querySelector(`[data-step]:not([hidden])[data-votes]`);
    const group = row.querySelector("[data-group]");
    if (!group) return;
    group.hidden = !this.page.grouped.includes(one.kind) || Boolean(one.d);
    group.querySelector("form").action = address("group");
    group.querySelector("[name=cluster]").value = one.in ?? "";
  }

  #showDot(row, id) {
    const buttons = [row.querySelector("[data-dot]"), row.querySelector("[data-undot]")];
    if (!buttons[0]) return;
    const [shown, other] = this.dotted.has(id) ? buttons.reverse() : buttons;
    const isFocused = other === document.activeElement;
    [shown.hidden, other.hidden] = [false, true];
    if (isFocused) shown.focus();
  }
}

function isBefore(one, other) {
  if (Boolean(one.in) !== Boolean(other.in)) return Boolean(one.in);
  if (one.in !== other.in) return one.in < other.in;
  return Number(one.n) < Number(other.n);
}
