// Time: what leaves next, with a countdown; buttons that move Belfry's clock; deliveries and their states.

import { $, el, post, swap } from "./dom.js";

const CHAIN = ["planned", "queued", "sending", "sent", "delivered", "read"];
const STEPS = [["+1 min", 60], ["+10 min", 600], ["+1 h", 3600], ["+1 day", 86400], ["+1 week", 604800]];

let can = { advance: false, look: false };
let look = null;
let offset = 0; // Belfry's clock minus this browser's, in ms
let ticking = 0;

export function begin(all) {
  can = { advance: all.can_advance, look: all.can_look };
  $("time").hidden = !can.advance && !can.look;
  take(all.look);
  draw();
  clearInterval(ticking);
  if (can.look) ticking = setInterval(count, 500);
}

export function hear(change) {
  if (change.from === "time") { offset = Date.parse(change.now) - Date.now() || offset; count(); }
  if (change.from === "look") { take(change.look); draw(); }
}

function take(seen) {
  look = seen;
  if (seen?.now) offset = Date.parse(seen.now) - Date.now();
}

const now = () => Date.now() + offset;

// The wall clock of the workspace, read off the digits of an RFC 3339 time so that its own zone counts.
const wall = (text) => /T(\d\d):(\d\d)/.exec(text || "") || ["", "", ""];

// Seconds from `text` to the next day's 8:59 on the same wall clock.
function toMorning(text) {
  const [, hours, minutes] = wall(text).map(Number);
  return ((8 * 60 + 59) - (hours * 60 + minutes) + 1440) * 60 - (Number(/T\d\d:\d\d:(\d\d)/.exec(text)?.[1]) || 0);
}

async function move(seconds) {
  try { await post("/control/time", { seconds }); wrong(""); } catch (error) { wrong(error.message); }
}

const wrong = (words) => { const spot = $("time").querySelector(".wrong"); if (spot) spot.textContent = words; };

function left(due) {
  const seconds = Math.round((Date.parse(due) - now()) / 1000);
  if (seconds <= 0) return "now";
  const days = Math.floor(seconds / 86400);
  const rest = new Date((seconds % 86400) * 1000).toISOString().slice(11, 19);
  if (days) return `in ${days} d ${rest.slice(0, 5)}`;
  return seconds >= 3600 ? `in ${rest}` : `in ${rest.slice(3)}`;
}

function count() {
  for (const node of document.querySelectorAll("[data-due]")) node.textContent = left(node.dataset.due);
  const shown = $("time").querySelector(".clock");
  if (shown && look?.now) {
    // Shift by the workspace's own offset, then read as UTC: the browser's zone must not count.
    const zone = /([+-])(\d\d):(\d\d)$/.exec(look.now);
    const shift = zone ? (zone[1] === "-" ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) * 60000 : 0;
    shown.textContent = new Date(now() + shift).toLocaleString(undefined, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
  }
}

function draw() {
  if ($("time").hidden) return;
  const next = (look?.next || []).slice(0, 4);
  const fresh = el("section", { id: "time", class: "time", "aria-label": "Time" },
    can.look ? el("p", { class: "clock" }) : null,
    can.look ? el("ol", { class: "next", "aria-label": "What leaves next" },
      ...(next.length ? next.map((one) => el("li", {}, el("b", { data: { due: one.due } }), ` #${one.message} to ${one.contact}`)) : [el("li", { class: "quiet" }, look?.error ? `cannot look: ${look.error}` : "nothing planned")])) : null,
    can.advance ? el("div", { class: "row", role: "group", "aria-label": "Move time" },
      ...STEPS.map(([label, seconds]) => el("button", { type: "button", class: "small", data: { key: label }, on: { click: () => move(seconds) } }, label)),
      look?.now ? el("button", { type: "button", class: "small", data: { key: "morning" }, on: { click: () => move(toMorning(look.now)) } }, "tomorrow 8:59") : null) : null,
    el("p", { class: "wrong", role: "status" }));
  swap($("time"), fresh);
  count();
  drawDeliveries();
}

function drawDeliveries() {
  const some = (look?.deliveries || []).slice(-12).reverse();
  $("deliveries").hidden = !some.length;
  $("deliveries").replaceChildren(el("h3", {}, "Deliveries"), el("ul", {}, ...some.map((one) => {
    const at = CHAIN.indexOf(one.state);
    const steps = at >= 0 ? CHAIN : [...CHAIN.slice(0, 3), one.state];
    const lit = at >= 0 ? at : steps.length - 1;
    return el("li", {}, el("span", { class: "title" }, `#${one.message} ${one.contact}`),
      el("span", { class: "chain", role: "img", "aria-label": one.state }, ...steps.map((step, i) => el("i", { class: `${i <= lit ? "lit" : ""} ${step}`, title: step }))),
      el("span", { class: `state ${one.state}` }, one.state));
  })));
}
