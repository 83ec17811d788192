"""What is asked of Chatwoot to write one message: JSON, or a form where a file goes along.

Here: bodies. Not here: the conversation they go to (`chatwoot.rooms`). Rules: section A1.6 of the contract page. Chatwoot reads
every text as a Liquid template before it keeps it, and leaves out what stands in backticks: what a person wrote is wrapped so
that it arrives as written.
"""

from __future__ import annotations

import json
import re
from typing import Any

import aiohttp

from core.gateways.base import Outgoing, Template
from core.gateways.chatwoot.messages import TOKEN_KEY, number_of

KINDS_OF_FILES = frozenset({"image", "video", "document", "audio"})
_CODE = re.compile(r"(`.*?`)", re.DOTALL)
_LIQUID = re.compile(r"\{[{%]|\{\Z")


def refusal(out: Outgoing) -> str:
    """See `Kind.refuses`."""
    return "cannot_send_this" if out.media is not None and out.media.kind not in KINDS_OF_FILES else ""


def request_of(out: Outgoing) -> dict[str, Any]:
    """The arguments of `Wire.ask`: `json`, or `data` where a file goes along."""
    attributes: dict[str, Any] = {TOKEN_KEY: out.token} if out.token is not None else {}
    if answered := number_of(out.reply_to):
        attributes["in_reply_to"] = int(answered)
    body: dict[str, Any] = {"content": as_written(out.text), "message_type": "outgoing", "private": False}
    if out.media is not None:
        return {"data": _form(body, attributes, out)}
    if out.template is not None:
        body["template_params"] = _template(out.template)
    echo = {"echo_id": out.token} if out.token is not None else {}
    return {"json": body | {"content_type": "text", "content_attributes": attributes} | echo}


def _template(template: Template) -> dict[str, Any]:
    names = template.names or [str(number) for number in range(1, len(template.values) + 1)]
    filled: dict[str, Any] = {}
    if template.values:
        filled["body"] = dict(zip(names, template.values, strict=False))
    if template.buttons:
        filled["buttons"] = [{"type": "url", "parameter": one} for one in template.buttons]
    return {"name": template.name, "language": template.language, "processed_params": filled}


def _form(body: dict[str, Any], attributes: dict[str, Any], out: Outgoing) -> aiohttp.FormData:
    """One file: WhatsApp's own API sends no more. Of a form, Chatwoot reads the attributes as a JSON text."""
    form = aiohttp.FormData()
    for name, value in body.items():
        form.add_field(name, str(value).lower() if isinstance(value, bool) else value)
    form.add_field("content_attributes", json.dumps(attributes))
    if out.token is not None:
        form.add_field("echo_id", out.token)
    if out.media is not None:
        form.add_field("attachments[]", out.media.data, filename=out.media.name, content_type=out.media.mime)
    return form


def as_written(text: str) -> str:
    """The text so that Liquid gives it back as it is. Chatwoot wraps what stands in backticks by itself."""
    return "".join(part if part.startswith("`") and len(part) > 1 else _raw(part) for part in _CODE.split(text))


def _raw(part: str) -> str:
    return f"{{% raw %}}{part}{{% endraw %}}" if _LIQUID.search(part) else part
