// The page's heart: the live stream in, the parts told. Each part is a module of its own and draws itself.

import { $, ticks } from "./dom.js";
import * as chat from "./chat.js";
import * as phones from "./phones.js";
import * as trouble from "./trouble.js";
import * as time from "./time.js";

const parts = [chat, phones, trouble, time];

function link(state, words) {
  $("link").textContent = words;
  $("link").dataset.state = state;
}

function listen() {
  const stream = new EventSource("/live");
  stream.addEventListener("open", () => link("on", "connected"));
  stream.addEventListener("snapshot", (event) => {
    const all = JSON.parse(event.data);
    for (const part of parts) part.begin(all);
  });
  stream.addEventListener("change", (event) => {
    const change = JSON.parse(event.data);
    for (const part of parts) part.hear(change);
  });
  stream.addEventListener("error", () => {
    link("off", "not connected; trying again…");
    // The browser tries again by itself, except after an answer that is no stream.
    if (stream.readyState === EventSource.CLOSED) setTimeout(listen, 1000);
  });
  window.addEventListener("pagehide", () => stream.close(), { once: true });
}

// On a narrow screen one part is shown at a time.
function show(name) {
  document.body.dataset.show = name;
  for (const button of document.querySelectorAll(".tabs button")) {
    button.setAttribute("aria-pressed", String(button.dataset.part === name));
  }
  phones.seen(name === "phones");
  if (name === "chat") chat.shown();
}

for (const button of document.querySelectorAll(".tabs button")) {
  button.addEventListener("click", () => show(button.dataset.part));
}
for (const spot of document.querySelectorAll("[data-ticks]")) spot.append(ticks(Number(spot.dataset.ticks)));
window.addEventListener("pageshow", (event) => event.persisted && listen());
const wanted = location.hash.slice(1);
show(["chat", "phones", "workshop"].includes(wanted) ? wanted : "chat");
listen();
