// Time: what leaves next, with a countdown, and buttons that move Belfry's clock. On its way forward it stops wherever
// something leaves, so that a week can be seen in a minute and nothing comes too late to be sent.

import { $, el, post } from "./dom.js";

const STEPS = [["+1 min", 60], ["+10 min", 600], ["+1 h", 3600], ["+1 day", 86400], ["+1 week", 604800]];
const BEFORE = 2; // seconds before something leaves at which time stops
const PATIENCE = 5000; // ms that a stop lasts at most
const PAUSE = 900; // ms to look at what has happened
const OPEN = new Set(["planned", "queued", "sending"]);

let can = { advance: false, look: false };
let look = null;
let offset = 0; // Belfry's clock minus this browser's, in ms
let ticking = 0;
let shownNext = "";
let journey = null; // {to, label}: time is moving there, stop by stop
let heard = () => {}; // called at each look

export function begin(all) {
  const fresh = can.advance !== all.can_advance || can.look !== all.can_look;
  can = { advance: all.can_advance, look: all.can_look };
  $("time").hidden = !can.advance && !can.look;
  if (fresh) build();
  take(all.look);
  draw();
  clearInterval(ticking);
  if (can.look) ticking = setInterval(count, 500);
}

export function hear(change) {
  if (change.from === "time") { offset = Date.parse(change.now) - Date.now() || offset; count(); }
  if (change.from === "look") { take(change.look); draw(); heard(); }
}

function take(seen) {
  look = seen;
  if (seen?.now) offset = Date.parse(seen.now) - Date.now();
}

const now = () => Date.now() + offset;

// Seconds from now to the next day's 8:59 on the wall clock of the workspace.
function toMorning() {
  const parts = new Intl.DateTimeFormat("en-GB", { timeZone: look?.zone, hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" })
    .format(new Date(now())).split(":").map(Number);
  return ((8 + 24) * 60 + 59 - parts[0] * 60 - parts[1]) * 60 - parts[2];
}

const nextDue = () => (look?.next || []).map((one) => Date.parse(one.due)).find((due) => due > now());

async function move(seconds) {
  if (seconds < 0.05) return;
  const told = await post("/control/time", { seconds });
  offset = Date.parse(told.now) - Date.now() || offset;
}

// Moves time on by so many seconds; whatever leaves on the way is waited for.
async function travel(seconds, label) {
  if (journey) return;
  journey = { to: now() + seconds * 1000, label };
  drawJourney();
  try {
    if (can.look) await fresh();
    while (journey) {
      const due = nextDue();
      if (!due || due > journey.to) { await move((journey.to - now()) / 1000); break; }
      await move((due - now()) / 1000 - BEFORE);
      await gone(due);
      if (journey && now() >= journey.to) break;
    }
    wrong("");
  } catch (error) { wrong(error.message); }
  journey = null;
  drawJourney();
  count();
}

// Just before the next one leaves.
async function toNext() {
  await fresh();
  const due = nextDue();
  try { if (due) await move((due - now()) / 1000 - BEFORE); } catch (error) { wrong(error.message); }
}

// When Belfry was looked at after this moment: what was said just now is in it.
function fresh() {
  const asked = now();
  return new Promise((resolve) => {
    const end = () => { clearTimeout(late); heard = () => {}; resolve(); };
    const late = setTimeout(end, PATIENCE);
    heard = () => { if (Date.parse(look?.now) >= asked) end(); };
  });
}

// When what is due then has left, or after a while.
function gone(due) {
  return new Promise((resolve) => {
    const end = () => { clearTimeout(late); heard = () => {}; resolve(); };
    const late = setTimeout(end, PATIENCE);
    let left = false;
    heard = () => {
      const slots = (look?.deliveries || []).map((one) => ({ at: Date.parse(one.slot), open: OPEN.has(one.state) }));
      const waits = slots.some((one) => one.open && one.at <= now());
      const planned = slots.some((one) => one.at >= due);
      if (left || now() <= due || waits || !planned) return;
      left = true;
      setTimeout(end, matchMedia("(prefers-reduced-motion: reduce)").matches ? 0 : PAUSE);
    };
    if (!look?.deliveries) end();
  });
}

const wrong = (words) => { $("time").querySelector(".wrong").textContent = words; };

function left(due) {
  const seconds = Math.round((Date.parse(due) - now()) / 1000);
  if (seconds <= 0) return "now";
  const days = Math.floor(seconds / 86400);
  const rest = new Date((seconds % 86400) * 1000).toISOString().slice(11, 19);
  if (days) return `in ${days} d ${rest.slice(0, 5)}`;
  return seconds >= 3600 ? `in ${rest}` : `in ${rest.slice(3)}`;
}

function count() {
  for (const node of document.querySelectorAll("[data-due]")) {
    node.textContent = left(node.dataset.due);
    node.parentNode.classList.toggle("soon", Date.parse(node.dataset.due) - now() < 60000);
  }
  if (!look?.zone) return;
  const at = new Date(now());
  const say = (options) => new Intl.DateTimeFormat("en-GB", { timeZone: look.zone, ...options }).format(at);
  $("time").querySelector(".clock").replaceChildren(
    el("span", { class: "day" }, say({ weekday: "short", day: "numeric", month: "short" })), " ",
    el("b", {}, say({ hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" })));
}

function build() {
  shownNext = "";
  const step = (label, act) => el("button", { type: "button", class: "small", on: { click: act } }, label);
  $("time").replaceChildren(...[
    can.look && el("p", { class: "clock", "aria-label": "Belfry's clock" }),
    can.look && el("ol", { class: "next", "aria-label": "What leaves next" }),
    can.advance && el("div", { class: "row moves", role: "group", "aria-label": "Move time" },
      can.look && step("To the next", toNext),
      can.look && step("Tomorrow 8:59", () => travel(toMorning(), "tomorrow 8:59")),
      ...STEPS.map(([label, seconds]) => step(label, () => travel(seconds, label)))),
    can.advance && el("p", { class: "journey", role: "status" }),
    el("p", { class: "wrong", role: "status" })].filter(Boolean));
}

function draw() {
  const next = (look?.next || []).slice(0, 3);
  const key = JSON.stringify([next, look?.error]);
  if (can.look && key !== shownNext) {
    shownNext = key;
    const none = look?.error ? `cannot look: ${look.error}` : "nothing planned";
    $("time").querySelector(".next").replaceChildren(...(next.length ? next.map(leaving) : [el("li", { class: "quiet" }, none)]));
  }
  count();
}

function drawJourney() {
  const spot = $("time").querySelector(".journey");
  const stop = () => { journey = null; drawJourney(); };
  const focused = spot.contains(document.activeElement);
  spot.replaceChildren(...(journey ? [`${journey.label}, stopping where something leaves… `, el("button", { type: "button", class: "small", on: { click: stop } }, "Stop here")] : []));
  if (focused) $("time").querySelector(".moves button").focus();
  for (const button of $("time").querySelectorAll(".moves button")) button.setAttribute("aria-disabled", String(Boolean(journey)));
}

const leaving = (one) => el("li", { title: one.title || null }, el("b", { data: { due: one.due } }), " ", el("span", {}, `#${one.message} to ${one.contact}`));
