"""A pretend Chatwoot: an account with inboxes, its application API, its webhooks, and faults on demand.

Here: the server and what people do to it. Not here: its routes (`chatwoot.http`), what it remembers (`chatwoot.world`), its
JSON (`chatwoot.shapes`). In memory only.

    server = ChatwootServer()
    server.add_inbox(7, "WA Loja", "+5531944440000")
    server.add_webhook("http://127.0.0.1:8080/webhooks/x", "secret")
    url = await server.start()                      # or: outer.add_subapp("/chatwoot", server.app)
    server.phones.add("+5511955550123", "Rita")
    server.answer("+5511955550123", "thank you")    # server.open_chat, server.switch, server.type_as_agent
    server.faults.set("late_failure", count=1, value="131026: Message undeliverable")
    await server.close()
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from core.sandbox.chatwoot import shapes
from core.sandbox.chatwoot.http import Api
from core.sandbox.chatwoot.world import Conversation, Inbox, Message, World, liquid
from core.sandbox.faults import EVERYWHERE
from core.sandbox.phones import Bubble, File, Tick
from core.sandbox.postman import Hook, Postings
from core.sandbox.provider import Provider

FAULTS = EVERYWHERE | {
    "late_failure": "200, then failed with the text `value` (131026: ...): it never arrives",
    "failed_though_arrived": "an API inbox's other end was slow: failed with `Timed out ...`, and it arrived",
    "stuck": "200, and nothing comes after: its background jobs do not run",
    "invalid_before": "422 with the text `value` (Validation failed: Too many messages); no row",
    "invalid_after": "422 with another text although the row is there and the message leaves",
    "step": "any step before the message answers with the status `value`, without effect",
    "step_after": "a step before the message answers 500 although it had its effect",
    "contact_race": "somebody else makes the contact just before we do",
    "other_last": "the webhook shows another message as the conversation's last: no status to be read",
    "updated_first": "message_updated comes before message_created",
    "wiped": "the next update comes without content_attributes, as after a retry in Chatwoot",
}
_TIMED_OUT = "Timed out reading data from server"
_AGENT = {"id": 12, "name": "Dispatcher", "available_name": "Dispatcher", "avatar_url": "", "type": "user"}


@dataclass(frozen=True, slots=True)
class Subscription:
    """One webhook of the account; without a `secret` (before 4.12) nothing is signed."""

    url: str
    secret: str = field(default="", repr=False)
    events: tuple[str, ...] = ("message_created", "message_updated", "conversation_status_changed")


class ChatwootServer(Provider):
    """One Chatwoot account. `key` is the token of a user, `bot_key` of a bot, which may do little."""

    def __init__(
        self, *, key: str = "sandbox-chatwoot-token", bot_key: str = "sandbox-chatwoot-bot", **more: Any
    ) -> None:
        super().__init__(FAULTS, agent="Chatwoot", **more)
        self.key, self.bot_key, self.account = key, bot_key, int(str(shapes.ACCOUNT["id"]))
        self.world = World()
        self.webhooks: list[Subscription] = []

    def routes(self) -> list[web.RouteDef]:
        return Api(self).routes()

    def add_inbox(self, number: int, name: str, phone: str, **more: Any) -> Inbox:
        self.world.inboxes[number] = inbox = Inbox(number, name, phone, **more)
        return inbox

    def add_webhook(self, url: str, secret: str = "", **more: Any) -> None:
        self.webhooks.append(Subscription(url, secret, **more))

    def senders(self) -> set[str]:
        return {str(number) for number in self.world.inboxes}

    def listen(self, url: str, secret: str) -> None:
        self.webhooks = [one for one in self.webhooks if one.url != url]
        self.add_webhook(url, secret)

    # -- what people do

    def answer(self, number: str, text: str, *, kind: str = "text", reply_to: str | None = None) -> Bubble:
        """The person with this phone writes: into their last conversation, or a new one. It opens a resolved one."""
        phone, now = self.phones.get(number), self.now()
        conversation = self._conversation_for(phone.number)
        bubble = Bubble(f"wamid.IN{self.world.next_id('message')}", str(conversation.inbox.id), text, now, mine=True)
        bubble.kind, bubble.reply_to, bubble.by, bubble.tick = kind, reply_to, "app", Tick.DEVICE
        self.phones.wrote(phone, bubble)
        message = self._row(conversation, text, "incoming", source_id=bubble.raw_id)
        if kind != "text":
            message.files = (File(kind, "application/octet-stream", b""),)
        if reply_to is not None:
            message.content_attributes["in_reply_to"] = int(reply_to)
        if conversation.status == "resolved":
            conversation.status = "open"
            self.post(
                "conversation_status_changed",
                shapes.conversation_event("conversation_status_changed", conversation, now),
            )
        self.tell("message_created", conversation, message)
        return bubble

    def _conversation_for(self, phone: str) -> Conversation:
        contact = self.world.by_phone(phone)
        if contact is None:
            contact = self.world.add_contact(self.phones.get(phone).name or phone, phone)
        last = next(self.world.of(contact), None)
        inbox = next(iter(self.world.inboxes.values()))
        return last or self.world.open(contact, inbox, "", self.now())

    def open_chat(self, number: str) -> int:
        phone = self.phones.get(number)
        if not (phone.on and phone.receipts):
            return 0
        unread = [pair for pair in self._arrived_on(phone.number) if pair[1].status in ("sent", "delivered")]
        for conversation, message in unread:
            self.advance(conversation, message, Tick.READ)
        return len(unread)

    def switch(self, number: str, on: bool) -> None:
        phone = self.phones.get(number)
        phone.on = on
        self.phones.watchers.tell("phone", phone=phone.as_json())
        for conversation, message in self._arrived_on(phone.number) if on else ():
            if message.status == "sent":
                self.advance(conversation, message, Tick.DEVICE)

    def _arrived_on(self, number: str) -> list[tuple[Conversation, Message]]:
        return [
            (conversation, one)
            for conversation, one in self.world.messages()
            if conversation.contact.phone_number == number and one.bubble is not None and one.message_type == "outgoing"
        ]

    def type_as_agent(self, number: str, text: str, *, private: bool = False) -> Message:
        """A member of the team writes to a person in Chatwoot; a private note goes to nobody."""
        conversation = self._conversation_for(number)
        message = self._row(conversation, text, "outgoing", private=private, sender=_AGENT | {"id": 21, "name": "Ines"})
        self.tell("message_created", conversation, message)
        if not private:
            self.leave(conversation, message)
        return message

    def retry(self, message: Message) -> None:
        """Somebody taps Retry on a failed message: it wipes our key (v4.15.1)."""
        conversation = next(where for where, one in self.world.messages() if one is message)
        message.status, message.content_attributes = "sent", {}
        self.tell("message_updated", conversation, message)

    # -- what happens inside

    def write(self, conversation: Conversation, text: str, attributes: dict[str, Any], **more: Any) -> Message:
        """A row for a message of the API; no event yet. Liquid is rendered before it is kept."""
        return self._row(conversation, liquid(text), "outgoing", attributes, sender=_AGENT, **more)

    def _row(
        self,
        conversation: Conversation,
        text: str,
        message_type: str,
        attributes: dict[str, Any] | None = None,
        **more: Any,
    ) -> Message:
        number = self.world.next_id("message")
        message = Message(number, text, message_type, self.now(), dict(attributes or {}), **more)
        conversation.messages.append(message)
        return message

    def created(self, conversation: Conversation, message: Message) -> None:
        """After the commit: the webhook, and the job that sends. Each in its own time, so either may come first."""
        late = self.faults.take("updated_first", conversation.contact.phone_number)
        if late is None:
            self.tell("message_created", conversation, message)
        if not self.faults.take("stuck", conversation.contact.phone_number):
            self.leave(conversation, message)
        if late is not None:
            self.tell("message_created", conversation, message)

    def leave(self, conversation: Conversation, message: Message) -> None:
        """The job that sends: to the number of the conversation's own contact inbox."""
        to = conversation.contact.phone_number
        if failure := self.faults.take("late_failure", to):
            self.fail(conversation, message, str(failure.value or "131026: Message undeliverable"))
            return
        phone = self.phones.find(conversation.source_id.removeprefix("whatsapp:").lstrip("+"))
        if conversation.inbox.channel_type == "Channel::Api":
            phone = self.phones.get(conversation.contact.phone_number or "")
        if phone is None or not phone.exists:
            self.fail(conversation, message, "131026: Message undeliverable")
            return
        if not conversation.can_reply(self.now()) and "template_params" not in message.additional_attributes:
            self.fail(conversation, message, "131047: Re-engagement message")
            return
        file = message.files[0] if message.files else None
        bubble = Bubble(str(message.id), str(conversation.inbox.id), message.content or "", self.now())
        bubble.kind, bubble.file = (file.kind, file) if file is not None else ("text", None)
        message.bubble = self.phones.arrive(phone, bubble)
        if self.faults.take("failed_though_arrived", to):
            self.fail(conversation, message, _TIMED_OUT)
            return
        self.spawn(self._follow(conversation, message))

    async def _follow(self, conversation: Conversation, message: Message) -> None:
        await self.pause_for_ticks()
        message.source_id = f"wamid.HBg{message.id}"
        self.tell("message_updated", conversation, message)
        if self.phones.get(conversation.contact.phone_number or "").on:
            self.advance(conversation, message, Tick.DEVICE)

    def fail(self, conversation: Conversation, message: Message, error: str) -> None:
        message.status = "failed"
        message.content_attributes["external_error"] = error
        self.tell("message_updated", conversation, message)

    def advance(self, conversation: Conversation, message: Message, tick: Tick) -> None:
        message.status = "read" if tick is Tick.READ else "delivered"
        if message.bubble is not None:
            self.phones.tick(self.phones.get(conversation.contact.phone_number or ""), message.bubble, tick)
        self.tell("message_updated", conversation, message, about=str(message.id))

    def tell(self, event: str, conversation: Conversation, message: Message, *, about: str = "") -> Postings:
        """Posts an event about a message, as it is now."""
        shown = message
        if self.faults.take("other_last", conversation.contact.phone_number):
            shown = Message(message.id + 1000, "another", "outgoing", self.now())
        body = shapes.webhook_body(event, message, conversation, shown, self.now())
        if event == "message_updated" and self.faults.take("wiped", conversation.contact.phone_number):
            body |= {"content_attributes": {}}
            body["conversation"]["messages"][0]["content_attributes"] = {}
        return self.post(event, body, about=about)

    def post(self, event: str, body: dict[str, Any], *, about: str = "") -> Postings:
        postings: Postings = []
        for one in self.webhooks:
            if event in one.events:
                hook = Hook(one.url, self._headers(one.secret), timeout=5.0)  # once: what is lost is lost
                if about:
                    postings += self.postman.post_in_turn(about, hook, event, body)
                else:
                    postings += self.postman.post(hook, event, body)
        return postings

    def _headers(self, secret: str) -> Any:
        return lambda raw, forged: shapes.signed_headers(raw, secret + ("-wrong" if forged else ""), self.now())
