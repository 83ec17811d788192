// What Belfry did about it: the steps of one delivery as a line that lights up, live. It shows the message that was
// looked at on a phone or picked below, else the one that moved last.

import { $, clockSeconds, el, ticks } from "./dom.js";

const LINE = ["planned", "queued", "sending", "sent", "delivered", "read"];
// Each way out, under the step where it leaves the line.
const EXITS = { cancelled: 1, skipped: 2, unsure: 3, failed: 4 };
const STORY = {
  planned: "It waits for its time. Until then an edit, a pause or a STOP still reaches it.",
  queued: "Its channel has taken it up. Before it leaves, Belfry looks once more whether it still may.",
  sending: "The request may have left. That was written down before the first byte, so that not even a crash sends it twice.",
  sent: "The gateway took it: one tick. What the phone says comes back as receipts.",
  delivered: "It is on the phone: two ticks.",
  read: "The chat was opened: blue ticks.",
  unsure: "The answer never came. Belfry does not send it again blindly: it waits for an echo or a receipt, asks the gateway, and only then asks you.",
  failed: "The gateway refused it. Its author was told why, with a button to send it again.",
  skipped: "It was left out: too late, or no longer wanted. Nothing left.",
  cancelled: "It was called off before it left.",
};
const NONE = "Nothing is on its way yet. Send something and watch it travel along this line.";
const TICKS = { planned: 0, queued: 0, sending: 0, sent: 1, delivered: 2, read: 3, failed: -1 };

let deliveries = [];
let picked = null; // id of the delivery that was picked; null: the one that moved last
let drawn = "";

export function begin(all) {
  $("flow").hidden = !all.can_look;
  drawn = "";
  take(all.look);
}

export function hear(change) {
  if (change.from === "look") take(change.look);
}

function take(look) {
  if (look?.deliveries) {
    const newest = deliveries.at(-1)?.id;
    deliveries = look.deliveries;
    if (newest !== undefined && deliveries.at(-1)?.id !== newest) picked = null;
  }
  draw();
}

// Shows the delivery behind a bubble on a phone. False: it is none of Belfry's newest.
export function watch(rawId) {
  const found = deliveries.findLast((one) => one.ids.some((id) => id === rawId || id.endsWith(`_${rawId}`)));
  if (found) { picked = found.id; draw(); }
  return Boolean(found);
}

const moved = () => deliveries.reduce((last, one) => (last && last.changed > one.changed ? last : one), null);

function draw() {
  const one = deliveries.find((other) => other.id === picked) || moved();
  const recent = deliveries.slice(-6).reverse();
  const key = JSON.stringify([one, recent.map(({ id, state }) => [id, state])]);
  if (key === drawn) return;
  drawn = key;
  $("about").replaceChildren(...(one ? [el("b", {}, `#${one.message}`), ` to ${one.contact}`, one.attempts > 1 ? `, attempt ${one.attempts}` : ""] : []));
  $("line").replaceChildren(...LINE.map((step) => node(one, step)), ...Object.keys(EXITS).map((exit) => way(one, exit)));
  const story = one ? STORY[one.state] : NONE;
  if ($("story").textContent !== story) $("story").textContent = story;
  const focused = $("recent").contains(document.activeElement) ? document.activeElement.dataset.key : null;
  $("recent").replaceChildren(...recent.map((other) => choice(other, other === one)));
  if (focused) ($("recent").querySelector(`[data-key="${focused}"]`) || $("recent").querySelector("button") || $("flow")).focus();
}

function passed(one, step) {
  const at = LINE.indexOf(one.state);
  if (at >= 0) return LINE.indexOf(step) <= at;
  if (step === "planned") return true;
  return Boolean(step === "queued" ? one.at.sending : one.at[step]);
}

function node(one, step) {
  const lit = one && passed(one, step);
  const here = one?.state === step;
  const at = one?.at[step];
  return el("li", { class: `step ${step}${lit ? " lit" : ""}${here ? " here" : ""}`, "aria-current": here ? "step" : null },
    el("span", { class: "dot", "aria-hidden": "true" }), el("b", {}, step),
    lit ? el("span", { class: "unseen" }, here ? " now" : " done") : null,
    lit && at ? el("time", { datetime: at }, clockSeconds(new Date(at))) : null);
}

function way(one, exit) {
  const here = one?.state === exit;
  return el("li", { class: `exit ${exit}${here ? " here" : ""}`, "aria-current": here ? "step" : null },
    el("span", { class: "dot", "aria-hidden": "true" }), el("b", {}, exit));
}

function choice(one, shown) {
  const pick = () => { picked = one.id; draw(); };
  const state = one.state in TICKS ? ticks(TICKS[one.state], one.state) : el("i", { class: one.state }, one.state);
  return el("button", { type: "button", class: "small", "aria-pressed": String(shown), data: { key: `d-${one.id}` }, on: { click: pick } },
    `#${one.message} ${one.contact} `, state);
}
