// A guided tour: five sentences, typed in at a tap, each with one line about what to watch. Dismissed for good, or asked
// back with the button at the top.

import { $, el, post } from "./dom.js";
import * as composer from "./composer.js";

export const STEPS = [
  ["send 'Hello Ana!' to Ana in 5 seconds", "Watch Ana's phone: the message lands on the second. Then press “Open chat” there, and its ticks turn blue."],
  ["send 'See you at ten' to Bruno tomorrow 9am weekly", "Read back what was understood, with the next three times. Then press “+1 week” at the top, twice."],
  ["send 'Half price today!' to Carla now", "It counts ten seconds down. Press “Stop” in time, and nothing leaves."],
  ["send 'Are you there?' to Carla in 2 seconds", "This time the gateway will not answer. Watch “What Belfry did about it”: it goes on when an echo proves that the message arrived.", { name: "hang_after", count: 1 }],
  ["what goes out next week?", "Everything can be asked and changed in words: try “move #2 to friday 5pm”, “pause #2”, “undo” or “help”."],
];

let at = 0;
let open = false;

function recall() {
  at = Math.min(Number(localStorage.getItem("tour")) || 0, STEPS.length);
  open = localStorage.getItem("tour") !== "off" && at < STEPS.length;
}

export function begin() {
  recall();
  draw();
}

// The step is done once its sentence was written, by whatever hand.
export function hear(change) {
  if (!open || change.from !== "telegram" || change.kind !== "message" || change.message.from.is_bot) return;
  if (change.message.text !== STEPS[at][0] || change.message.edit_date) return;
  $("tour").classList.add("sent");
  draw();
}

function turn(to) {
  at = to;
  open = at < STEPS.length;
  localStorage.setItem("tour", open ? String(at) : "off");
  $("tour").classList.remove("sent");
  draw();
  (open ? $("tour").querySelector("button") : $("words")).focus();
}

async function type() {
  const [words, , fault] = STEPS[at];
  if (fault) await post("/waha/control/faults", fault).catch(() => {});
  composer.typeIn(words);
}

function draw() {
  $("open-tour").hidden = open;
  $("tour").hidden = !open;
  if (!open) return;
  const [words, watch] = STEPS[at];
  const sent = $("tour").classList.contains("sent");
  const last = at === STEPS.length - 1;
  const focused = $("tour").contains(document.activeElement);
  $("tour").replaceChildren(
    el("p", { class: "where" }, el("b", {}, `Tour, ${at + 1} of ${STEPS.length}`),
      el("span", { class: "pips", "aria-hidden": "true" }, ...STEPS.map((_step, i) => el("i", { class: i <= at ? "lit" : "" })))),
    el("button", { type: "button", class: "try", on: { click: type } }, el("code", {}, words), el("span", {}, sent ? "again" : "type it for me")),
    el("p", { class: "watch" }, watch),
    el("div", { class: "row" },
      el("button", { type: "button", class: sent ? "small go" : "small", on: { click: () => turn(at + 1) } }, last ? "Done" : "Next"),
      at ? el("button", { type: "button", class: "small", on: { click: () => turn(at - 1) } }, "Back") : null,
      el("button", { type: "button", class: "small off", on: { click: () => turn(STEPS.length) } }, "Close the tour")));
  if (focused) $("tour").querySelector(sent ? ".row button" : "button").focus();
}

$("open-tour").addEventListener("click", () => turn(0));
