// The contacts' phones, as WhatsApp shows them: bubbles with ticks, an answer box, open chat, on and off.

import { $, day, el, keepEnd, post, stamp, stick, swap, ticks, toEnd } from "./dom.js";
import { watch } from "./flow.js";

const phones = new Map(); // number -> phone as the sandbox tells it, plus {fresh, draft}
let visible = false;
const MOMENT = 500; // ms that a message may take to arrive before a clock is shown for it

export const contacts = () => [...phones.values()].filter((phone) => phone.name);

export function begin(all) {
  const there = new Set(all.waha.phones.map((phone) => phone.number));
  for (const number of [...phones.keys()].filter((old) => !there.has(old))) { spot(number).remove(); phones.delete(number); }
  for (const phone of all.waha.phones) kinds.phone({ phone });
  count();
  chosen();
}

// Whom each phone answers to, as it was chosen.
async function chosen() {
  const told = await fetch("/control/gateways").then((answer) => answer.json()).catch(() => null);
  if (!told) return;
  for (const phone of phones.values()) {
    const choice = el("select", { "aria-label": `Answers of ${phone.name || phone.number} go`, data: { key: "gateway" }, on: { change: (event) => ask(phone.number, "gateway", { gateway: event.currentTarget.value }) } },
      ...[["", "to whoever wrote last"], ...Object.entries(told.names).map(([value, words]) => [value, `to ${words}`])]
        .map(([value, words]) => el("option", { value, selected: value === (told.chosen[phone.number] || "") }, words)));
    spot(phone.number).querySelector(".gateway").replaceChildren(choice);
  }
}

export function hear(change) {
  if (change.from === "look") { sending(change.look); return; }
  if (change.from !== "waha") return;
  const act = kinds[change.what];
  if (act) act(change);
}

const kinds = {
  phone({ phone }) {
    if (!phones.has(phone.number)) { add(phone); return; }
    const old = phones.get(phone.number);
    phones.set(phone.number, { ...phone, fresh: old.fresh });
    drawHead(phone.number);
    if (JSON.stringify(old.bubbles) !== JSON.stringify(phone.bubbles)) drawBubbles(phone.number);
  },
  bubble({ number, bubble }) {
    const phone = phones.get(number);
    if (!phone) return;
    phone.bubbles.push(bubble);
    if (!bubble.mine) { phone.fresh += 1; count(); drawHead(number); nudge(number); }
    const list = listOf(number);
    keepEnd(list, () => { list.querySelector(".none")?.remove(); for (const old of list.querySelectorAll(".leaving")) old.remove(); phone.leaving = ""; list.append(...dated(phone, phone.bubbles.length - 1)); });
  },
  tick({ number, bubble }) {
    const phone = phones.get(number);
    if (!phone) return;
    const list = listOf(number);
    for (const [at, old] of phone.bubbles.entries()) {
      if (old.raw_id !== bubble.raw_id || old.sender !== bubble.sender) continue;
      phone.bubbles[at] = { ...old, tick: bubble.tick };
      const node = list.querySelector(`[data-at="${at}"]`);
      if (node) swap(node, draw(phone, at), list);
    }
    if (!phone.on) drawHead(number);
  },
};

// What Belfry is sending and no phone has yet: a bubble with a clock, while the gateway takes its time.
function sending(look) {
  const late = (look?.deliveries || []).filter((one) => one.state === "sending" && Date.parse(look.now) - Date.parse(one.at.sending) > MOMENT);
  for (const phone of phones.values()) {
    const mine = late.filter((one) => one.to === phone.number && !phone.bubbles.some((bubble) => one.ids.some((id) => id.endsWith(bubble.raw_id))));
    const key = mine.map((one) => one.id).join();
    if (key === (phone.leaving || "")) continue;
    phone.leaving = key;
    const list = listOf(phone.number);
    keepEnd(list, () => {
      for (const old of list.querySelectorAll(".leaving")) old.remove();
      list.append(...mine.map((one) => el("div", { class: "bubble leaving" }, el("div", { class: "words" }, one.text),
        el("p", { class: "meta" }, stamp(new Date(one.at.sending)), ticks(0)))));
    });
  }
}

const spot = (number) => $("phones").querySelector(`[data-number="${number}"]`);
const listOf = (number) => spot(number)?.querySelector(".bubbles");

export function seen(shown) {
  visible = shown;
  count();
}

// A phone buzzes when something comes.
function nudge(number) {
  const phone = spot(number);
  phone.classList.remove("buzz");
  requestAnimationFrame(() => phone.classList.add("buzz"));
}

function count() {
  const fresh = [...phones.values()].reduce((sum, phone) => sum + phone.fresh, 0);
  $("unread").hidden = !fresh || visible;
  $("unread").textContent = String(fresh);
}

