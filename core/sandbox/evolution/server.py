"""A pretend Evolution API: instances, sends, echoes, acks and webhooks as the real one has them, and faults on demand.

Here: the server and what people do to it. Not here: its routes (`evolution.http`), its JSON (`evolution.shapes`).
In memory only.

    server = EvolutionServer(version="2.4.0-rc2")
    server.add_instance("loja", "+5531944440000", webhook=Webhook("http://127.0.0.1:8080/webhooks/x", bearer("secret")))
    url = await server.start()                      # or: outer.add_subapp("/evolution", server.app)
    server.phones.add("+5531955550123", "Rita", chat="553155550123@c.us")
    server.answer("+5531955550123", "thank you")    # server.open_chat, server.switch, server.type_on_phone
    server.faults.set("late_400", count=1)
    await server.close()
"""

from __future__ import annotations

from typing import Any

from aiohttp import web

from core.sandbox.evolution import shapes
from core.sandbox.evolution.http import Api
from core.sandbox.evolution.shapes import Instance, Peer, Sent, Webhook
from core.sandbox.faults import EVERYWHERE
from core.sandbox.phones import Bubble, File, Phone, Tick
from core.sandbox.postman import Hook, Postings
from core.sandbox.provider import Provider

FAULTS = EVERYWHERE | {
    "late_400": "400 with the text `value` (Error: Timed Out) although the message has left",
    "no_key": "201 with an object without a key; the message has left",
    "meta_error": "201 with Meta's error in it (WHATSAPP-BUSINESS); nothing left",
    "other_id": "takes an id of its own instead of the one that was reserved",
    "ack_error": "201, then an ERROR update: it never arrives",
    "stuck": "201, PENDING for ever: it never arrives (#2597)",
    "not_stored": "leaves, but its database does not have it",
    "no_server_ack": "the SERVER_ACK is skipped for good",
    "echo_first": "the echo comes before the answer",
    "ack_first": "the DELIVERY_ACK comes before the answer",
    "lid_chat": "events name the chat by its hidden id",
    "lid_answer": "the answer names the chat by its hidden id",
    "pn_null": "nothing tells the number behind a hidden id, nor the hidden id of a number",
    "meta_words": "updates speak Meta's words (SENT, DELIVERED, READ, FAILED)",
    "state_unknown": "the state of the connection is missing (the instance is not loaded)",
}
RETRIES = (5.0, 10.0, 20.0, 40.0, 80.0, 160.0, 300.0, 300.0, 300.0)
_FINAL = (400, 401, 403, 404, 422)


def bearer(secret: str) -> dict[str, str]:
    """The header that the webhook's owner asked Evolution to send along."""
    return {"authorization": f"Bearer {secret}"}


