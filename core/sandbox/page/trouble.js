// Trouble on demand: what goes wrong at WhatsApp's gateway and at Telegram, what is on now, and what has happened since.

import { $, el, post, swap } from "./dom.js";

const GATEWAY = [
  ["slow", "Slow", "answers 3 s late", { value: 3 }],
  ["error_before", "500, not sent", "an error; nothing left"],
  ["error_after", "500, but sent", "an error, although the message left"],
  ["hang_before", "Hangs, not sent", "never answers; nothing left"],
  ["hang_after", "Hangs, but sent", "never answers; the message left"],
  ["empty", "Empty answer", "201 without an id; the message left"],
  ["reset_after", "Cut after sending", "the connection breaks; the message left"],
  ["ack_error", "Refused later", "accepted, then an error instead of ticks"],
  ["duplicate", "Events twice", "each webhook comes two times"],
  ["reorder", "Events out of order", "the ticks come backwards"],
  ["drop", "Events lost", "webhooks do not come at all"],
  ["bad_hmac", "Wrong signature", "webhooks that must not be believed"],
];
const TELEGRAM = [
  ["Away for 15 s", { fault: "away", seconds: 15 }],
  ["Away", { fault: "away" }],
  ["Back", { fault: "back" }],
  ["Next call: too many (3 s)", { fault: "too_many", retry_after: 3 }],
  ["Next call: 500", { fault: "fail" }],
  ["Next answer is lost", { fault: "lose" }],
  ["Slow (2 s)", { fault: "slow", seconds: 2 }],
  ["Repeat the last update", { fault: "repeat" }],
  ["Next tap counts twice", { fault: "double_tap" }],
];
const RULES = { too_many: "too many", fail: "500", page: "a page", slow: "slow", lose: "answer lost" };
const SESSION = ["WORKING", "STARTING", "SCAN_QR_CODE", "FAILED", "STOPPED"];

const GATEWAYS = [["waha", "WAHA"], ["cloud", "WhatsApp Cloud API"], ["chatwoot", "Chatwoot"], ["evolution", "Evolution API"], ["bizchat", "BizChat"], ["http", "A service of one’s own"]];
const VALUES = { slow: { value: 3 }, refuse: { value: 429 } };

let waha = null;
let which = "waha"; // whose faults are shown
let other = { known: {}, set: [] }; // those of a gateway that is not WAHA
let telegram = null;
let many = "1"; // how long a gateway fault lasts: the next send, or until it is taken back
const journal = [];

export function begin(all) {
  waha = all.waha;
  if (which !== "waha") look();
  telegram = all.telegram_faults;
  journal.length = 0;
  for (const posting of all.waha.webhooks) note(posting);
  draw();
  drawJournal();
}

export function hear(change) {
  if (change.from === "telegram" && change.kind === "faults") { telegram = change.faults; draw(); return; }
  if (change.from !== "waha") return;
  if (change.what === "faults") { waha.faults = change.faults; waha.hanging = change.hanging; draw(); }
  if (change.what === "collapse") { waha.collapse = change.on; draw(); }
  if (change.what === "session") {
    waha.sessions = waha.sessions.filter((one) => one.name !== change.session.name).concat(change.session);
    draw();
  }
  if (change.what === "webhook") { note(change.posting); drawJournal(); }
}

async function ask(path, body, method) {
  try { await post(path, body, method); say(""); } catch (error) { say(error.message); }
}

// Only WAHA tells of its faults by itself; another gateway is asked.
async function look() {
  try {
    const answer = await fetch(`/${which}/control/faults`);
    other = await answer.json();
    draw();
  } catch (error) { say(error.message); }
}

async function turn(path, body, method) {
  await ask(`/${which}/control/faults${path}`, body, method);
  if (which !== "waha") await look();
}

const say = (words) => { $("faults").querySelector(".wrong").textContent = words; };

function draw() {
  const box = $("faults");
  const fresh = el("div", { class: "faults", id: "faults" }, gateway(), sessions(), atTelegram(), el("p", { class: "wrong", role: "status" }));
  swap(box, fresh, $("workshop"));
  const on = waha.faults.length + telegram.rules.length + Number(telegram.away) + waha.sessions.filter((one) => one.status !== "WORKING").length;
  $("trouble").hidden = !on;
  $("trouble").textContent = String(on);
}

