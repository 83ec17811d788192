// Making elements, talking to the sandbox, ticks and times. Text only ever becomes text nodes, never markup.

export function el(tag, props = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(props)) {
    if (value === undefined || value === null || value === false) continue;
    if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (name === "class") node.className = value;
    else if (name === "data") Object.assign(node.dataset, value);
    else if (value === true) node.setAttribute(name, "");
    else node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined && child !== false));
  return node;
}

export const $ = (id) => document.getElementById(id);

export async function post(path, body = {}, method = "POST") {
  const answer = await fetch(path, {
    method,
    headers: { "Content-Type": "application/json" },
    body: method === "POST" ? JSON.stringify(body) : undefined,
  });
  const said = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(said.error || `it did not work (${answer.status})`);
  return said;
}

const NAMES = { "-1": "failed", 0: "on its way", 1: "sent", 2: "delivered", 3: "read", 4: "played" };
const SHAPES = {
  "-1": ["M8 3.500v5M8 11v.8"],
  0: ["M8 4.500v4l2.500 1.500"],
  1: ["M4 8.500l3 3 6-7"],
  2: ["M1.500 8.500l3 3 6-7", "M7 11l.5.5 6-7"],
};

// One tick sent, two delivered, two blue ones read; a clock before, a mark in a circle when it failed.
export function ticks(level, name = NAMES[level]) {
  const space = "http://www.w3.org/2000/svg";
  const picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", "0 0 16 16");
  picture.setAttribute("class", `ticks tick-${level}`);
  picture.setAttribute("role", "img");
  picture.setAttribute("aria-label", name);
  const title = document.createElementNS(space, "title");
  title.textContent = name;
  picture.append(title);
  if (level <= 0) {
    const circle = document.createElementNS(space, "circle");
    for (const [name, value] of [["cx", 8], ["cy", 8], ["r", 6]]) circle.setAttribute(name, value);
    picture.append(circle);
  }
  for (const shape of SHAPES[Math.min(level, 2)]) {
    const path = document.createElementNS(space, "path");
    path.setAttribute("d", shape);
    picture.append(path);
  }
  return picture;
}

// Times as the bot writes them: on the wall clock of the workspace, of 24 hours.
const HOURS = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
const LOOKS = { clock: HOURS, seconds: { ...HOURS, second: "2-digit" }, day: { weekday: "long", day: "numeric", month: "long" }, full: { dateStyle: "full", timeStyle: "medium" } };
const formats = {};

export function useZone(zone) {
  for (const [name, look] of Object.entries(LOOKS)) formats[name] = new Intl.DateTimeFormat("en-GB", { timeZone: zone, ...look });
}
useZone(undefined);

export const clock = (when) => formats.clock.format(when);
export const clockSeconds = (when) => formats.seconds.format(when);
export const day = (when) => formats.day.format(when);

export function stamp(when) {
  return el("time", { datetime: when.toISOString(), title: formats.full.format(when) }, clock(when));
}

// Keeps a list at its end, also when it changes its size, and leaves it alone while somebody reads further up.
const ends = new WeakMap(); // list -> whether it is to stay at its end
const heights = new WeakMap(); // list -> its height when it was last looked at
const resized = new ResizeObserver((seen) => {
  for (const { target } of seen) {
    heights.set(target, target.clientHeight);
    if (ends.get(target)) toEnd(target);
  }
});

export function toEnd(list) {
  ends.set(list, true);
  list.scrollTop = list.scrollHeight;
}

export function stick(list) {
  toEnd(list);
  list.addEventListener("scroll", () => {
    // Nobody has scrolled when the list has just become smaller; the observer sees to that.
    if (heights.get(list) === list.clientHeight) ends.set(list, list.scrollHeight - list.scrollTop - list.clientHeight < 60);
  });
  resized.observe(list);
  return list;
}

export function keepEnd(list, change) {
  const stay = ends.get(list);
  change();
  if (stay) toEnd(list);
}

// Puts `fresh` in the place of `old`; the focus stays on the same control inside, or goes to `home` where that is gone.
export function swap(old, fresh, home = null) {
  const held = old.contains(document.activeElement);
  const key = held ? document.activeElement.dataset.key : undefined;
  old.replaceWith(fresh);
  if (held) ((key !== undefined && fresh.querySelector(`[data-key="${CSS.escape(key)}"]`)) || home)?.focus();
  return fresh;
}

// Takes `old` away; a focus inside goes to `home`.
export function gone(old, home) {
  const held = old?.contains(document.activeElement);
  old?.remove();
  if (held) home.focus();
}
