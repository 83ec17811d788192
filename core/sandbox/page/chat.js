// The admin chat: one person's messages with the bot at a time, as Telegram shows them.

import { $, clock, day, el, gone, keepEnd, post, stamp, stick, swap, toEnd } from "./dom.js";
import { words } from "./words.js";
import * as composer from "./composer.js";

const chats = new Map(); // id -> {name, about, messages: Map, reactions, pinned, keyboard, menu, unread}
const waiting = new Map(); // query id -> key of the button that waits for its answer
let bot = null;
let me = Number(sessionStorage.getItem("me")) || 0;
let typing = 0;
let fading = 0;
let told = ""; // the snapshot that is shown
let visible = true;
let news = 0; // what the bot said while another part was shown

export function begin(all) {
  const fresh = JSON.stringify(all.staff);
  if (fresh === told) return; // as it was before the connection broke
  told = fresh;
  bot = all.bot;
  chats.clear();
  waiting.clear();
  for (const one of all.staff) {
    chats.set(one.id, {
      ...one,
      messages: new Map(one.messages.map((message) => [message.message_id, message])),
      reactions: new Map(Object.entries(one.reactions).map(([id, emoji]) => [Number(id), emoji])),
      unread: 0,
    });
  }
  if (!chats.has(me)) me = all.staff[0].id;
  drawStaff();
  drawChat();
}

export function hear(change) {
  if (change.from !== "telegram") return;
  told = "";
  if (change.kind === "commands") {
    for (const [id, menu] of Object.entries(change.menus)) chats.get(Number(id)).menu = menu;
    composer.use(chats.get(me));
    return;
  }
  const one = chats.get(change.chat_id);
  const act = kinds[change.kind];
  if (one && act) act(one, change);
}

// Whether the chat is what a narrow screen shows.
export function seen(shown) {
  visible = shown;
  if (shown) { news = 0; toEnd($("log")); }
  drawNews();
}

function drawNews() {
  $("news").hidden = !news;
  $("news").textContent = String(news);
}

const kinds = {
  message(one, { message }) {
    const fresh = !one.messages.has(message.message_id);
    one.messages.set(message.message_id, message);
    if (one.id !== me) {
      if (fresh && isBot(message)) { one.unread += 1; drawStaff(); }
      return;
    }
    if (isBot(message)) doing("");
    if (fresh && isBot(message) && !visible) { news += 1; drawNews(); }
    keepEnd($("log"), () => place(one, message, fresh));
    if (fresh && !isBot(message)) toEnd($("log"));
  },
  deleted(one, { message_id }) {
    one.messages.delete(message_id);
    if (one.id !== me) return;
    gone(nodeOf(message_id), $("log"));
  },
  action(one, { action }) {
    if (one.id !== me) return;
    doing(action === "typing" ? "typing" : "sending a file");
  },
  reaction(one, { message_id, emoji }) {
    if (emoji) one.reactions.set(message_id, emoji);
    else one.reactions.delete(message_id);
    redraw(one, message_id);
  },
  pinned(one, { message_id }) {
    one.pinned = message_id;
    if (one.id === me) drawPinned(one);
  },
  keyboard(one, { keyboard }) {
    one.keyboard = keyboard;
    if (one.id === me) composer.use(one);
  },
  answer(one, { query_id, text, show_alert }) {
    const key = waiting.get(query_id);
    waiting.delete(query_id);
    document.querySelector(`[data-key="${CSS.escape(key || "-")}"]`)?.classList.remove("busy");
    if (one.id !== me || !text) return;
    if (show_alert) {
      $("alert-text").textContent = text;
      $("alert").showModal();
    } else toast(text);
  },
};

const isBot = (message) => message.from.is_bot;
const nodeOf = (id) => $("log").querySelector(`[data-id="${id}"]`);

function doing(what) {
  clearTimeout(typing);
  $("doing").textContent = what || "admin bot";
  $("doing").classList.toggle("busy", Boolean(what));
  if (what) typing = setTimeout(() => doing(""), 5000);
}

export function toast(text) {
  clearTimeout(fading);
  $("toast").textContent = text;
  $("toast").hidden = false;
  fading = setTimeout(() => { $("toast").hidden = true; }, 4000);
}

function drawStaff() {
  const box = $("staff");
  const focused = box.contains(document.activeElement);
  const legend = box.firstElementChild;
  const people = [...chats.values()].map((one) => el("label", {},
    el("input", { type: "radio", name: "staff", value: one.id, checked: one.id === me, on: { change: () => become(one.id) } }),
    el("span", {}, one.name, one.unread ? el("span", { class: "count" }, String(one.unread)) : null,
      el("small", {}, one.about))));
  box.replaceChildren(legend, ...people);
  if (focused) box.querySelector("input:checked")?.focus();
}

function become(id) {
  me = id;
  sessionStorage.setItem("me", String(id));
  chats.get(me).unread = 0;
  doing("");
  drawStaff();
  drawChat();
}

function drawChat() {
  const one = chats.get(me);
  $("log").replaceChildren();
  for (const message of one.messages.values()) place(one, message, true);
  if (!one.messages.size) $("log").append(welcome(one));
  drawPinned(one);
  composer.use(one);
  toEnd($("log"));
}

function welcome(one) {
  const start = () => say("/start");
  return el("div", { class: "welcome" },
    el("p", {}, `${one.name} has not written to Belfry yet.`),
    el("button", { type: "button", class: "primary", on: { click: start } }, "Start"));
}

function drawPinned(one) {
  const message = one.messages.get(one.pinned);
  $("pinned").hidden = !message;
  if (message) $("pinned").textContent = `📌 ${plain(message)}`;
}