function gateway() {
  const choose = (event) => { many = event.currentTarget.value; };
  const pick = (event) => { which = event.currentTarget.value; other = { known: {}, set: [] }; if (which === "waha") draw(); else look(); };
  const faults = which === "waha" ? GATEWAY : Object.entries(other.known).map(([name, about]) => [name, name.replaceAll("_", " "), about, VALUES[name]]);
  return el("section", { "aria-labelledby": "t-gateway" },
    el("h3", { id: "t-gateway" }, "WhatsApp gateway"),
    el("p", { class: "choice" }, el("label", { for: "which" }, "Whose "),
      el("select", { id: "which", data: { key: "which" }, on: { change: pick } },
        ...GATEWAYS.map(([value, words]) => el("option", { value, selected: value === which }, words)))),
    el("p", { class: "choice" }, el("label", { for: "many" }, "Lasts for "),
      el("select", { id: "many", data: { key: "many" }, on: { change: choose } },
        ...[["1", "the next one"], ["3", "the next three"], ["", "until taken back"]].map(([value, words]) => el("option", { value, selected: value === many }, words))),
      el("button", { type: "button", class: "small", data: { key: "waha-clear" }, on: { click: () => turn("", {}, "DELETE") } }, "All is well")),
    el("div", { class: "switches" }, ...faults.map(([name, label, about, more]) => toggle(name, label, about, more))),
    el("p", { class: "hanging", role: "status" }, which === "waha" && waha.hanging ? `${waha.hanging} request${waha.hanging > 1 ? "s" : ""} hanging now; “All is well” cuts ${waha.hanging > 1 ? "them" : "it"} off` : ""),
    el("label", { class: "check" }, el("input", { type: "checkbox", checked: waha.collapse, data: { key: "collapse" }, on: { change: (event) => ask("/waha/control/collapse", { on: event.currentTarget.checked }) } }),
      " phones show a repeated message id once"));
}

function toggle(name, label, about, more) {
  const set = (which === "waha" ? waha.faults : other.set).find((one) => one.name === name);
  const flip = () => (set ? turn(`/${name}`, {}, "DELETE") : turn("", { name, count: many ? Number(many) : undefined, ...more }));
  return el("button", { type: "button", class: "fault", "aria-pressed": String(Boolean(set)), title: about, data: { key: `f-${name}` }, on: { click: flip } },
    el("strong", {}, label, set?.left ? ` ×${set.left}` : ""), el("span", {}, about));
}

function sessions() {
  return el("section", { "aria-labelledby": "t-session" }, el("h3", { id: "t-session" }, "WhatsApp session"),
    ...waha.sessions.map((one) => {
      const path = `/waha/control/sessions/${encodeURIComponent(one.name)}`;
      const turn = (event) => ask(path, { status: event.currentTarget.value });
      return el("p", { class: "choice" },
        el("label", { for: `s-${one.name}` }, `${one.name} (${one.engine}) `),
        el("select", { id: `s-${one.name}`, data: { key: `s-${one.name}` }, on: { change: turn } },
          ...[...new Set([one.status, ...SESSION])].map((status) => el("option", { value: status, selected: status === one.status }, status))),
        el("button", { type: "button", class: "small", data: { key: `lose-${one.name}` }, on: { click: () => ask(path, { status: "FAILED", back_after: 60 }) } }, "Lose it for a minute"));
    }));
}

function atTelegram() {
  const on = [telegram.away ? "away" : "", telegram.taps > 1 ? "next tap counts twice" : "",
    ...telegram.rules.map((rule) => `${RULES[rule.kind]}${rule.times ? ` ×${rule.times}` : ""}`)].filter(Boolean);
  return el("section", { "aria-labelledby": "t-telegram" }, el("h3", { id: "t-telegram" }, "Telegram"),
    el("p", { class: "now", role: "status" }, on.length ? `Now: ${on.join(", ")}` : "All is well"),
    el("div", { class: "row" }, ...TELEGRAM.map(([label, body], at) => el("button", { type: "button", class: "small", data: { key: `t-${at}` }, on: { click: () => ask("/control/telegram/faults", body) } }, label)),
      el("button", { type: "button", class: "small", data: { key: "t-clear" }, on: { click: () => ask("/control/telegram/faults", { fault: "clear" }) } }, "All is well")));
}

function note(posting) {
  const known = journal.findIndex((one) => one.request_id === posting.request_id);
  if (known >= 0) journal[known] = posting;
  else journal.push(posting);
  if (journal.length > 30) journal.shift();
}

function drawJournal() {
  const lines = [...journal].reverse().map((one) => el("li", { class: one.done ? "" : "bad" },
    el("span", {}, one.event), el("span", {}, one.status ? String(one.status) : "no answer"), el("span", {}, one.tries > 1 ? `${one.tries} tries` : "")));
  $("journal").replaceChildren(el("h3", {}, "Webhooks to Belfry"), lines.length ? el("ol", {}, ...lines) : el("p", { class: "quiet" }, "none yet"));
}
