// The contacts' phones, as WhatsApp shows them: bubbles with ticks, an answer box, open chat, on and off.

import { $, el, keepEnd, post, stamp, stick, swap, ticks, toEnd, day } from "./dom.js";

const phones = new Map(); // number -> phone as the sandbox tells it, plus {fresh, draft}
let visible = false;

export const contacts = () => [...phones.values()].filter((phone) => phone.name);

export function begin(all) {
  const drafts = new Map([...phones].map(([number]) => [number, boxOf(number)?.value]));
  phones.clear();
  $("phones").replaceChildren();
  for (const phone of all.waha.phones) add(phone);
  for (const [number, words] of drafts) if (words && boxOf(number)) boxOf(number).value = words;
  count();
}

export function hear(change) {
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
    drawBubbles(phone.number);
  },
  bubble({ number, bubble }) {
    const phone = phones.get(number);
    if (!phone) return;
    phone.bubbles.push(bubble);
    if (!bubble.mine) { phone.fresh += 1; count(); drawHead(number); }
    const list = listOf(number);
    keepEnd(list, () => { list.querySelector(".none")?.remove(); list.append(...dated(phone, phone.bubbles.length - 1)); });
  },
  tick({ number, bubble }) {
    const phone = phones.get(number);
    if (!phone) return;
    for (const [at, old] of phone.bubbles.entries()) {
      if (old.raw_id !== bubble.raw_id || old.sender !== bubble.sender) continue;
      phone.bubbles[at] = { ...old, tick: bubble.tick };
      const node = listOf(number).querySelector(`[data-at="${at}"]`);
      if (node) swap(node, draw(phone, at));
    }
  },
};

const spot = (number) => $("phones").querySelector(`[data-number="${number}"]`);
const listOf = (number) => spot(number)?.querySelector(".bubbles");
const boxOf = (number) => spot(number)?.querySelector("textarea");

export function seen(shown) {
  visible = shown;
  count();
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
      words, el("button", { type: "submit", class: "round send", title: "Send" }, el("span", { "aria-hidden": "true" }, "➤"), el("span", { class: "unseen" }, `Send as ${phone.name || phone.number}`))),
    el("p", { class: "wrong", role: "status" })));
  stick(listOf(phone.number));
  drawHead(phone.number);
  drawBubbles(phone.number);
}

async function ask(number, what, body) {
  const wrong = spot(number).querySelector(".wrong");
  try {
    await post(`/waha/control/phones/${encodeURIComponent(number)}/${what}`, body);
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
    el("div", { class: "name" }, el("h3", { id: `name-${number.slice(1)}` }, name), el("p", {}, phone.number)),
    el("button", { type: "button", class: "small", data: { key: "open" }, disabled: !phone.on, on: { click: open } },
      "Open chat", phone.fresh ? el("span", { class: "count" }, String(phone.fresh), el("span", { class: "unseen" }, " not read")) : null),
    el("button", { type: "button", class: "switch", role: "switch", "aria-checked": String(phone.on), "aria-label": `Phone of ${name}`, data: { key: "switch" }, on: { click: turn } },
      el("span", { "aria-hidden": "true" }, phone.on ? "on" : "off")));
  swap(spot(number).querySelector(".phone-head"), head);
}

function drawBubbles(number) {
  const phone = phones.get(number);
  const list = listOf(number);
  list.replaceChildren(...phone.bubbles.flatMap((_bubble, at) => dated(phone, at)));
  if (!phone.bubbles.length) list.append(el("p", { class: "none" }, "nothing yet"));
  toEnd(list);
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
  return el("div", { class: `bubble${bubble.mine ? " mine" : ""}${away ? " away" : ""}`, data: { at } },
    bubble.by === "app" && !bubble.mine ? el("span", { class: "typed" }, "typed on the phone of the business") : null,
    again ? el("span", { class: "typed" }, "a second time") : null,
    el("div", { class: "words" }, bubble.text),
    el("p", { class: "meta" }, stamp(new Date(bubble.at)), bubble.mine ? null : ticks(bubble.tick)));
}
