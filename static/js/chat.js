// A room's page, live: what arrives is shown, what is written is sent, and nothing is lost.

import { Line, Room } from "./live.js";
import { newKey, Outbox, shelf } from "./outbox.js";
import { position, Talk } from "./talk.js";
import { Announcer, Notifier, plural } from "./telling.js";

const chat = JSON.parse(byId("chat").textContent);
const words = byId("words").dataset;
const composer = byId("composer");
const name = `chat:${chat.place}:${chat.me}:`;
const title = document.title;
const SENDING = 20_000;
const BETWEEN_MARKS = 30_000;

let missed = 0; // arrived below what is on the screen
let unseen = 0; // arrived while the page was hidden
let state = ""; // of the line

const talk = new Talk({ chat, list: byId("talk"), pending: byId("pending"), empty: byId("empty") });
const room = new Room({ ...chat, messages: talk.messages, onChange: changed });
const line = new Line({
  room,
  place: chat.place,
  urls: chat.urls,
  mayUseSocket: chat.me !== null && !chat.light,
  isLight: chat.light,
  onState: showState,
  onFrame: showPeople,
});
const outbox = new Outbox({ name: `${name}message:`, deliver, onChange: showPending });
const announcer = new Announcer({ place: byId("announcer"), words });
const notifier = new Notifier({ chat, title, now: () => talk.time.format(new Date()) });
let newest = Math.max(0, ...talk.messages.map((message) => message.n));

prepareComposer();
prepareKeys();
notifier.offer(byId("allow"));
for (const message of talk.messages) if (message.k) outbox.take(message.k);
if (talk.isLatest && !location.hash) {
  (byId("new") ?? byId("end")).scrollIntoView({ behavior: "instant" });
}
keepMark();
line.start();
outbox.retry();

// What arrives

function changed(messages, gone) {
  const wasAtEnd = isAtEnd();
  talk.drop(gone);
  talk.put(messages);
  for (const message of messages) if (message.a === chat.me && message.k) outbox.take(message.k);
  const fresh = messages.filter((message) => message.n > newest && !message.d);
  newest = Math.max(newest, ...messages.map((message) => message.n));
  const others = fresh.filter((message) => message.a !== chat.me);
  if (wasAtEnd && talk.isLatest) toEnd();
  else showMissed(missed + (talk.isLatest ? others : fresh).length);
  if (document.hidden) showUnseen(unseen + others.length);
  for (const message of others) {
    announcer.hear(message);
    notifier.hear(message);
  }
}

function showState(now, seconds) {
  const text = now === "waiting" ? phrase("waiting", seconds) : words[now];
  const place = document.querySelector("[data-connection]");
  if (place.textContent !== text) place.textContent = text;
  const isNew = now !== state;
  state = now;
  if (isNew && ["live", "late", "asking"].includes(state)) outbox.retry();
  if (state === "gone") leave();
}

function leave() {
  talk.clear();
  const rest = "#write, [data-here], .more, .pagination, #empty";
  for (const part of document.querySelectorAll(rest)) part.remove();
}

function showPeople({ here, count }) {
  if (!here) return;
  const place = document.querySelector("[data-here]");
  const others = (count ?? here.length) - here.length;
  const names = here.map(([, person]) => person);
  if (others > 0) names.push(words.more.replace("{n}", others));
  place.hidden = names.length === 0;
  place.querySelector("span").textContent = names.join(", ");
}

function isAtEnd() {
  return byId("end").getBoundingClientRect().bottom <= innerHeight + 80;
}

function toEnd() {
  byId("end").scrollIntoView({ block: "end", behavior: "instant" });
  showMissed(0);
}

function showMissed(count) {
  missed = count;
  const button = byId("newer");
  button.hidden = count === 0;
  if (count) button.textContent = phrase("new", count);
}

function showUnseen(count) {
  unseen = count;
  document.title = count ? `(${count}) ${title}` : title;
}

byId("newer").addEventListener("click", () => {
  if (talk.isLatest) toEnd();
  else location.assign(location.pathname);
});
const forgetMissed = () => missed && talk.isLatest && isAtEnd() && showMissed(0);
addEventListener("scroll", forgetMissed, { passive: true });
document.addEventListener("visibilitychange", () => document.hidden || showUnseen(0));

// What is written

function prepareComposer() {
  if (!composer) return;
  const { body } = composer.elements;
  body.value ||= shelf.get(`${name}text`) ?? "";
  byId("send-keys").hidden = false;
  body.addEventListener("input", keepText);
  body.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) composer.requestSubmit();
  });
  composer.addEventListener("submit", (event) => {
    event.preventDefault();
    if (composer.elements.files.files.length) sendFiles();
    else sendText();
  });
}

function keepText() {
  const text = composer.elements.body.value;
  if (text) shelf.set(`${name}text`, text);
  else shelf.remove(`${name}text`);
}

function sendText() {
  const { body, reply_to: replyTo } = composer.elements;
  composer.removeAttribute("aria-busy");
  if (!body.value.trim()) return body.focus();
  outbox.add(body.value, Number(replyTo.value) || undefined);
  emptyComposer();
}

/** Files cannot wait in the browser's storage: they stay in the form until the server has them. */
async function sendFiles() {
  const { body, client_key: key } = composer.elements;
  if (body.readOnly) return;
  body.readOnly = true;
  key.value ||= newKey();
  const answered = await post(composer.action, new FormData(composer), 10 * SENDING);
  body.readOnly = false;
  composer.removeAttribute("aria-busy");
  if (answered?.ok) emptyComposer();
  else refuse(answered?.why);
}