function redraw(one, id) {
  if (one.id === me && one.messages.has(id)) place(one, one.messages.get(id), false);
}

function place(one, message, fresh) {
  const node = draw(one, message);
  const old = nodeOf(message.message_id);
  if (old) { renew(old, node); return; }
  $("log").querySelector(".welcome")?.remove();
  const date = day(new Date(message.date * 1000));
  const last = [...$("log").querySelectorAll(".date")].pop();
  if (fresh && last?.textContent !== date) $("log").append(el("p", { class: "date" }, date));
  $("log").append(node);
}

// An edited message: buttons that stay the same stay the same elements, so that no press is lost in a countdown.
function renew(old, node) {
  swap(old.querySelector(".row"), node.querySelector(".row"), old);
  old.setAttribute("aria-label", node.getAttribute("aria-label"));
  if (old.dataset.keys === node.dataset.keys) return;
  old.dataset.keys = node.dataset.keys;
  const [was, now] = [old.querySelector(".keys"), node.querySelector(".keys")];
  if (was && now) swap(was, now, old);
  else if (was) gone(was, old);
  else old.append(now);
}

export const plain = (message) => message.text || message.caption || (message.photo ? "Photo"
  : message.document ? message.document.file_name : message.contact ? message.contact.first_name : "");

function draw(one, message) {
  const mine = !isBot(message);
  const when = new Date((message.edit_date || message.date) * 1000);
  const reaction = one.reactions.get(message.message_id);
  const reply = () => composer.quote(message);
  const bubble = el("div", { class: "bubble" },
    message.reply_to_message && quoteOf(message.reply_to_message),
    ...media(message),
    el("div", { class: "words" }, body(message)),
    el("p", { class: "meta" }, reaction && el("span", { class: "reaction" }, reaction),
      message.edit_date ? el("span", {}, "edited ") : null, stamp(when)));
  return el("article", {
    class: mine ? "message mine" : "message", tabindex: "-1", data: { id: message.message_id, keys: JSON.stringify(message.reply_markup || null) },
    "aria-label": `${mine ? one.name : bot.first_name}, ${clock(when)}`,
  },
  el("div", { class: "row" }, bubble,
    el("button", { type: "button", class: "reply", title: "Reply", data: { key: `reply-${message.message_id}` }, on: { click: reply } },
      el("span", { "aria-hidden": "true" }, "↩"), el("span", { class: "unseen" }, `Reply to ${plain(message).slice(0, 40)}`))),
  keys(message));
}

function body(message) {
  if (message.text) return words(message.text, message.entities, say);
  return message.caption ? words(message.caption, message.caption_entities, say) : "";
}

function quoteOf(message) {
  const jump = () => nodeOf(message.message_id)?.scrollIntoView({ block: "center", behavior: "auto" });
  return el("button", { type: "button", class: "quoted", on: { click: jump } },
    el("strong", {}, message.from.first_name), el("span", {}, plain(message).slice(0, 120)));
}

function media(message) {
  if (message.photo) {
    const size = message.photo.at(-1);
    const about = message.caption ? `Picture: ${message.caption}` : "a picture from the bot";
    return [el("a", { class: "picture", href: `/picture/${size.file_id}`, target: "_blank", title: "Open the picture" },
      el("img", { class: "photo", src: `/picture/${size.file_id}`, width: size.width, height: size.height, alt: about }))];
  }
  if (message.document) {
    const { file_id, file_name, file_size } = message.document;
    return [el("a", { class: "file", href: `/picture/${file_id}`, download: file_name }, `📄 ${file_name} (${file_size} bytes)`)];
  }
  if (message.contact) {
    const { first_name, last_name, phone_number } = message.contact;
    return [el("p", { class: "file" }, `👤 ${first_name} ${last_name || ""} ${phone_number}`)];
  }
  return [];
}

function keys(message) {
  const rows = message.reply_markup?.inline_keyboard;
  if (!rows) return null;
  return el("div", { class: "keys", role: "group", "aria-label": "Buttons" },
    ...rows.map((row, r) => el("div", {}, ...row.map((button, c) => key(message, button, `${message.message_id}-${r}-${c}`)))));
}

function key(message, button, name) {
  const style = button.style ? `key ${button.style}` : "key";
  if (button.url) return el("a", { class: style, href: button.url, target: "_blank", rel: "noreferrer noopener" }, button.text, " ↗");
  const busy = [...waiting.values()].includes(name) ? " busy" : "";
  return el("button", { type: "button", class: style + busy, data: { key: name }, on: { click: (event) => press(event.currentTarget, message, button, name) } }, button.text);
}

async function press(node, message, button, name) {
  if (button.copy_text) { await navigator.clipboard.writeText(button.copy_text.text); toast("copied"); return; }
  node.classList.add("busy");
  try {
    const told = await post("/control/telegram/tap", { user_id: me, message_id: message.message_id, button: button.callback_data });
    for (const id of told.query_ids) waiting.set(id, name);
    // The answer may have come before the ids did; a button that is never answered stops turning by itself.
    setTimeout(() => { for (const id of told.query_ids) waiting.delete(id); node.classList.remove("busy"); }, 10000);
  } catch (error) { node.classList.remove("busy"); toast(error.message); }
}

export async function say(text, replyTo) {
  try {
    await post("/control/telegram/write", { user_id: me, text, reply_to: replyTo });
    return true;
  } catch (error) { toast(error.message); return false; }
}

export const who = () => me;
composer.wire({ say, toast, who, plain });
stick($("log"));
