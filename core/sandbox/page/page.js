// The page's heart: the live stream in, the parts told. Each part is a module of its own and draws itself.

import { $, useZone } from "./dom.js";
import * as chat from "./chat.js";
import * as flow from "./flow.js";
import * as phones from "./phones.js";
import * as time from "./time.js";
import * as tour from "./tour.js";
import * as trouble from "./trouble.js";

const parts = [chat, phones, trouble, time, flow, tour];

function link(state, words) {
  $("link").textContent = words;
  $("link").dataset.state = state;
}

function listen() {
  const stream = new EventSource("/live");
  stream.addEventListener("snapshot", (event) => {
    const all = JSON.parse(event.data);
    useZone(all.look?.zone);
    for (const part of parts) part.begin(all);
    link("on", "connected"); // only now the page shows what is
  });
  stream.addEventListener("change", (event) => {
    const change = JSON.parse(event.data);
    for (const part of parts) part.hear(change);
  });
  stream.addEventListener("error", () => {
    link("off", "Belfry is restarting…");
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
  chat.seen(name === "chat");
}

for (const button of document.querySelectorAll(".tabs button")) {
  button.addEventListener("click", () => show(button.dataset.part));
}
for (const link of document.querySelectorAll(".skips a")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    show(link.dataset.to);
    document.querySelector(link.getAttribute("href")).focus();
  });
}
window.addEventListener("pageshow", (event) => event.persisted && listen());
const wanted = location.hash.slice(1);
show(["chat", "phones", "workshop"].includes(wanted) ? wanted : "chat");
listen();
if (matchMedia("(hover: hover)").matches) $("words").focus({ preventScroll: true });
