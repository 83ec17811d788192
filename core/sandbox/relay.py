"""Pretend providers that hand a message straight on: it leaves with its request, and receipts follow by events.

Here: what happens to a message. Not here: the ground (`provider`), any provider's routes and JSON (`meta.cloud`,
`meta.bizchat`, `own`).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from core.sandbox.faults import EVERYWHERE
from core.sandbox.phones import Bubble, File, Phone, Tick
from core.sandbox.postman import Body, Hook
from core.sandbox.provider import Provider

FAULTS = EVERYWHERE | {"ack_error": "accepted, then a receipt with the code `value` (131000): it never arrives"}


@dataclass(slots=True)
class Out:
    """One message that left over `line`, a number of the business. `mark` is what its sender gave along to have it back;
    `failed`: the code why it never arrives."""

    id: str
    line: str
    phone: Phone
    bubble: Bubble
    mark: str | None = None
    failed: str | None = None


class Relay(Provider):
    """Subclasses say how their events tell of ticks and answers."""

    def __init__(self, *, agent: str, **more: Any) -> None:
        super().__init__(FAULTS, agent=agent, **more)
        self.hooks: list[Hook] = []
        self.sent: dict[str, Out] = {}

    def tick_event(self, out: Out, tick: Tick) -> Body | None:
        """How far a message came (ERROR: it failed); None: the provider does not tell."""
        raise NotImplementedError

    def answer_event(self, line: str, phone: Phone, bubble: Bubble) -> Body:
        """What a person wrote."""
        raise NotImplementedError

    def first_line(self) -> str:
        """The number to which a person writes who was never written to."""
        raise NotImplementedError

    def new_id(self) -> str:
        raise NotImplementedError

    def senders(self) -> set[str]:
        return {self.first_line(), *(out.line for out in self.sent.values())}

    # -- a message leaves

    def leave(
        self,
        line: str,
        phone: Phone,
        text: str,
        *,
        file: File | None = None,
        mark: str | None = None,
        failed: str | None = None,
    ) -> Out:
        """The message is on the phone when this returns, unless `failed` says why it never will be."""
        bubble = Bubble(self.new_id(), line, text, self.now(), kind=file.kind if file else "text", file=file)
        failed = failed or self._fails(phone)
        if failed is None:
            bubble = self.phones.arrive(phone, bubble)
        out = self.sent[bubble.raw_id] = Out(bubble.raw_id, line, phone, bubble, mark, failed)
        self.spawn(self._follow(out))
        return out

    def _fails(self, phone: Phone) -> str | None:
        fault = self.faults.take("ack_error", phone.number)
        if fault is not None:
            return str(fault.value or "131000")
        return None if phone.exists else "131026"

    async def _follow(self, out: Out) -> None:
        if out.failed is not None:
            self._tell(out, Tick.ERROR)
            return
        await self.pause_for_ticks()
        self._tell(out, Tick.SERVER)
        if out.phone.on:
            self._move(out, Tick.DEVICE)

    def _move(self, out: Out, tick: Tick) -> None:
        self.phones.tick(out.phone, out.bubble, tick)
        self._tell(out, tick)

    def _tell(self, out: Out, tick: Tick) -> None:
        body = self.tick_event(out, tick)
        for hook in self.hooks if body is not None else ():
            self.postman.post_in_turn(out.id, hook, "status", body or b"")

    def post(self, name: str, body: Body) -> None:
        """Posts an event to every subscriber."""
        for hook in self.hooks:
            self.postman.post(hook, name, body)

    # -- what people do

    def answer(self, number: str, text: str, *, kind: str = "text", reply_to: str | None = None) -> Bubble:
        """The person writes to the number that wrote last, or to the first."""
        phone = self.phones.get(number)
        spoke = [bubble.sender for bubble in phone.bubbles if not bubble.mine]
        line = spoke[-1] if spoke else self.first_line()
        bubble = Bubble(self.new_id(), line, text, self.now(), mine=True, tick=Tick.DEVICE, by="app")
        bubble.kind, bubble.reply_to = kind, reply_to
        self.phones.wrote(phone, bubble)
        self.post("answer", self.answer_event(line, phone, bubble))
        return bubble

    def open_chat(self, number: str) -> int:
        phone = self.phones.get(number)
        if not (phone.on and phone.receipts):
            return 0
        unread = [one for one in self.sent.values() if one.phone is phone and not one.failed]
        fresh = [one for one in unread if one.bubble.tick < Tick.READ]
        for one in fresh:
            self._move(one, Tick.READ)
        return len(fresh)

    def switch(self, number: str, on: bool) -> None:
        phone = self.phones.get(number)
        phone.on = on
        self.phones.watchers.tell("phone", phone=phone.as_json())
        for one in list(self.sent.values()) if on else ():
            if one.phone is phone and not one.failed and one.bubble.tick < Tick.DEVICE:
                self._move(one, Tick.DEVICE)
