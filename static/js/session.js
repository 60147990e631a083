// A session's page, live: its step, its clock and its people follow the server; words are sent once.

import { Clock } from "./clock.js";
import { Line, Room } from "./live.js";
import { Outbox, shelf } from "./outbox.js";
import { Said } from "./said.js";
import { Announcer, plural } from "./telling.js";

const page = JSON.parse(byId("session").textContent);
const words = byId("words").dataset;
const SENDING = 20_000;
const OPEN_FORM = "[data-step]:not([hidden]) [data-say]";
const DETAILS = ["due_on", "help_wanted"];
const name = `session:${page.place}:${page.me}:`;
let state = page.held.s;
let accepts = page.held.accepts; // my answer to the contract, if I gave one
let isGone = false;

const said = new Said({ page, words, template: byId("said"), language: page.language });
const announcer = new Announcer({ place: byId("announcer"), words });
const clock = new Clock({
  place: document.querySelector("[data-left]"),
  words,
  isSlow: page.pace === "days",
  onMinute: () => announcer.tell(words.minuteLeft),
});
const room = new Room({ sequence: page.held.n, messages: page.held.m, onChange: changed });
const line = new Line({
  room,
  place: page.place,
  urls: page.urls,
  mayUseSocket: !page.light,
  isLight: page.light,
  onState: showLine,
  onFrame: hearFrame,
  onAnswer: hearAnswer,
});
const outbox = new Outbox({ name: `${name}message:`, deliver, onChange: showPending });
let newest = Math.max(0, ...page.held.m.map((one) => one.n));

for (const form of document.querySelectorAll("[data-say]")) prepare(form);
clock.hear(page.held.now, 0);
clock.set(state);
for (const one of page.held.m) if (one.k) outbox.take(one.k);
rescue();
line.start();
outbox.retry();

// What arrives

function hearFrame(frame) {
  if (frame.t === "s") show(frame.s);
  else if (frame.t === "joined") askTime();
  else if (frame.t === "time") clock.hear(frame.s, performance.now() - frame.c);
}

function hearAnswer(answer, took = 0) {
  if (answer.now) clock.hear(answer.now, took);
  if (answer.mine) said.dotted = new Set(answer.mine);
  if (answer.s) {
    accepts = answer.accepts;
    show(answer.s);
  }
  if (answer.mine) said.refresh(room.messages.values());
}

function changed(contributions) {
  for (const one of contributions) if (one.a === page.me && one.k) outbox.take(one.k);
  said.put(contributions);
  if (contributions.some((one) => one.kind === "contract")) accepts = undefined; // of other words
  showContract();
  showPeople();
  const fresh = contributions.filter((one) => one.n > newest && !one.d);
  newest = Math.max(newest, ...contributions.map((one) => one.n));
  for (const one of fresh) if (one.a !== page.me) announcer.hear({ ...one, html: plain(one.text) });
}

/** Text as markup that says the same: the announcer reads messages with markup. */
function plain(text) {
  const place = document.createElement("p");
  place.textContent = text;
  return place.innerHTML;
}

/** Take in a newer state; with another role of mine the page is another one. */
function show(next) {
  if (next.turn < state.turn) return;
  const mine = next.people.find(([person]) => person === page.me);
  if (page.role && mine && mine[2] !== page.role) return location.reload();
  const hasMoved = next.step !== state.step || next.stage !== state.stage;
  const focused = document.activeElement;
  state = next;
  clock.set(state);
  const now = situation(state);
  const appeared = [];
  for (const part of document.querySelectorAll("[data-when]")) {
    const holds = part.dataset.when.split(" ").every((word) => now.has(word));
    if (part.hidden && holds) appeared.push(part);
    part.hidden = !holds;
  }
  for (const field of document.querySelectorAll("[data-lead] [name=turn]")) field.value = state.turn;
  if (hasMoved) showStep();
  showWhere(next.where);
  for (const [key, count] of Object.entries(covered())) said.showCovered(key, count);
  showContract();
  showPeople();
  if (focused.closest("[hidden]")) goOn(focused, hasMoved ? [] : appeared);
}

/** What had the focus is hidden now: go on to what stands in its place, else to the heading. */
function goOn(focused, appeared) {
  const stands = (one) => one.name === focused.name && one.parentElement === focused.parentElement;
  const next = focused.name && appeared.find(stands);
  const heading = byId("now") ?? byId("said-title");
  if (!next) heading.tabIndex = -1;
  (next ?? heading).focus();
}

function showStep() {
  const isRunning = state.stage === "running";
  const reached = page.steps.findIndex(({ key }) => key === state.step);
  for (const block of document.querySelectorAll("[data-step]")) {
    block.hidden = !isRunning || block.dataset.step !== state.step;
    block.querySelector("h2").id = block.hidden ? "" : "now";
    if (!block.hidden) announcer.tell(words.stepNow.replace("{name}", block.querySelector("h2").textContent));
  }
  page.steps.forEach(({ key }, number) => {
    const road = document.querySelector(`[data-road="${key}"]`);
    if (isRunning && number === reached) road.setAttribute("aria-current", "step");
    else road.removeAttribute("aria-current");
  });
  said.showStep(isRunning ? state.step : "");
  rescue();
  showPending(outbox.entries);
}