function emptyComposer() {
  composer.elements.body.value = composer.elements.files.value = "";
  composer.elements.client_key.value = newKey();
  keepText();
  byId("refused").textContent = "";
  answer(null);
}

function answer(quote) {
  const place = byId("answered");
  composer.elements.reply_to.value = quote?.id ?? "";
  place.hidden = !quote;
  place.querySelector("b").textContent = quote?.by ?? "";
  place.querySelector("span").textContent = quote?.text ?? "";
  composer.elements.body.focus();
}

function refuse(why) {
  byId("refused").textContent = why || words.failed;
}

function showPending(entries) {
  if (state === "gone") return;
  const before = byId("pending").childElementCount;
  talk.showPending(entries);
  if (entries.length > before) toEnd();
}

async function deliver(entry) {
  const answered = (await line.send(entry)) ?? (await post(chat.urls.send, formOf(entry)));
  const isStored = answered?.t === "ok" || answered?.ok;
  if (isStored) announcer.tell(words.sent);
  if (isStored && !room.isBehind) outbox.take(entry.k); // all is here, so it stands in the room
  return answered;
}

function formOf({ k, body, re }) {
  const form = new FormData();
  form.set("body", body);
  form.set("client_key", k);
  if (re) form.set("reply_to", re);
  return form;
}

/** Post a form; the answer's JSON with its status, or null when nothing came back. */
async function post(address, body, time = SENDING) {
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  try {
    const signal = AbortSignal.timeout(time);
    const response = await fetch(address, { method: "POST", body, headers, signal });
    if (response.redirected || response.status === 401) line.end("signedOut");
    if (response.redirected) return null;
    const found = await response.json().catch(() => ({}));
    if (found.m) line.hear({ n: found.m.v, m: found.m });
    return { status: response.status, ...found };
  } catch {
    return null;
  }
}

function token() {
  return byId("act").elements.csrfmiddlewaretoken.value;
}

// Acts on single messages

document.addEventListener("click", (event) => {
  const control = event.target.closest("[data-do], [form=act]");
  if (!control || event.ctrlKey || event.metaKey) return;
  const row = control.closest(".said");
  const act = acts[control.dataset.do ?? "post"];
  if (act(row, control) !== false) event.preventDefault();
});

const acts = {
  reply: (row) => composer && answer(talk.quote(row.dataset.id)),
  "answer-nobody": () => answer(null),
  retry: (row) => outbox.retry(row.dataset.k),
  revise(row) {
    const { body, re } = outbox.take(row.dataset.k);
    const field = composer.elements.body;
    field.value = [field.value, body].filter(Boolean).join("\n\n");
    keepText();
    answer(re ? talk.quote(re) : null);
  },
  async post(row, button) {
    const form = new FormData();
    if (button.name) form.set(button.name, button.value);
    const answered = await post(button.formAction, form);
    if (answered?.status !== 200) refuse(answered?.why);
    else if (!answered.m) line.catchUp();
  },
};

// What counts as read

function keepMark() {
  if (chat.me === null) return;
  let kept = talk.isLatest ? newest : 0;
  const keep = () => {
    const seen = document.hidden ? 0 : position(talk.rows.findLast(isOnScreen));
    if (state === "gone" || seen <= kept) return;
    kept = seen;
    const body = new URLSearchParams({ position: seen, csrfmiddlewaretoken: token() });
    fetch(chat.urls.read, { method: "POST", body, keepalive: true }).catch(() => (kept = 0));
  };
  setInterval(keep, BETWEEN_MARKS);
  addEventListener("pagehide", keep);
}

function isOnScreen(row) {
  return row.getBoundingClientRect().top < innerHeight;
}

// Keys

function prepareKeys() {
  const dialog = byId("keys");
  const choice = byId("keys-on");
  choice.checked = shelf.get("chat:keys") ?? true;
  choice.addEventListener("change", () => shelf.set("chat:keys", choice.checked));
  byId("keys-button").hidden = false;
  byId("keys-button").addEventListener("click", () => dialog.showModal());
  const keys = {
    "?": () => dialog.showModal(),
    c: () => composer?.elements.body.focus(),
    j: () => step(1),
    k: () => step(-1),
    r: (row) => row?.querySelector("[data-do=reply]")?.click(),
    e: (row) => row?.querySelector("[data-field=edit]")?.click(),
    End: () => (talk.isLatest ? (toEnd(), talk.rows.at(-1)?.focus()) : byId("newer").click()),
  };
  document.addEventListener("keydown", (event) => {
    const isTyping = event.target.closest("input, textarea, select, dialog");
    if (isTyping || event.ctrlKey || event.metaKey || event.altKey || !keys[event.key]) return;
    if (event.key !== "End" && !choice.checked) return;
    event.preventDefault();
    keys[event.key](document.activeElement.closest(".said"));
  });
}

function step(way) {
  const rows = talk.rows;
  const here = rows.indexOf(document.activeElement.closest(".said"));
  const visible = rows.findIndex((row) => row.getBoundingClientRect().top >= 0);
  const start = way > 0 ? visible : rows.length - 1;
  rows[here < 0 ? start : here + way]?.focus();
}

function phrase(what, n) {
  return plural(words, what, n);
}

function byId(id) {
  return document.getElementById(id);
}
