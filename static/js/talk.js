// The messages of a room on the page; every row is a copy of the page's own template.

export class Talk {
  constructor({ chat, list, pending, empty }) {
    Object.assign(this, { chat, list, pending, empty });
    this.isLatest = "latest" in list.dataset;
    const rows = this.rows;
    this.first = "older" in list.dataset ? position(rows[0]) : 0;
    this.last = this.isLatest ? Infinity : position(rows.at(-1));
    const language = chat.language === "en" ? "en-GB" : chat.language;
    const timeZone = chat.zone;
    const format = (options) => new Intl.DateTimeFormat(language, { timeZone, ...options });
    this.time = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.day = format({ day: "numeric", month: "long", year: "numeric" });
    this.date = new Intl.DateTimeFormat("sv", { timeZone }); // 2026-11-21
    this.size = (bytes) => {
      const power = Math.min(2, Math.floor(Math.log2(Math.max(1, bytes)) / 10));
      const unit = ["byte", "kilobyte", "megabyte"][power];
      const unitDisplay = power ? "short" : "long";
      const options = { style: "unit", unit, unitDisplay, maximumFractionDigits: power > 1 ? 1 : 0 };
      return new Intl.NumberFormat(language, options).format(bytes / 1024 ** power);
    };
  }

  get rows() {
    return [...this.list.querySelectorAll(".said")];
  }

  /** What the server drew, as far as the room needs to know it. */
  get messages() {
    const held = ({ id, n, v, a, k }) => ({ id: +id, n: +n, v: +v, a: +a, k });
    return this.rows.map((row) => held(row.dataset));
  }

  row(id) {
    return document.getElementById(`m${id}`);
  }

  /** Whom and what one answers. */
  quote(id) {
    const row = this.row(id);
    if (!row) return null;
    const text = field(row, "html")?.textContent.trim() ?? "";
    return { id, by: field(row, "by").textContent, text: text.slice(0, 80) };
  }

  put(messages) {
    for (const message of messages) {
      const old = this.row(message.id);
      if (old) this.#replace(old, message);
      else if (message.n >= this.first && message.n <= this.last) this.#insert(message);
    }
    this.empty.hidden = this.list.querySelector(".said") !== null;
  }

  drop(messages) {
    for (const message of messages) {
      const section = this.row(message.id)?.closest(".day");
      this.row(message.id)?.remove();
      if (section && !section.querySelector(".said")) section.remove();
    }
  }

  clear() {
    this.list.replaceChildren();
    this.pending.replaceChildren();
  }

  /** Show what is on its way, below everything that arrived. */
  showPending(entries) {
    this.pending.replaceChildren(...entries.map((entry) => this.#pendingRow(entry)));
  }

  #pendingRow({ k, body, re, at, state, why }) {
    const { me, name } = this.chat;
    const row = this.#row({ a: me, by: name, at, html: "", k, re: re && this.quote(re) });
    row.dataset.k = k;
    field(row, "html").textContent = body;
    row.classList.add("said-pending");
    remove(row, "actions");
    field(row, "at").removeAttribute("href");
    if (state === "sent") remove(row, "state");
    else if (state) remove(row, "sending");
    else remove(row, "failed");
    if (why) field(row, "why").textContent = `– ${why}`;
    return row;
  }

  #replace(old, message) {
    const row = this.#arrived(message);
    const kept = field(old, "kept");
    if (kept) field(row, "at").after(" ", kept);
    const menu = row.querySelector("details");
    if (menu) menu.open = old.querySelector("details")?.open ?? false;
    const held = old.contains(document.activeElement) ? document.activeElement : null;
    old.replaceWith(row);
    const same = held?.value && row.querySelector(`button[value="${held.value}"]`);
    if (held) (same || row).focus({ preventScroll: true });
  }

