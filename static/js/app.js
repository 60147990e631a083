// Comfort on top of pages that work without it: drafts kept while writing, forms sent once.

const PAUSE = 2_000;
const REMOTE_EVERY = 10_000;

for (const form of document.querySelectorAll("form[data-draft-url]")) keepDraft(form);
for (const form of document.querySelectorAll("form")) sendOnce(form);

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll(".bar details[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

document.addEventListener("keydown", (event) => {
  const writes = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || writes) return;
  const places = document.querySelectorAll("main input[type=search], .bar-search input, .bar-narrow");
  const search = [...places].find((place) => place.checkVisibility());
  if (!search) return;
  event.preventDefault();
  if (search.matches("a")) search.click();
  else search.focus();
});

function sendOnce(form) {
  form.addEventListener("submit", (event) => {
    if (form.getAttribute("aria-busy") === "true") event.preventDefault();
    else form.setAttribute("aria-busy", "true");
  });
  window.addEventListener("pageshow", () => form.removeAttribute("aria-busy"));
}

function keepDraft(form) {
  const key = `draft:${form.dataset.draftUrl}`;
  const state = form.querySelector("[data-draft-state]");
  const fields = [...form.querySelectorAll("[data-draft]")];
  let sent = 0;
  let pause = 0;

  restore(fields, key);
  form.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(save, PAUSE);
  });
  form.addEventListener("submit", () => {
    clearTimeout(pause);
    localStorage.removeItem(key);
  });

  async function save() {
    localStorage.setItem(key, JSON.stringify(fields.map((field) => field.value)));
    const wait = sent + REMOTE_EVERY - Date.now();
    if (wait > 0) {
      pause = setTimeout(save, wait);
      return;
    }
    sent = Date.now();
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.querySelector("[name=csrfmiddlewaretoken]").value);
    for (const field of fields) body.set(field.name, field.value);
    try {
      const answer = await fetch(form.dataset.draftUrl, { method: "POST", body });
      if (answer.ok) {
        localStorage.removeItem(key);
        state.textContent = await answer.text();
      }
    } catch {
      state.textContent = form.dataset.draftLocal;
    }
  }
}

function restore(fields, key) {
  const kept = JSON.parse(localStorage.getItem(key) ?? "null");
  if (kept === null) return;
  fields.forEach((field, index) => {
    if (field.value === "" && kept[index]) field.value = kept[index];
  });
}

// Parts of a page that come when they are reached, or while a title is typed; links lead there too.

const reached = new IntersectionObserver((entries) => {
  for (const { isIntersecting, target } of entries) if (isIntersecting) fetchPart(target);
});
for (const place of document.querySelectorAll("[data-part]")) reached.observe(place);

async function fetchPart(place) {
  reached.unobserve(place);
  const [address, selector] = place.dataset.part.split(" ");
  try {
    const answer = await fetch(address);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const part = page.querySelector(selector);
    if (answer.ok && part) place.append(document.importNode(part, true));
  } catch {
    // the link stays
  }
}

const alike = document.querySelector("[data-alike]");
const title = document.querySelector("form [name=title]");
if (alike && title) {
  let pause = 0;
  let asked = "";
  title.after(alike);
  title.addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(async () => {
      const words = title.value.trim();
      if (words.length < 8 || words === asked) return;
      asked = words;
      try {
        const answer = await fetch(`${alike.dataset.alike}?q=${encodeURIComponent(words)}`);
        if (answer.ok && words === asked) alike.innerHTML = await answer.text();
      } catch {
        // only a help
      }
    }, 800);
  });
}

// Two pages that took long to come: light mode is offered, until somebody says no.

const SLOW = 5_000;
const offer = document.querySelector("[data-slow]");
if (offer && localStorage.getItem("light-mode") !== "no") {
  const wasSlow = performance.now() > SLOW; // counted from the click that led here
  const pages = Number(sessionStorage.getItem("slow-pages")) + Number(wasSlow);
  sessionStorage.setItem("slow-pages", pages);
  offer.hidden = pages < 2;
  offer.querySelector("[type=button]").addEventListener("click", () => {
    offer.hidden = true;
    localStorage.setItem("light-mode", "no");
  });
}