class EvolutionServer(Provider):
    """One Evolution API. `key` is the global key; `retries` the waits between tries of a webhook; `licensed` as 2.4.0 asks."""

    def __init__(
        self,
        *,
        key: str = "sandbox-evolution-key",
        version: str = "2.4.0-rc2",
        retries: tuple[float, ...] = (),
        **more: Any,
    ) -> None:
        super().__init__(FAULTS, agent=f"Evolution/{version}", **more)
        self.key, self.version, self.licensed = key, version, True
        self._retries = retries
        self.instances: dict[str, Instance] = {}
        self._written: dict[str, Tick] = {}

    def routes(self) -> list[web.RouteDef]:
        return Api(self).routes()

    def add_instance(self, name: str, number: str, *, webhook: Webhook | None = None, **more: Any) -> Instance:
        """Adds an instance that is connected, or replaces it."""
        self.instances[name] = instance = Instance(name, "+" + number.lstrip("+"), webhook=webhook, **more)
        return instance

    def senders(self) -> set[str]:
        return set(self.instances)

    def listen(self, url: str, secret: str) -> None:
        for instance in self.instances.values():
            instance.webhook = Webhook(url, bearer(secret))

    # -- what people do

    def set_state(self, name: str, state: str, reason: int | None = None) -> None:
        """Changes an instance's connection and posts it. Raises ValueError for a state that there is not."""
        if state not in shapes.STATES:
            raise ValueError(f"no such state: {state}; there are {', '.join(shapes.STATES)}")
        instance = self.instances[name]
        instance.state = state
        told = {"open": 200, "close": 428}.get(state, 0) if reason is None else reason
        data: dict[str, Any] = {"instance": name, "state": state, "statusReason": told}
        if state == "open":
            data |= {"wuid": instance.jid, "profileName": name, "profilePictureUrl": None}
        self.emit(instance, "connection.update", data)
        self.watchers.tell("instance", name=name, state=state)

    def show_code(self, name: str) -> None:
        """A QR code waits to be scanned."""
        code = {"instance": name, "pairingCode": None, "code": "2@invented", "base64": "data:image/png;base64,AAAA"}
        self.instances[name].state = "connecting"
        self.emit(self.instances[name], "qrcode.updated", {"qrcode": code})

    def answer(self, number: str, text: str, *, kind: str = "text", reply_to: str | None = None) -> Bubble:
        phone, instance = self.phones.get(number), self._instance_for(number)
        bubble = Bubble(shapes.new_id().replace("3EB0", "3A", 1), instance.name, text, self.now(), mine=True)
        bubble.kind, bubble.reply_to, bubble.by, bubble.tick = kind, reply_to, "app", Tick.DEVICE
        self.phones.wrote(phone, bubble)
        data = shapes.message(instance, bubble, self.peer(phone), phone.name, "DELIVERY_ACK")
        self.emit(instance, "messages.upsert", data)
        return bubble

    def open_chat(self, number: str) -> int:
        phone = self.phones.get(number)
        if not (phone.on and phone.receipts):
            return 0
        unread = [
            (instance, sent)
            for instance in self.instances.values()
            for sent in instance.sent.values()
            if sent.phone is phone and not sent.failed and sent.bubble.tick < Tick.READ
        ]
        for instance, sent in unread:
            self.advance(instance, sent, Tick.READ)
        return len(unread)

    def switch(self, number: str, on: bool) -> None:
        phone = self.phones.get(number)
        phone.on = on
        self.phones.watchers.tell("phone", phone=phone.as_json())
        for instance in self.instances.values() if on else ():
            for sent in instance.sent.values():
                if sent.phone is phone and not sent.failed and sent.bubble.tick < Tick.DEVICE:
                    self.advance(instance, sent, Tick.DEVICE)

    def type_on_phone(self, name: str, to: str, text: str) -> Bubble:
        """A person types on the business's own phone: it comes back as `messages.upsert` with `fromMe`."""
        instance, phone = self.instances[name], self.phones.get(to)
        sent = self.take(instance, phone, text, shapes.new_id().replace("3EB0", "3F", 1), None, by="app")
        self.emit(instance, "messages.upsert", shapes.message(instance, sent.bubble, sent.peer, "", "SERVER_ACK"))
        self.spawn(self.follow(instance, sent))
        return sent.bubble

    def _instance_for(self, number: str) -> Instance:
        spoke = [bubble.sender for bubble in self.phones.get(number).bubbles if bubble.sender in self.instances]
        return self.instances[spoke[-1] if spoke else next(iter(self.instances))]

    # -- what happens inside

    def take(
        self,
        instance: Instance,
        phone: Phone,
        text: str,
        raw_id: str,
        file: File | None,
        *,
        by: str = "api",
        fails: bool = False,
    ) -> Sent:
        """The message leaves: it is on the phone when this returns, unless it `fails`. No event yet."""
        bubble = Bubble(raw_id, instance.name, text, self.now(), by=by, kind=file.kind if file else "text", file=file)
        if not fails:
            bubble = self.phones.arrive(phone, bubble)
        instance.sent[raw_id] = sent = Sent(phone, bubble, self.peer(phone), failed=fails)
        return sent

    async def follow(self, instance: Instance, sent: Sent) -> None:
        """The acks that come by themselves: SERVER_ACK, and DELIVERY_ACK from a phone that is on."""
        await self.pause_for_ticks()
        if not self.faults.take("no_server_ack", sent.phone.number):
            self.ack(instance, sent, Tick.SERVER)
        if sent.phone.on:
            self.advance(instance, sent, Tick.DEVICE)

    def echo(self, instance: Instance, sent: Sent) -> Postings:
        """What the API sent comes back as `send.message`, never as `messages.upsert`."""
        return self.emit(instance, "send.message", shapes.message(instance, sent.bubble, sent.peer, "", "PENDING"))

    def advance(self, instance: Instance, sent: Sent, tick: Tick) -> Postings:
        self.phones.tick(sent.phone, sent.bubble, tick)
        return self.ack(instance, sent, tick)

    def ack(self, instance: Instance, sent: Sent, tick: Tick) -> Postings:
        words = shapes.METAS_WORDS if self.faults.peek("meta_words") else shapes.WORDS
        sent.updates.append(words[tick])
        data = shapes.update(instance, sent, words[tick])
        about = sent.bubble.raw_id if tick >= Tick.DEVICE else ""
        return self.emit(instance, "messages.update", data, about=about)

    def emit(self, instance: Instance, event: str, data: Any, *, about: str = "") -> Postings:
        """Posts an event to the instance's webhook. `about`: the message whose receipts may come in another order."""
        webhook = instance.webhook
        if webhook is None or not webhook.wants(event):
            return []
        url = webhook.url + (f"/{event.replace('.', '-')}" if webhook.by_events else "")

        def headers(_: bytes, forged: bool) -> dict[str, str]:
            return {} if forged else dict(webhook.headers)

        hook = Hook(url, headers, self._retries, final=_FINAL)
        body = shapes.envelope(instance, event, data, self.now(), self.url)
        return self.postman.post_in_turn(about, hook, event, body) if about else self.postman.post(hook, event, body)

    def peer(self, phone: Phone) -> Peer:
        """How the events of one message name the person, as the faults have it."""
        hidden = self.faults.take("lid_chat", phone.number) is not None
        nameless = self.faults.take("pn_null", phone.number) is not None
        number = shapes.whatsapp_jid(phone.chat)
        chat, other = (phone.lid, number) if hidden else (number, phone.lid)
        return Peer(chat, None if nameless else other)