  #insert(message) {
    const row = this.#arrived(message);
    const section = this.#section(new Date(message.at));
    const rows = [...section.querySelectorAll(".said")];
    const earlier = rows.findLast((one) => position(one) < message.n);
    (earlier ?? section.firstElementChild).after(row);
  }

  #section(date) {
    const day = this.date.format(date);
    const sections = [...this.list.children];
    const known = sections.find((section) => section.dataset.day === day);
    if (known) return known;
    const section = copy("day");
    section.dataset.day = day;
    const time = section.querySelector("time");
    time.dateTime = day;
    time.textContent = this.day.format(date);
    const later = sections.find((one) => one.dataset.day > day);
    this.list.insertBefore(section, later ?? null);
    return section;
  }

  #arrived(message) {
    const row = this.#row(message);
    row.id = `m${message.id}`;
    const { id, n, v, a, k = "" } = message;
    Object.assign(row.dataset, { id, n, v, a, k });
    remove(row, "state");
    return row;
  }

  #row(message) {
    const row = copy("message");
    const isOwn = message.a === this.chat.me;
    const mayDelete = isOwn || "care" in this.list.dataset;
    const parts = {
      edited: message.e && !message.d,
      re: message.re,
      html: !message.d,
      files: message.f,
      deleted: message.d,
      restore: mayDelete,
      actions: !message.d,
      edit: isOwn,
      delete: mayDelete,
    };
    for (const [name, isThere] of Object.entries(parts)) if (!isThere) remove(row, name);
    row.classList.toggle("said-own", isOwn);
    this.#address(row, message.id);
    this.#fill(row, message);
    return row;
  }

  #address(row, id) {
    const prefix = this.chat.urls.message;
    for (const part of row.querySelectorAll("[href], [formaction]")) {
      const name = part.hasAttribute("href") ? "href" : "formaction";
      const address = part.getAttribute(name);
      const own = address.replace(`${prefix}/`, `${prefix}${id}/`);
      part.setAttribute(name, own.replace("reply=", `reply=${id}`));
    }
  }

  #fill(row, message) {
    const date = new Date(message.at);
    const time = field(row, "at").querySelector("time");
    time.dateTime = message.at;
    time.textContent = this.time.format(date);
    field(row, "by").textContent = message.by;
    // The server's renderer made this from a narrow list of tags; nothing else is set as HTML.
    if (!message.d) field(row, "html").innerHTML = message.html;
    if (message.re) this.#fillAnswered(field(row, "re"), message.re);
    if (message.f) this.#fillFiles(field(row, "files"), message.f);
    for (const button of row.querySelectorAll(".sign")) this.#fillSign(button, message.r ?? {});
  }

  #fillAnswered(part, { id, by, text }) {
    part.querySelector("a").href = `${this.chat.urls.message}${id}/`;
    part.querySelector("b").textContent = by;
    part.querySelector("a > :last-child").textContent = text;
  }

  #fillFiles(list, files) {
    const [plain, light, heavy] = list.children; // the last two where no picture is loaded
    const items = files.map(([key, name, kind, size]) => {
      const isPicture = kind.startsWith("image/");
      const unloaded = size > heavy?.dataset.above ? heavy : light;
      const item = ((isPicture && unloaded) || plain).cloneNode(true);
      fillText(item, { n: name, s: this.size(size) });
      for (const link of item.querySelectorAll("a")) {
        link.href = link.getAttribute("href").replace("/-/", `/${key}/`);
      }
      const link = item.firstElementChild;
      if (isPicture && !unloaded) link.prepend(preview(`${link.pathname}preview/`));
      return item;
    });
    list.replaceChildren(...items);
  }

  #fillSign(button, reactions) {
    const people = reactions[button.value] ?? [];
    if (people.length) button.dataset.count = people.length;
    button.setAttribute("aria-pressed", people.includes(this.chat.me));
  }
}

export function position(row) {
  return Number(row?.dataset.n ?? 0);
}

function preview(address) {
  const picture = document.createElement("img");
  // "lazy" only works when it is set before the address.
  return Object.assign(picture, { loading: "lazy", alt: "", width: 320, height: 240, src: address });
}

function fillText(element, words) {
  for (const part of element.childNodes) {
    if (part.nodeType === Node.ELEMENT_NODE) fillText(part, words);
    else part.data = part.data.replace(/\{(\w)\}/g, (_, key) => words[key]);
  }
}

function field(row, name) {
  return row.querySelector(`[data-field="${name}"]`);
}

function remove(row, name) {
  field(row, name)?.remove();
}

function copy(id) {
  return document.getElementById(id).content.firstElementChild.cloneNode(true);
}