/** Who waits where the session no longer is learns here where it went. */
function showWhere([place, link]) {
  const line = document.querySelector(".where");
  if (!line) return;
  const [named, meeting, moved] = line.children;
  if (named.textContent === place && meeting.getAttribute("href") === link) return;
  named.textContent = place;
  meeting.setAttribute("href", link);
  meeting.hidden = !link;
  moved.hidden = false;
  announcer.tell(words.moved);
}

function covered() {
  const hidden = page.steps.filter((step) => step.is_hidden).map(({ key }) => [key, 0]);
  return { ...Object.fromEntries(hidden), ...state.covered };
}

/** What holds now, in the words of ``situation_of`` on the server. */
function situation({ stage, since, step: key, shown, where, floor, hands, seats, contract }) {
  const number = page.steps.findIndex((one) => one.key === key);
  const step = page.steps[number];
  const isRunning = stage === "running";
  const me = page.me;
  const soFar = page.steps.slice(0, number + 1);
  const facts = {
    [stage]: true,
    open: isRunning || stage === "planned",
    ticking: isRunning && since !== null,
    paused: isRunning && since === null,
    earlier: number > 0,
    later: number + 1 < page.steps.length,
    covered: soFar.some((one) => one.is_hidden && !shown.includes(one.key)),
    round: Boolean(step.is_round),
    seats: Boolean(step.seats),
    votes: Boolean(step.votes),
    news: isRunning && Boolean(step.news),
    somewhere: where.some(Boolean),
    floor: floor !== null,
    "my-turn": floor === me,
    "hand-up": hands.includes(me),
    "hand-down": !hands.includes(me),
    sitting: seats.includes(me),
    "on-foot": !seats.includes(me),
    contract: contract !== null,
    accepted: Boolean(contract?.ok),
    unaccepted: contract !== null && !contract.ok,
    declined: Boolean(contract?.no),
    answering: Boolean(contract?.who.includes(me)) && (Boolean(step.agrees) || !contract.ok),
  };
  return new Set(Object.keys(facts).filter((word) => facts[word]));
}

function showContract() {
  const { contract } = state;
  if (!contract) return;
  const box = byId("contract");
  box.querySelector("[data-contract]").textContent = room.messages.get(contract.id)?.text ?? "";
  const count = plural(words, "accept", contract.yes, { of: contract.of });
  box.querySelector("[data-contract-count]").textContent = count;
  box.querySelector("[data-declined]").textContent = plural(words, "decline", contract.no);
  for (const button of box.querySelectorAll("[data-accept]")) {
    const isOwn = accepts === (button.value === "1");
    button.classList.toggle("button-chosen", isOwn);
    if (isOwn) button.setAttribute("aria-pressed", "true");
    else button.removeAttribute("aria-pressed");
    button.formAction = button.formAction.replace(/contributions\/\d+/, `contributions/${contract.id}`);
  }
}

function showPeople() {
  const isRunning = state.stage === "running";
  const heard = new Set(state.spoke);
  for (const one of room.messages.values()) if (!one.d) heard.add(one.a);
  const rows = state.people.map(([person, called, role]) => {
    const row = byId("person").content.firstElementChild.cloneNode(true);
    const marks = {
      floor: state.floor === person,
      hand: state.hands.includes(person),
      sits: state.seats.includes(person),
      spoke: state.spoke.includes(person),
      unheard: !heard.has(person) && !["observer", "note-taker"].includes(role),
    };
    row.dataset.id = person;
    row.querySelector("[data-name]").textContent = called;
    row.querySelector("[data-role]").textContent = said.word("role", role);
    for (const mark of row.querySelectorAll("[data-mark]")) mark.hidden = !isRunning || !marks[mark.dataset.mark];
    const give = row.querySelector("[data-give]");
    if (give) Object.assign(give, { value: person, hidden: !isRunning });
    return row;
  });
  const list = byId("people");
  const focused = list.contains(document.activeElement) && document.activeElement.closest("li").dataset.id;
  list.replaceChildren(...rows);
  if (focused) list.querySelector(`[data-id="${focused}"] [data-give]`)?.focus();
  const floor = state.people.find(([person]) => person === state.floor);
  document.querySelector("[data-floor]").textContent = floor?.[1] ?? "";
}

function showLine(now, seconds) {
  const text = now === "waiting" ? plural(words, "waiting", seconds) : words[now];
  const place = document.querySelector("[data-connection]");
  if (place.textContent !== text) place.textContent = text;
  if (["live", "late", "asking"].includes(now)) outbox.retry();
  if (now === "gone") leave();
}

