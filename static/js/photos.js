// Photos of a form: each is sent at once, by itself, and again with the same key when the network was lost.
// Without this file they travel with the form.
(() => {
  "use strict";
  for (const place of document.querySelectorAll("[data-photos]")) {
    const input = place.querySelector("input[type=file]");
    const told = place.querySelector("[role=status]");
    const list = place.querySelector("ul");
    const queue = [];
    let sending = false;
    let seconds = 1;
    let timer;
    let waiting; // the button of the form that goes on its way once its photos have
    let beyond = ""; // what is said of photos that found no room

    input.addEventListener("change", () => {
      const room = place.dataset.most - list.querySelectorAll("input:checked").length - queue.length;
      const chosen = [...input.files];
      input.value = ""; // sent by itself, so not with the form
      for (const file of chosen.slice(0, Math.max(room, 0))) {
        const key = Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
        queue.push({ file, key });
      }
      beyond = chosen.length > room ? place.dataset.toomany : "";
      told.textContent = beyond;
      send();
    });

    async function send() {
      if (sending) return;
      if (!queue.length) {
        if (waiting) input.form.requestSubmit(waiting);
        return;
      }
      clearTimeout(timer);
      sending = true;
      told.textContent = place.dataset.sending;
      try {
        const body = new FormData();
        body.set("photo", queue[0].file);
        body.set("idempotency_key", queue[0].key);
        body.set("csrf_token", input.form.elements.csrf_token.value);
        const answer = await fetch(place.dataset.photos, { method: "POST", headers: { "HX-Request": "true" }, body, signal: AbortSignal.timeout(60000) });
        const said = await answer.text();
        if (answer.status > 499 || answer.status === 429) throw said;
        const away = answer.headers.get("HX-Redirect");
        if (away) return location.assign(away);
        queue.shift();
        seconds = 1;
        if (answer.ok) told.textContent = beyond;
        else waiting = undefined; // what was refused is looked at first
        htmx.swap(answer.ok ? list : told, said, { swapStyle: answer.ok ? "beforeend" : "innerHTML" });
      } catch {
        told.textContent = place.dataset.unsent;
        timer = setTimeout(send, seconds * 1000);
        seconds = Math.min(seconds * 2, 30);
        return;
      } finally {
        sending = false;
      }
      send();
    }

    window.addEventListener("online", send);
    input.form.addEventListener("submit", (event) => {
      if (!queue.length) return;
      event.preventDefault(); // the form waits for its photos
      event.stopImmediatePropagation();
      waiting = event.submitter;
      send();
    }, true);
  }
})();
