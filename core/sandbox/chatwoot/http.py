"""The routes of the pretend Chatwoot, under `/api/v1/accounts/{account}`, as strict as the real one and as odd.

Here: tokens, bodies, answers. Not here: what a message does (`chatwoot`), JSON (`chatwoot.shapes`).
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from aiohttp import web

from core.sandbox.chatwoot import shapes
from core.sandbox.chatwoot.world import Contact, Conversation, Inbox, InvalidError, Message
from core.sandbox.guard import need_loopback_url
from core.sandbox.phones import File
from core.sandbox.provider import read_body

if TYPE_CHECKING:
    from core.sandbox.chatwoot.server import ChatwootServer

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]
_BASE = "/api/v1/accounts/{account}"
_OF_BOTS = ("open_conversation", "write")
_LONGEST = 150_000
_PER_PAGE = 15
_KINDS = ("image", "audio", "video")


class RefusedError(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, body: dict[str, Any]) -> None:
        super().__init__(status)
        self.status, self.body = status, body


def _not_there() -> RefusedError:
    return RefusedError(404, {"error": "Resource could not be found"})


class Api:
    def __init__(self, server: ChatwootServer) -> None:
        self.server, self.world = server, server.world

    def routes(self) -> list[web.RouteDef]:
        contact, conversation = _BASE + "/contacts/{contact}", _BASE + "/conversations/{conversation}"
        return [
            web.get(_BASE + "/contacts/search", self.guarded(self.search)),
            web.post(_BASE + "/contacts/filter", self.guarded(self.filter)),
            web.post(_BASE + "/contacts", self.guarded(self.add_contact)),
            web.post(contact + "/contact_inboxes", self.guarded(self.add_contact_inbox)),
            web.get(contact + "/conversations", self.guarded(self.conversations_of)),
            web.post(_BASE + "/conversations", self.guarded(self.open_conversation)),
            web.get(conversation + "/messages", self.guarded(self.messages)),
            web.post(conversation + "/messages", self.guarded(self.write)),
            web.get(_BASE + "/inboxes/{inbox}", self.guarded(self.inbox)),
            web.get(_BASE + "/webhooks", self.guarded(self.webhooks)),
            web.post(_BASE + "/webhooks", self.guarded(self.add_webhook)),
        ]

    def guarded(self, handler: Handler) -> Handler:
        async def handle(request: web.Request) -> web.StreamResponse:
            try:
                self._let_in(request, handler)
                if handler.__name__ not in ("write", "inbox") and (fault := self.server.faults.take("step")):
                    return web.json_response({"error": "Something went wrong"}, status=int(fault.value or 500))
                answer = await handler(request)
            except RefusedError as refused:
                return web.json_response(refused.body, status=refused.status)
            makes = handler.__name__ in ("add_contact", "open_conversation")
            if makes and self.server.faults.take("step_after"):
                return web.Response(status=500, text="<h1>We're sorry, but something went wrong.</h1>")
            return answer

        return handle

    def _let_in(self, request: web.Request, handler: Handler) -> None:
        """Where others say 403, Chatwoot says 401."""
        given = request.headers.get("api_access_token")
        if given is None:
            raise RefusedError(401, {"errors": ["You need to sign in or sign up before continuing."]})
        is_bot = hmac.compare_digest(given.encode(), self.server.bot_key.encode())
        if not is_bot and not hmac.compare_digest(given.encode(), self.server.key.encode()):
            raise RefusedError(401, {"error": "Invalid Access Token"})
        if is_bot and handler.__name__ not in _OF_BOTS:
            raise RefusedError(401, {"error": "Access to this endpoint is not authorized for bots"})
        if request.match_info["account"] != str(self.server.account):
            raise RefusedError(401, {"error": "You are not authorized to access this account"})

    # -- contacts

    async def search(self, request: web.Request) -> web.Response:
        """Parts of names and numbers; fifteen a page."""
        wanted = request.query.get("q")
        if not wanted:
            raise RefusedError(422, {"error": "Specify search string with parameter q"})
        found = [
            one for one in self.world.contacts.values() if wanted in (one.phone_number or "") or wanted in one.name
        ]
        page = request.query.get("page", "1")
        start = (int(page) - 1) * _PER_PAGE
        rows = [self._row(one, request) for one in found[start : start + _PER_PAGE]]
        more = len(found) > start + _PER_PAGE
        return web.json_response(shapes.page_of(rows, count=len(found), page=page, more=more))

    async def filter(self, request: web.Request) -> web.Response:
        """Only what the product asks: one number, exactly, made "+" and digits by the server."""
        asked = (await read_body(request)).get("payload") or []
        wanted = {
            "+" + "".join(char for char in str(value) if char.isdigit())
            for one in asked
            if one.get("attribute_key") == "phone_number" and one.get("filter_operator") == "equal_to"
            for value in one.get("values") or ()
        }
        found = [one for one in self.world.contacts.values() if one.phone_number in wanted]
        return web.json_response(shapes.page_of([self._row(one, request) for one in found]))

    def _row(self, contact: Contact, request: web.Request) -> dict[str, Any]:
        inboxes = request.query.get("include_contact_inboxes", "true") == "true"
        return shapes.contact_row(contact, self.world, inboxes=inboxes)

    async def add_contact(self, request: web.Request) -> web.Response:
        body = await read_body(request)
        phone, name = body.get("phone_number"), str(body.get("name") or "")
        inbox = self.world.inboxes.get(int(body.get("inbox_id") or 0))
        if phone and self.server.faults.take("contact_race", str(phone)):
            self.world.add_contact("made by somebody else", str(phone), inbox)
        try:
            contact = self.world.add_contact(name, phone, inbox, str(body.get("source_id") or ""))
        except InvalidError as error:
            raise RefusedError(422, {"message": str(error), "attributes": ["phone_number"]}) from None
        made: dict[str, Any] = {"contact": shapes.contact_row(contact, self.world)}
        if inbox is not None:
            place = {"inbox": shapes.inbox_row(inbox), "source_id": contact.source_ids.get(inbox.id)}
            made["contact_inbox"] = place
        return web.json_response({"payload": made})

    async def add_contact_inbox(self, request: web.Request) -> web.Response:
        contact, body = self._contact(request), await read_body(request)
        inbox = self._inbox(body.get("inbox_id"))
        source_id = str(body.get("source_id") or inbox.source_id_for(contact.phone_number or ""))
        contact.source_ids[inbox.id] = source_id
        return web.json_response({"source_id": source_id, "inbox": shapes.slim_inbox(inbox)})

    def _contact(self, request: web.Request) -> Contact:
        contact = self.world.contacts.get(int(request.match_info["contact"]))
        if contact is None:
            raise _not_there()
        return contact

    def _inbox(self, given: Any) -> Inbox:
        inbox = self.world.inboxes.get(int(given or 0))
        if inbox is None:
            raise _not_there()
        return inbox

    # -- conversations

    async def conversations_of(self, request: web.Request) -> web.Response:
        theirs = list(self.world.of(self._contact(request)))[:20]
        return web.json_response({"payload": [shapes.conversation_row(one, self.server.now()) for one in theirs]})

    async def open_conversation(self, request: web.Request) -> web.Response:
        body = await read_body(request)
        inbox, contact = self._inbox(body.get("inbox_id")), self.world.contacts.get(int(body.get("contact_id") or 0))
        if contact is None:
            raise _not_there()
        now = self.server.now()
        made = self.world.open(contact, inbox, str(body.get("source_id") or ""), now, str(body.get("status") or "open"))
        self.server.post("conversation_created", shapes.conversation_event("conversation_created", made, now))
        return web.json_response(shapes.conversation_row(made, now))

    def _conversation(self, request: web.Request) -> Conversation:
        conversation = self.world.conversations.get(int(request.match_info["conversation"]))
        if conversation is None:
            raise _not_there()
        return conversation

    # -- messages

    async def messages(self, request: web.Request) -> web.Response:
        """Without limits the last 20; `before`, 20 older; `after`, 100 newer; both, up to 1000."""
        conversation, asked = self._conversation(request), request.query
        after, before = int(asked.get("after", -1)), int(asked.get("before", 2**60))
        rows = conversation.messages
        if "after" in asked and "before" in asked:
            rows = [one for one in rows if after <= one.id < before][:1000]
        elif "after" in asked:
            rows = [one for one in rows if one.id > after][:100]
        else:
            rows = [one for one in rows if one.id < before][-20:]
        return web.json_response({"meta": {}, "payload": [shapes.message_row(one, conversation) for one in rows]})

    async def write(self, request: web.Request) -> web.Response:
        conversation = self._conversation(request)
        body, files = await _message_body(request)
        to = conversation.contact.phone_number or ""
        if (early := await self.server.before(request, to, body)) is not None:
            return early
        text = str(body.get("content") or "")
        if invalid := self.server.faults.take("invalid_before", to):
            raise RefusedError(422, {"error": str(invalid.value or "Validation failed: Too many messages")})
        if len(text) > _LONGEST:
            raise RefusedError(422, {"error": "Validation failed: Content is too long (maximum is 150000 characters)"})
        if not text and not files and "template_params" not in body:
            raise RefusedError(422, {"error": "Validation failed: Content can't be blank"})
        message = self._made(conversation, body, text, files)
        row = shapes.message_row(message, conversation, body.get("echo_id"))  # as it was before any job ran
        self.server.created(conversation, message)
        if self.server.faults.take("invalid_after", to):
            raise RefusedError(422, {"error": "Error connecting to Redis on localhost:6379 (Errno::ECONNREFUSED)"})
        return await self.server.after(request, to, body, web.json_response(row))

    def _made(self, conversation: Conversation, body: dict[str, Any], text: str, files: tuple[File, ...]) -> Message:
        attributes = body.get("content_attributes")
        message = self.server.write(conversation, text, attributes if isinstance(attributes, dict) else {}, files=files)
        message.private = body.get("private") in (True, "true")
        if isinstance(body.get("template_params"), dict):
            message.additional_attributes["template_params"] = body["template_params"]
        return message

    # -- inboxes and webhooks

    async def inbox(self, request: web.Request) -> web.Response:
        return web.json_response(shapes.inbox_row(self._inbox(request.match_info["inbox"])))

    async def webhooks(self, _: web.Request) -> web.Response:
        rows = [{"id": n, "url": one.url, "secret": one.secret} for n, one in enumerate(self.server.webhooks, 1)]
        return web.json_response({"payload": {"webhooks": rows}})

    async def add_webhook(self, request: web.Request) -> web.Response:
        told = (await read_body(request)).get("webhook") or {}
        try:
            need_loopback_url(str(told.get("url")))
        except ValueError as error:
            raise RefusedError(422, {"message": str(error), "attributes": ["url"]}) from None
        if any(one.url == told.get("url") for one in self.server.webhooks) or not told.get("url"):
            raise RefusedError(422, {"message": "Url has already been taken", "attributes": ["url"]})
        self.server.add_webhook(str(told["url"]), "made-by-chatwoot", events=tuple(told.get("subscriptions") or ()))
        webhook = {"id": len(self.server.webhooks), "secret": "made-by-chatwoot"} | told
        return web.json_response({"payload": {"webhook": webhook}})


async def _message_body(request: web.Request) -> tuple[dict[str, Any], tuple[File, ...]]:
    """JSON, or a form with files, in which `content_attributes` is a JSON text."""
    if not request.content_type.startswith("multipart/"):
        return await read_body(request), ()
    form, files = await request.post(), []
    body: dict[str, Any] = {name: value for name, value in form.items() if isinstance(value, str)}
    for one in form.getall("attachments[]", []):
        if isinstance(one, web.FileField):
            kind = one.content_type.split("/")[0]
            files.append(File(kind if kind in _KINDS else "document", one.content_type, one.file.read()))
    if isinstance(body.get("content_attributes"), str):
        body["content_attributes"] = json.loads(body["content_attributes"])
    return body, tuple(files)
