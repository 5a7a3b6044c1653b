// The order pad: lines are sent while the clerk types on. What was not sent is kept for this window and sent again with
// its key. The page works without this file.
(() => {
  "use strict";
  const entry = document.getElementById("pad-entry");
  const told = document.getElementById("pad-status");
  const paste = document.getElementById("pad-paste");
  if (!entry || !window.htmx) return;
  const { text, amount, sku_id: sku, csrf_token: token } = entry.elements;
  const draft = paste.elements.lines;
  const retry = told.querySelector("button");
  const { owner } = told.dataset;
  const KEPT = "pad";

  // -- Sending
  let queue = [];
  let sending = false;
  let leaving = false;
  let putting = false;
  let seconds = 1;
  let timer;
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEPT));
    if (kept?.owner === owner) queue = kept.queue;
  } catch {}
  keep();

  function keep() {
    if (queue.length) sessionStorage.setItem(KEPT, JSON.stringify({ owner, queue }));
    else sessionStorage.removeItem(KEPT);
  }

  function tell(word) {
    told.firstElementChild.textContent = told.dataset[word];
    retry.hidden = word !== "unsent";
  }

  function add(url, values) {
    queue.push({ url, values: { ...values, idempotency_key: newKey() } });
    keep();
    send();
  }

  async function send() {
    if (sending) return;
    if (!queue.length) {
      if (putting) press("pad-put");
      putting = false;
      return;
    }
    clearTimeout(timer);
    leaving = false;
    sending = true;
    tell("saving");
    try {
      const { url, values } = queue[0];
      const body = new URLSearchParams({ ...values, csrf_token: token.value });
      const answer = await fetch(url, { method: "POST", headers: { "HX-Request": "true" }, body, signal: AbortSignal.timeout(20000) });
      const said = await answer.text();
      // Asked to come again, or left while the line is being written: that may yet fail.
      if (answer.status > 499 || answer.headers.has("Retry-After") || leaving) throw said;
      const away = answer.headers.get("HX-Redirect");
      if (away) return location.assign(away); // signed out: kept until the same person is back
      queue.shift();
      keep();
      seconds = 1;
      const elsewhere = answer.headers.get("HX-Retarget");
      const target = document.querySelector(elsewhere || "#pad");
      const eventInfo = { elt: entry, target, xhr: { status: answer.status } };
      if (said) htmx.swap(target, said, { swapStyle: elsewhere ? "innerHTML" : "outerHTML" }, { eventInfo });
      tell("saved");
    } catch {
      tell("unsent");
      timer = setTimeout(send, seconds * 1000);
      seconds = Math.min(seconds * 2, 30);
      return;
    } finally {
      sending = false;
    }
    send();
  }

  retry.addEventListener("click", send);
  window.addEventListener("online", send);
  // The next page may be drawn before this line is written: it sends the line again.
  window.addEventListener("beforeunload", () => {
    leaving = true;
    seconds = 8; // if the page stays
  });

  // -- A line: code, Tab, how many, Enter
  function taken(form, act) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation(); // app.js lets a form go once
      act();
    });
  }

  taken(entry, () => {
    if (text.value.trim()) add(entry.action, { text: text.value, amount: amount.value, sku_id: sku.value });
    text.value = amount.value = sku.value = "";
    close();
    text.focus();
  });

  text.addEventListener("paste", (event) => {
    const lines = event.clipboardData.getData("text/plain");
    if (!/\n./.test(lines)) return;
    event.preventDefault();
    add(entry.action, { lines });
  });

  // -- Many lines
  let later;
  const dropDrafts = () => {
    clearTimeout(later);
    queue = queue.filter((one, at) => one.url !== draft.dataset.draft || (sending && !at));
  };
  draft.addEventListener("input", () => {
    dropDrafts();
    later = setTimeout(() => add(draft.dataset.draft, { lines: draft.value }), 800);
  });
  taken(paste, () => {
    dropDrafts();
    if (draft.value.trim()) add(paste.action, { lines: draft.value });
    draft.value = "";
  });

  // -- Matches: arrows choose, Tab and Enter take
  const options = () => [...document.querySelectorAll("#pad-matches li")];
  const active = () => document.querySelector("#pad-matches [aria-selected=true]");

  function mark(option) {
    for (const one of options()) one.setAttribute("aria-selected", one === option);
    text.setAttribute("aria-activedescendant", option ? option.id : "");
  }

  function close() {
    document.getElementById("pad-matches").replaceChildren();
    text.setAttribute("aria-expanded", "false");
    mark();
  }

  function choose(option) {
    text.value = option.dataset.code;
    sku.value = option.dataset.sku;
    htmx.trigger(text, "htmx:abort");
    close();
  }

  text.addEventListener("input", () => (sku.value = ""));
  text.addEventListener("blur", close);
  document.addEventListener("htmx:afterSwap", ({ detail }) => {
    if (detail.elt.id !== "pad-matches" && detail.target.id !== "pad-matches") return;
    if (document.activeElement !== text) return close();
    const found = options();
    text.setAttribute("aria-expanded", String(found.length > 0));
    if (found.length === 1) mark(found[0]);
  });
  entry.addEventListener("mousedown", (event) => {
    const option = event.target.closest("[role=option]");
    if (!option) return;
    event.preventDefault();
    choose(option);
    amount.focus();
  });

  text.addEventListener("keydown", (event) => {
    if (event.isComposing) return;
    const { key } = event;
    const found = options();
    if (key === "ArrowDown" || key === "ArrowUp") {
      const at = found.indexOf(active()) + (key === "ArrowDown" ? 1 : -1);
      mark(found.at(at % found.length));
      event.preventDefault();
    } else if (key === "Escape") close();
    else if (key === "Tab" && active()) choose(active());
    else if (key === "Enter" && (active() || !/\s\S*\d/.test(text.value))) {
      if (active()) choose(active());
      amount.focus();
      event.preventDefault();
    }
  });
  const press = (id) => document.getElementById(id)?.click();
  entry.addEventListener("keydown", (event) => {
    if (!event.ctrlKey && !event.metaKey) return;
    if (event.key === "Enter" && !event.defaultPrevented) {
      putting = true; // once all lines are written
      entry.requestSubmit();
      send();
    } else if (event.key === "z" && !text.value && !amount.value) press("pad-undo");
    else return;
    event.preventDefault();
  });

  send();
})();
