"""The phones of the pretend world: what each contact would see, bubble by bubble, and how often a message reached it.

Here: phones, bubbles with their ticks, the judge's count, and the watchers that the page listens with. Not here: any
provider's wire format or webhooks (`waha*.py`), and who may press what (the page).
"""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import IntEnum
from typing import Any

Watcher = Callable[[dict[str, Any]], None]


class Tick(IntEnum):
    """WhatsApp's ack numbers: one tick is SERVER, two are DEVICE, two blue ones READ."""

    ERROR = -1
    PENDING = 0
    SERVER = 1
    DEVICE = 2
    READ = 3
    PLAYED = 4


class Watchers:
    """Whoever wants to hear of each change; called at once, in order, and must not block."""

    def __init__(self) -> None:
        self._all: list[Watcher] = []

    def add(self, watcher: Watcher) -> Callable[[], None]:
        """Starts telling `watcher`; what comes back ends it."""
        self._all.append(watcher)
        return lambda: self._all.remove(watcher) if watcher in self._all else None

    def tell(self, what: str, **values: Any) -> None:
        for watcher in tuple(self._all):
            watcher({"what": what, **values})


@dataclass(frozen=True, slots=True)
class File:
    """What comes with a message: "image", "video", "audio" or "document", its type and its bytes."""

    kind: str
    mime: str
    data: bytes = field(repr=False)


@dataclass(slots=True)
class Bubble:
    """One message as a phone shows it. `mine`: its owner wrote it. `sender` is the business side (a session).

    With a `file`, `text` is its caption.
    """

    raw_id: str
    sender: str
    text: str
    at: datetime
    mine: bool = False
    tick: Tick = Tick.SERVER
    by: str = "api"
    kind: str = "text"
    reply_to: str | None = None
    file: File | None = None

    def as_json(self) -> dict[str, Any]:
        return {
            "raw_id": self.raw_id,
            "sender": self.sender,
            "text": self.text,
            "at": self.at.isoformat(),
            "mine": self.mine,
            "tick": int(self.tick),
            "by": self.by,
            "kind": self.kind,
            "reply_to": self.reply_to,
            "mime": self.file.mime if self.file is not None else None,
        }


@dataclass(slots=True)
class Phone:
    """One contact's phone. `number` is E.164, `chat` WhatsApp's own spelling of it, `lid` its hidden id.

    `on`: reachable now; off, messages wait at one tick. `exists`: whether WhatsApp knows the number at all.
    `receipts`: whether its owner lets others see that something was read.
    """

    number: str
    name: str
    chat: str
    lid: str
    on: bool = True
    exists: bool = True
    receipts: bool = True
    bubbles: list[Bubble] = field(default_factory=list)
    arrivals: Counter[tuple[str, str]] = field(default_factory=Counter)

    def arrive(self, bubble: Bubble, *, collapse: bool) -> Bubble:
        """Takes what the business sent; with `collapse` a repeated id shows once, without it each time."""
        key = (bubble.sender, bubble.raw_id)
        self.arrivals[key] += 1
        if collapse and self.arrivals[key] > 1:
            return next(old for old in self.bubbles if (old.sender, old.raw_id) == key)
        self.bubbles.append(bubble)
        return bubble

    def judge(self) -> list[dict[str, Any]]:
        """For each message that arrived: how often it came and how often this phone would show it."""
        shown: dict[tuple[str, str], list[Bubble]] = {}
        for bubble in self.bubbles:
            if not bubble.mine:
                shown.setdefault((bubble.sender, bubble.raw_id), []).append(bubble)
        return [
            {
                "raw_id": raw_id,
                "sender": sender,
                "text": copies[0].text,
                "at": copies[0].at.isoformat(),
                "arrivals": self.arrivals[sender, raw_id],
                "shown": len(copies),
                "tick": int(max(copy.tick for copy in copies)),
                "by": copies[0].by,
            }
            for (sender, raw_id), copies in shown.items()
        ]

    def as_json(self) -> dict[str, Any]:
        return {
            "number": self.number,
            "name": self.name,
            "chat": self.chat,
            "lid": self.lid,
            "on": self.on,
            "exists": self.exists,
            "receipts": self.receipts,
            "bubbles": [bubble.as_json() for bubble in self.bubbles],
        }