/** Nothing of the session stays on the screen of somebody who no longer takes part. */
function leave() {
  isGone = true;
  document.querySelector("[data-connection]").hidden = false;
  document.querySelector("main h1").remove();
  for (const part of document.querySelectorAll(".stage, .lead-bar, .said-step, .rail, .audience")) {
    part.remove();
  }
}

function askTime() {
  if (line.isLive) line.say({ t: "time", c: performance.now() });
}
setInterval(askTime, 60_000);
for (const wait of [300, 1_000, 2_500]) setTimeout(askTime, wait); // the quickest answer counts

// The room beside: the link opens it here, where there is room for it

const beside = document.querySelector("[data-beside]");
beside?.addEventListener("click", (event) => {
  if (event.ctrlKey || event.metaKey || innerWidth < 700) return;
  event.preventDefault();
  const frame = document.createElement("iframe");
  frame.className = "beside";
  frame.title = beside.textContent;
  frame.src = beside.dataset.beside;
  // What is linked there opens in the whole window.
  frame.addEventListener("load", () => {
    frame.contentDocument.addEventListener("click", ({ target }) => {
      const link = target.closest("a[href]");
      if (link && !link.getAttribute("href").startsWith("#")) link.target = "_top";
    }, true);
  });
  beside.replaceWith(frame);
  frame.focus();
});

// What is written

function prepare(form) {
  const body = form.elements.body;
  const key = keyOf(form);
  body.value ||= shelf.get(key) ?? "";
  body.addEventListener("input", () => shelf.set(key, body.value));
  body.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) form.requestSubmit();
  });
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    form.removeAttribute("aria-busy");
    if (!body.value.trim()) return body.focus();
    outbox.add(body.value, emptied(form));
    body.focus();
  });
}

/** Empty a form, and return what stood in it beside the words. */
function emptied(form) {
  const { csrfmiddlewaretoken, ...facts } = Object.fromEntries(new FormData(form));
  for (const field of ["body", ...DETAILS]) if (form.elements[field]) form.elements[field].value = "";
  shelf.remove(keyOf(form));
  return facts;
}

function keyOf(form) {
  return `${name}text:${form.elements.step.value}`;
}

/** Words left in the form of a step that is over are kept in sight, not sent. */
function rescue() {
  const why = state.stage === "running" ? words.stepOver : words.sessionOver;
  for (const form of document.querySelectorAll("[data-step][hidden] [data-say]")) {
    const body = form.elements.body.value;
    if (body.trim()) outbox.refuse(body, emptied(form), why);
  }
}

function showPending(entries) {
  if (isGone) return;
  const form = document.querySelector(OPEN_FORM);
  said.showPending(byId("pending"), entries, {
    retry: (key) => outbox.retry(key),
    revise: form && ((key) => revise(form, outbox.take(key))),
  });
}

/** Put words that were refused into the form of the step we are in, to be kept or changed. */
function revise(form, { body, re: facts }) {
  for (const field of DETAILS) if (form.elements[field]) form.elements[field].value ||= facts[field] ?? "";
  const field = form.elements.body;
  field.value = [field.value, body].filter(Boolean).join("\n\n");
  field.dispatchEvent(new Event("input"));
  field.focus();
}

async function deliver({ k, body, re: facts }) {
  const form = new FormData();
  for (const [field, value] of Object.entries({ ...facts, body, client_key: k })) form.set(field, value);
  const address = document.querySelector("[data-say]").action;
  return post(address, form);
}

// Acts

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-lead], [data-deed], #deed")) return;
  event.preventDefault();
  form.removeAttribute("aria-busy");
  const button = event.submitter;
  const address = button?.hasAttribute("formaction") ? button.formAction : form.action;
  const body = new FormData(form);
  if (button?.name) body.set(button.name, button.value);
  post(address, body).then((answered) => {
    byId("refused").textContent = answered?.status === 200 ? "" : answered?.why || words.failed;
  });
});

/** Post a form; the answer's JSON with its status, or null when nothing came back. */
async function post(address, body) {
  body.set("after", room.sequence);
  const headers = { Accept: "application/json", "X-CSRFToken": token() };
  const asked = performance.now();
  try {
    const signal = AbortSignal.timeout(SENDING);
    const response = await fetch(address, { method: "POST", body, headers, signal });
    if (response.redirected) line.end("signedOut");
    if (response.redirected) return null;
    const found = await response.json().catch(() => ({}));
    if (found.m) {
      room.take(found);
      hearAnswer(found, performance.now() - asked);
    }
    if (response.status === 403 || response.status === 404) line.end("gone");
    return { ...found, status: response.status, ok: response.ok };
  } catch {
    return null;
  }
}

function token() {
  return byId("deed").elements.csrfmiddlewaretoken.value;
}

function byId(id) {
  return document.getElementById(id);
}

