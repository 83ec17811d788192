// A text with Telegram's entities as DOM nodes. Offsets are UTF-16 code units, which is how JavaScript counts, too.

import { el } from "./dom.js";

const TAGS = {
  bold: "strong", italic: "em", underline: "u", strikethrough: "s", code: "code", pre: "pre",
  blockquote: "blockquote", expandable_blockquote: "blockquote",
};

const BLOCKS = new Set(["pre", "blockquote", "expandable_blockquote"]);

function wrap(entity, text, say) {
  if (entity.type === "text_link") {
    const safe = /^(https?:|mailto:|tel:|tg:)/i.test(entity.url || "");
    return safe ? el("a", { href: entity.url, target: "_blank", rel: "noreferrer noopener" }) : el("span");
  }
  if (entity.type === "bot_command" && say) {
    const words = text.slice(entity.offset, entity.offset + entity.length);
    return el("button", { type: "button", class: "command", on: { click: () => say(words) } });
  }
  if (entity.type === "spoiler") {
    const shown = (event) => event.currentTarget.classList.add("open");
    return el("span", { class: "spoiler", tabindex: "0", title: "Hidden; press to show", on: { click: shown, keydown: shown } });
  }
  return el(TAGS[entity.type] || "span");
}

function fill(parent, text, from, to, entities, say) {
  let at = from;
  let rest = entities;
  while (rest.length) {
    const first = rest[0];
    const start = Math.max(first.offset, at);
    const end = Math.min(first.offset + first.length, to);
    const inside = rest.slice(1).filter((entity) => entity.offset < end);
    rest = rest.slice(1).filter((entity) => entity.offset >= end);
    if (end <= start) continue;
    parent.append(text.slice(at, start));
    const node = wrap(first, text, say);
    fill(node, text, start, end, inside, say);
    parent.append(node);
    // A block ends its line by itself; the line feed behind it would add an empty one.
    at = BLOCKS.has(first.type) && text[end] === "\n" && end < to ? end + 1 : end;
  }
  parent.append(text.slice(at, to));
}

// `say`, if given, is called with a command in the text when it is pressed.
export function words(text, entities, say) {
  const found = document.createDocumentFragment();
  fill(found, text, 0, text.length, entities || [], say);
  return found;
}
