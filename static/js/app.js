// What the server cannot do alone: say that something was not sent and send it again with the same key,
// keep the focus where the reader is, let a stepper answer at once, and the desk's keys.
// Everything on the pages works without this file.
(() => {
  "use strict";
  const on = (name, act, capture) => document.addEventListener(name, act, capture);
  const banner = document.getElementById("banner");
  const notices = document.getElementById("notices");

  // -- htmx looks at a row of goods when it is touched, not all of them before anybody can touch anything --
  const { body } = document;
  const rows = ".goods form";
  body.querySelectorAll = (what) => [...document.querySelectorAll(what)].filter((found) => !found.closest(rows));
  on("DOMContentLoaded", () => delete body.querySelectorAll);
  XPathExpression.prototype.evaluate = () => ({ iterateNext() {} }); // it would ask every element for hx-on, which no page has
  for (const name of ["click", "change", "submit"]) on(name, ({ target }) => {
    const row = target.closest?.(rows);
    if (row) htmx.process(row);
  }, true);

  // -- A quantity is kept for this window until it is answered, and goes under one key however often it is sent ------
  const { owner, cart } = banner ? banner.dataset : {}; // another person's figures are not theirs
  let kept = {}; // by line of the cart: how many, and the key
  let leaving = false;
  try {
    const left = JSON.parse(sessionStorage.getItem("cart"));
    if (left?.owner === owner) kept = left.kept;
  } catch {} // no storage, or not ours

  window.newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const lineOf = (form) => form.getAttribute("hx-post").split("?")[0];
  const fieldOf = (elt) => elt.matches("form[hx-post]") && elt.querySelector(".stepper input");

  function keep(line, quantity) {
    if (!line.startsWith(cart)) return;
    if (quantity === undefined) delete kept[line];
    else if (!kept[line] || kept[line][0] !== quantity) kept[line] = [quantity, newKey()];
    if (Object.keys(kept).length) sessionStorage.setItem("cart", JSON.stringify({ owner, kept }));
    else sessionStorage.removeItem("cart");
  }

  function say(word) {
    const told = document.getElementById("cart-saved");
    if (told) told.textContent = word ? "· " + banner.dataset[word] : "";
  }

  function answered({ elt, requestConfig: sent, successful, xhr }) {
    const line = place(sent);
    if (!kept[line] || xhr.status > 499 || !xhr.status || leaving) return;
    if (xhr.getResponseHeader("Retry-After") || xhr.getResponseHeader("HX-Redirect")) return; // not taken yet
    if (fieldOf(elt) && sent.parameters.idempotency_key !== kept[line][1]) return; // there is a newer figure
    keep(line);
    say(successful && !Object.keys(kept).length && "saved");
  }

  // The page was loaded anew: what the last one could not send goes from here, or from the cart.
  on("DOMContentLoaded", () => {
    for (const line of Object.keys(kept)) {
      const form = document.querySelector(`form[hx-post^="${line}"]:has(.stepper)`);
      if (form) {
        fieldOf(form).value = kept[line][0];
        htmx.trigger(form, "submit");
      } else if (cart === location.pathname) keep(line); // the line has left the cart
      else show("unsent");
    }
  });
  // The next page may have been drawn before a figure is written: it sends the figure again, and then shows it.
  window.addEventListener("beforeunload", () => (leaving = true));

  // -- Not sent: a banner that keeps every request as it was, idempotency key included -----------
  const failed = new Map(); // by where it goes: a newer figure of a line takes the place of the older
  const place = (sent) => sent.path.split("?")[0];

  function tell(sentence, event) {
    const { elt, requestConfig: sent, target } = event.detail;
    if (!banner || elt.hasAttribute("data-poll")) return;
    if (sentence !== "refused") failed.set(place(sent), { elt, sent, target });
    show(sentence, !failed.size);
    say();
  }

  function show(sentence, isOver) {
    banner.querySelector("p").textContent = banner.dataset[sentence];
    banner.querySelector("button").hidden = isOver;
    banner.hidden = false;
  }

  function again() {
    banner.hidden = true;
    if (!failed.size) return location.assign(cart);
    const all = [...failed.values()];
    failed.clear();
    for (const { elt, sent, target } of all)
      htmx.ajax(sent.verb, sent.path, { source: elt, target, values: sent.parameters, swap: sent.swapOverride });
  }

  on("htmx:sendError", (event) => tell("unsent", event));
  on("htmx:timeout", (event) => tell("unsent", event));
  on("htmx:responseError", (event) => {
    const { status } = event.detail.xhr;
    tell(status === 429 ? "busy" : status >= 500 ? "broken" : "refused", event);
  });
  on("htmx:afterRequest", ({ detail }) => {
    if (!banner || detail.elt.hasAttribute("data-poll")) return;
    answered(detail);
    if (!detail.successful) return;
    failed.delete(place(detail.requestConfig));
    banner.hidden = !failed.size;
  });
  if (banner) banner.querySelector("button").addEventListener("click", again);
  window.addEventListener("online", () => failed.size && again());

  // -- A plain form is sent once, however often its button is tapped -----------------------------
  on("submit", (event) => {
    const form = event.target;
    if (form.hasAttribute("hx-post") || form.method !== "post" || /xlsx$/.test(event.submitter?.formAction)) return; // a file comes, the page stays
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });

  // -- Steppers: the figure moves under the finger, one request follows the last tap -------------
  const wanted = new Map();
  const timers = new Map();

  function send(id) {
    const field = document.getElementById(id);
    if (!field) return wanted.delete(id);
    if (!wanted.has(id)) return;
    field.value = wanted.get(id);
    if (field.form.classList.contains("htmx-request")) return; // sent once the answer is here
    wanted.delete(id);
    htmx.trigger(field.form, "submit");
  }

  on("click", (event) => {
    const button = event.target.closest(".stepper button[data-by]");
    if (!button || !window.htmx || !button.form.hasAttribute("hx-post")) return;
    const field = button.parentElement.querySelector("input");
    const by = Number(button.dataset.by);
    const least = Number(field.dataset.least);
    let value = Number(field.value) + by;
    if (!Number.isSafeInteger(value)) return; // not a number: the server says what is wrong
    event.preventDefault();
    if (value < least) value = by < 0 ? Number(field.dataset.floor) : least;
    field.value = value;
    wanted.set(field.id, field.value);
    keep(lineOf(button.form), field.value);
    clearTimeout(timers.get(field.id));
    timers.set(field.id, setTimeout(send, 250, field.id));
  }, true);

  // -- A tap on a link waits for the figures that are still on their way
  let onward = "";
  const sending = () => wanted.size || document.querySelector("form.htmx-request .stepper");

  on("click", (event) => {
    const link = event.target.closest("a[href]:not([hx-get])");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !sending()) return;
    event.preventDefault();
    onward = link.href;
    for (const id of [...wanted.keys()]) send(id);
  }, true);

  on("htmx:afterRequest", ({ detail }) => {
    if (!detail.successful) onward = ""; // what is wrong stands on this page
    else if (onward && !sending()) location.assign(onward);
  });

  on("htmx:configRequest", (event) => {
    const { elt, parameters, headers } = event.detail;
    const field = fieldOf(elt);
    if (field) {
      const line = lineOf(elt);
      keep(line, field.value);
      parameters[field.name] = field.value; // the field is the truth, whichever button has the focus
      if (kept[line]) parameters.idempotency_key = kept[line][1];
      leaving = false;
      say("saving");
    }
    if (elt.dataset.etag) headers["If-None-Match"] = elt.dataset.etag;
  });

  // An answer that comes late does not take the cart's total back.
  on("htmx:oobBeforeSwap", ({ detail }) => {
    if (detail.target.dataset.changes > +detail.fragment.firstElementChild?.dataset.changes) detail.shouldSwap = false;
  });

  // -- After a swap: to what is wrong if something is, and on with what was tapped meanwhile
  on("htmx:afterSettle", (event) => {
    const { elt, target, xhr } = event.detail;
    if (!xhr) return; // drawn by a script of the page
    const wrong = (elt.parentElement || elt).querySelector(".errors, #notices [role=alert]");
    if (wrong && xhr.status > 399) wrong.focus({ preventScroll: !wrong.matches(".errors") });
    if (xhr.status < 400 && notices && target.id !== "notices") notices.replaceChildren();
    for (const id of [...wanted.keys()]) send(id);
  });

  // -- Polling rests while nobody looks -----------------------------------------------------------
  on("htmx:beforeRequest", (event) => {
    if (document.hidden && event.detail.elt.hasAttribute("data-poll")) event.preventDefault();
  });

  // -- A phone that can pass a link on shows its own sheet for it ---------------------------------
  if (navigator.share) for (const button of document.querySelectorAll("[data-share]")) {
    button.hidden = false;
    button.addEventListener("click", () => navigator.share({ text: button.dataset.share }).catch(() => {}));
  }

  // -- Keys of the desk: ignored while typing and with modifiers ---------------------------------
  on("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, select, textarea, dialog[open]")) return;
    const help = document.getElementById("keys");
    if (!help) return;
    if (event.key === "?") help.showModal();
    else if (event.key === "j" || event.key === "k") walk(event.key === "j" ? 1 : -1);
    else {
      const named = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (!named) return;
      if (named.matches("input")) named.focus();
      else named.click();
    }
    event.preventDefault();
  });

  // -- A sheet to be filled in: Enter saves the row and goes on to the next, without waiting for the answer
  on("keydown", (event) => {
    const field = event.target;
    if (event.key !== "Enter" || event.isComposing || !field.matches("[data-onward]")) return;
    const all = [...document.querySelectorAll("[data-onward]")];
    const next = all[all.indexOf(field) + 1];
    if (!window.htmx || (!next && field.value)) return;
    event.preventDefault();
    if (field.value) field.form.requestSubmit();
    if (next) next.focus();
  });

  function walk(by) {
    const links = [...document.querySelectorAll("tbody th a, tbody td:first-child a")];
    const next = links[links.indexOf(document.activeElement) + by] || links[by > 0 ? 0 : links.length - 1];
    if (next) next.focus();
  }

  on("change", (event) => {
    const all = event.target.closest("input[data-all]");
    if (!all) return;
    for (const box of all.closest("table").querySelectorAll("tbody input[type=checkbox]")) box.checked = all.checked;
  });
})();
