// Time: what leaves next, with a countdown; buttons that move Belfry's clock; deliveries and their states.

import { $, el, post } from "./dom.js";

const CHAIN = ["planned", "queued", "sending", "sent", "delivered", "read"];
const CLOCK = new Intl.DateTimeFormat(undefined, { timeZone: "UTC", weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit", second: "2-digit" });
const STEPS = [["+1 min", 60], ["+10 min", 600], ["+1 h", 3600], ["+1 day", 86400], ["+1 week", 604800]];

let can = { advance: false, look: false };
let look = null;
let offset = 0; // Belfry's clock minus this browser's, in ms
let ticking = 0;
let shownNext = "";
let shownDeliveries = "";

export function begin(all) {
  can = { advance: all.can_advance, look: all.can_look };
  $("time").hidden = !can.advance && !can.look;
  build();
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

// Now on the wall clock of the workspace, as "YYYY-MM-DDTHH:MM:SS": its own offset counts, not the browser's.
function belfryNow() {
  const zone = /([+-])(\d\d):(\d\d)$/.exec(look?.now || "");
  const shift = zone ? (zone[1] === "-" ? -1 : 1) * (Number(zone[2]) * 60 + Number(zone[3])) * 60000 : 0;
  return new Date(now() + shift).toISOString().slice(0, 19);
}

// Seconds from that to the next day's 8:59.
function toMorning(wall) {
  const [hours, minutes, seconds] = wall.slice(11).split(":").map(Number);
  return ((8 + 24) * 60 + 59 - hours * 60 - minutes) * 60 - seconds;
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
  if (shown && look?.now) shown.textContent = CLOCK.format(new Date(`${belfryNow().slice(0, 19)}Z`));
}

// Drawn once for each connection; afterwards only what changed, so that no press is lost.
function build() {
  shownNext = shownDeliveries = "";
  const step = (label, seconds) => el("button", { type: "button", class: "small", on: { click: () => move(seconds()) } }, label);
  const morning = can.look ? [step("tomorrow 8:59", () => toMorning(belfryNow()))] : [];
  $("time").replaceChildren(...[
    can.look && el("p", { class: "clock" }),
    can.look && el("ol", { class: "next", "aria-label": "What leaves next" }),
    can.advance && el("div", { class: "row", role: "group", "aria-label": "Move time" },
      ...morning, ...STEPS.map(([label, seconds]) => step(label, () => seconds))),
    el("p", { class: "wrong", role: "status" })].filter(Boolean));
}

function draw() {
  const next = (look?.next || []).slice(0, 4);
  const key = JSON.stringify([next, look?.error]);
  if (can.look && key !== shownNext) {
    shownNext = key;
    const none = look?.error ? `cannot look: ${look.error}` : "nothing planned";
    $("time").querySelector(".next").replaceChildren(...(next.length ? next.map(leaving) : [el("li", { class: "quiet" }, none)]));
  }
  count();
  drawDeliveries();
}

const leaving = (one) => el("li", { title: one.title || null }, el("b", { data: { due: one.due } }), ` #${one.message} to ${one.contact}`);

function drawDeliveries() {
  const some = (look?.deliveries || []).slice(-12).reverse();
  if (shownDeliveries === JSON.stringify(some)) return;
  shownDeliveries = JSON.stringify(some);
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