def digits_of(text: str) -> str:
    """The digits of a number or of a chat id, without device and server: "62812:11@c.us" gives "62812"."""
    return "".join(char for char in text.split("@")[0].split(":")[0] if char.isdigit())


class Phones:
    """All phones. A number is made when it is first written to, as everyone in this world has WhatsApp."""

    def __init__(self, *, collapse: bool = True) -> None:
        self._collapse = collapse
        self._phones: dict[str, Phone] = {}
        self._aliases: dict[str, str] = {}
        self.watchers = Watchers()

    def __iter__(self) -> Iterator[Phone]:
        return iter(list(self._phones.values()))

    @property
    def collapse(self) -> bool:
        """Whether a phone shows a repeated message id once. WhatsApp's own behaviour here is not established."""
        return self._collapse

    @collapse.setter
    def collapse(self, on: bool) -> None:
        self._collapse = on
        self.watchers.tell("collapse", on=on)

    def add(self, number: str, name: str = "", *, chat: str | None = None, lid: str | None = None) -> Phone:
        """Adds a phone, or renames it if it is there. `chat` differs from the number in Brazil, Mexico, Argentina."""
        digits = digits_of(number)
        if not digits:
            raise ValueError("a phone needs a number")
        phone = self._phones.get(digits)
        if phone is None:
            made_up = f"{10**14 + zlib.crc32(digits.encode())}@lid"
            phone = Phone("+" + digits, name, chat or f"{digits}@c.us", lid or made_up)
            self._phones[digits] = phone
        phone.name, phone.chat, phone.lid = name or phone.name, chat or phone.chat, lid or phone.lid
        self._aliases[phone.chat] = self._aliases[phone.lid] = digits
        self.watchers.tell("phone", phone=phone.as_json())
        return phone

    def get(self, number: str) -> Phone:
        """The phone of a number ("+62812…", "62812…"), made if it is new."""
        return self._phones.get(digits_of(number)) or self.add(number)

    def find(self, chat: str) -> Phone | None:
        """The phone behind a chat id. None for a group or a hidden id that nobody has."""
        kind = chat.partition("@")[2]
        known = chat if kind == "lid" else f"{digits_of(chat)}@c.us"
        if kind in ("", "c.us", "s.whatsapp.net", "lid") and known in self._aliases:
            return self._phones[self._aliases[known]]
        return self.get(chat) if kind in ("", "c.us", "s.whatsapp.net") and digits_of(chat) else None

    def arrive(self, phone: Phone, bubble: Bubble) -> Bubble:
        shown = phone.arrive(bubble, collapse=self._collapse)
        self.watchers.tell("bubble", number=phone.number, bubble=shown.as_json())
        return shown

    def wrote(self, phone: Phone, bubble: Bubble) -> None:
        """The owner of the phone wrote something."""
        phone.bubbles.append(bubble)
        self.watchers.tell("bubble", number=phone.number, bubble=bubble.as_json())

    def tick(self, phone: Phone, bubble: Bubble, tick: Tick) -> bool:
        """Moves the ticks of every copy of a bubble forward; False when it was that far already."""
        copies = [one for one in phone.bubbles if (one.sender, one.raw_id) == (bubble.sender, bubble.raw_id)]
        moved = [copy for copy in copies if copy.tick < tick]
        for copy in moved:
            copy.tick = tick
            self.watchers.tell("tick", number=phone.number, bubble=copy.as_json())
        return bool(moved)

    def judge(self) -> dict[str, Any]:
        """What every phone would show, for tests: totals, and each message with `arrivals` and `shown`."""
        seen = {phone.number: phone.judge() for phone in self}
        lines = [line for phone in seen.values() for line in phone]
        return {
            "collapse": self._collapse,
            "arrivals": sum(line["arrivals"] for line in lines),
            "shown": sum(line["shown"] for line in lines),
            "phones": {number: phone for number, phone in seen.items() if phone},
        }

    def forget(self) -> None:
        """Empties every phone; the phones stay."""
        for phone in self:
            phone.bubbles.clear()
            phone.arrivals.clear()
            self.watchers.tell("phone", phone=phone.as_json())