function add(phone) {
  phones.set(phone.number, { ...phone, fresh: phone.bubbles.filter((bubble) => !bubble.mine && bubble.tick < 3).length });
  const title = `name-${phone.number.slice(1)}`;
  const words = el("textarea", { rows: "1", "aria-label": `Answer as ${phone.name || phone.number}`, placeholder: "Answer" });
  const send = async () => {
    const text = words.value.trim();
    if (!text) return;
    words.value = "";
    await ask(phone.number, "answer", { text });
  };
  words.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
  });
  $("phones").append(el("article", { class: "phone", data: { number: phone.number }, "aria-labelledby": title },
    el("header", { class: "phone-head" }),
    el("div", { class: "bubbles", role: "log", tabindex: "0", "aria-label": `Messages on the phone of ${phone.name || phone.number}` }),
    el("form", { class: "answer", on: { submit: (event) => { event.preventDefault(); send(); } } },
      words, el("button", { type: "submit", class: "round send", title: "Send" }, sendMark(), el("span", { class: "unseen" }, `Send as ${phone.name || phone.number}`))),
    el("p", { class: "gateway" }), el("p", { class: "wrong", role: "status" })));
  stick(listOf(phone.number));
  drawHead(phone.number);
  drawBubbles(phone.number);
}

async function ask(number, what, body) {
  const wrong = spot(number).querySelector(".wrong");
  try {
    await post(`/control/phones/${encodeURIComponent(number)}/${what}`, body);
    wrong.textContent = "";
  } catch (error) { wrong.textContent = error.message; }
}

function drawHead(number) {
  const phone = phones.get(number);
  const name = phone.name || phone.number;
  const open = async () => { phone.fresh = 0; count(); drawHead(number); await ask(number, "open", {}); };
  const turn = () => ask(number, "switch", { on: !phone.on });
  spot(number).classList.toggle("off", !phone.on);
  const head = el("header", { class: "phone-head" },
    el("span", { class: "avatar", "aria-hidden": "true" }, name.replace("+", "").slice(0, 1)),
    el("div", { class: "name" }, el("h3", { id: `name-${number.slice(1)}` }, name), el("p", {}, phone.on ? phone.number : waitingAt(phone))),
    el("button", { type: "button", class: "small", data: { key: "open" }, disabled: !phone.on, on: { click: open } },
      "Open chat", phone.fresh ? el("span", { class: "count" }, String(phone.fresh), el("span", { class: "unseen" }, " not read")) : null),
    el("button", { type: "button", class: "switch", role: "switch", "aria-checked": String(phone.on), "aria-label": `Phone of ${name}`, data: { key: "switch" }, on: { click: turn } },
      el("span", { "aria-hidden": "true" }, phone.on ? "on" : "off")));
  swap(spot(number).querySelector(".phone-head"), head);
}

// How much waits for a phone that is off.
function waitingAt(phone) {
  const waits = phone.bubbles.filter((bubble) => !bubble.mine && bubble.tick < 2).length;
  return waits ? `off, ${waits} waiting` : "switched off";
}

function drawBubbles(number) {
  const phone = phones.get(number);
  const list = listOf(number);
  list.replaceChildren(...phone.bubbles.flatMap((_bubble, at) => dated(phone, at)));
  if (!phone.bubbles.length) list.append(el("p", { class: "none" }, `Nothing has reached ${phone.name || "this phone"} yet.`));
  toEnd(list);
}

function sendMark() {
  const mark = $("composer").querySelector(".send svg").cloneNode(true);
  mark.setAttribute("width", "20");
  return mark;
}

// A bubble, with the day above it where it is the day's first.
function dated(phone, at) {
  const date = day(new Date(phone.bubbles[at].at));
  const before = at ? day(new Date(phone.bubbles[at - 1].at)) : "";
  return date === before ? [draw(phone, at)] : [el("p", { class: "date" }, date), draw(phone, at)];
}

function draw(phone, at) {
  const bubble = phone.bubbles[at];
  const away = !bubble.mine && bubble.tick < 2;
  const again = !bubble.mine && phone.bubbles.slice(0, at).some((old) => old.raw_id === bubble.raw_id);
  const look = () => watch(bubble.raw_id);
  const when = stamp(new Date(bubble.at));
  return el("div", { class: `bubble${bubble.mine ? " mine" : ""}${away ? " away" : ""}`, data: { at }, on: bubble.mine ? {} : { click: look } },
    bubble.by === "app" && !bubble.mine ? el("span", { class: "typed" }, "typed on the phone of the business") : null,
    again ? el("span", { class: "typed" }, "a second time") : null,
    el("div", { class: "words" }, bubble.text),
    bubble.mine ? el("p", { class: "meta" }, when)
      : el("button", { type: "button", class: "meta", title: "What Belfry did about it", data: { key: `b-${at}` } }, when, ticks(bubble.tick)));
}
