// The box below the chat: words, the command menu, reply quotes, suggested answers, contacts and files.

import { $, el, post } from "./dom.js";
import { contacts } from "./phones.js";

let chat = null;
let replyTo = null;
let typing = ""; // what is being typed in; another text, or a key of the person's, ends it
let act = null; // what chat.js lends: say, toast, who, plain

const box = $("words");

export function wire(lent) {
  act = lent;
  $("composer").addEventListener("submit", (event) => { event.preventDefault(); send(); });
  box.addEventListener("keydown", keydown);
  box.addEventListener("input", () => { grow(); suggest(); });
  $("open-menu").addEventListener("click", () => toggle("menu"));
  $("open-attach").addEventListener("click", () => toggle("attach"));
  document.addEventListener("keydown", (event) => { if (event.key === "Escape") escape(); });
}

// Types words into the box as a hand would, or at once for those who want no motion.
export async function typeIn(text) {
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  box.focus();
  typing = text;
  for (let end = calm ? text.length : 1; end <= text.length && typing === text; end += 1) {
    box.value = text.slice(0, end);
    grow();
    if (end < text.length) await new Promise((resolve) => { setTimeout(resolve, 14); });
  }
}

export function use(one) {
  if (chat !== one) quote(null);
  chat = one;
  drawMenu("");
  drawKeyboard();
}

export function quote(message) {
  replyTo = message;
  $("quote").hidden = !message;
  $("quote").replaceChildren();
  if (!message) return;
  $("quote").append(el("span", {}, el("strong", {}, message.from.first_name), " ", act.plain(message).slice(0, 100)),
    el("button", { type: "button", class: "plain", title: "Do not reply", on: { click: () => quote(null) } }, el("span", { "aria-hidden": "true" }, "✕"), el("span", { class: "unseen" }, "Do not reply")));
  box.focus();
}

async function send() {
  const text = (typing && typing.startsWith(box.value) ? typing : box.value).trim();
  typing = "";
  if (!text) return;
  box.value = "";
  grow();
  close();
  const quoted = replyTo?.message_id;
  quote(null);
  if (!(await act.say(text, quoted))) { box.value = text; grow(); }
}

function keydown(event) {
  if (event.key !== "Enter") typing = "";
  if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); send(); }
  if (event.key === "ArrowDown" && !$("menu").hidden) { event.preventDefault(); $("menu").querySelector("button")?.focus(); }
}

function grow() {
  box.style.height = "auto";
  box.style.height = `${Math.min(box.scrollHeight, 160)}px`;
}

function suggest() {
  const begun = /^\/(\w*)$/.exec(box.value);
  if (!begun) { if (!$("menu").hidden) close(); return; }
  drawMenu(begun[1]);
  open("menu", $("menu").childElementCount > 0);
}

function drawMenu(begun) {
  const commands = chat.menu.filter((one) => one.command.startsWith(begun));
  const choose = (one) => { box.value = ""; close(); act.say(`/${one.command}`); box.focus(); };
  $("menu").replaceChildren(...commands.map((one) => el("button", { type: "button", on: { click: () => choose(one), keydown: walk } },
    el("strong", {}, `/${one.command}`), " ", el("span", {}, one.description))));
  $("open-menu").hidden = chat.menu.length === 0;
}

function walk(event) {
  const to = { ArrowDown: "nextElementSibling", ArrowUp: "previousElementSibling" }[event.key];
  if (!to) return;
  event.preventDefault();
  (event.currentTarget[to] || box).focus();
}

function drawKeyboard() {
  const rows = chat.keyboard?.keyboard || [];
  $("keyboard").hidden = rows.length === 0;
  $("keyboard").replaceChildren(...rows.map((row) => el("div", {}, ...row.map((key) => {
    const text = key.text || key;
    return el("button", { type: "button", class: "key", on: { click: () => act.say(text) } }, text);
  }))));
}

function drawAttach() {
  const share = async (person) => {
    close();
    await post("/control/telegram/contact", { user_id: act.who(), phone: person.number, first_name: person.name || person.number }).catch((error) => act.toast(error.message));
  };
  const file = el("input", { type: "file", id: "file", class: "unseen", accept: ".csv,.txt,.vcf,text/*" });
  file.addEventListener("change", async () => {
    const [given] = file.files;
    close();
    if (given) await post("/control/telegram/file", { user_id: act.who(), name: given.name, text: await given.text() }).catch((error) => act.toast(error.message));
  });
  $("attach").replaceChildren(
    ...contacts().map((person) => el("button", { type: "button", on: { click: () => share(person), keydown: walk } }, el("strong", {}, `👤 ${person.name || person.number}`), " ", el("span", {}, person.number))),
    el("label", { class: "pick" }, el("strong", {}, "📄 A file"), " ", el("span", {}, "CSV or text, from this computer"), file));
}

function open(id, wanted) {
  for (const other of ["menu", "attach"]) {
    const shown = other === id && wanted;
    $(other).hidden = !shown;
    $(`open-${other}`).setAttribute("aria-expanded", String(shown));
  }
}

function toggle(id) {
  const wanted = $(id).hidden;
  if (id === "menu") drawMenu("");
  else drawAttach();
  open(id, wanted);
  if (wanted) $(id).querySelector("button")?.focus();
}

const close = () => open("", false);

function escape() {
  const openNow = ["menu", "attach"].find((id) => !$(id).hidden);
  if (openNow) { close(); $(`open-${openNow}`).focus(); } else if (replyTo) quote(null);
}
