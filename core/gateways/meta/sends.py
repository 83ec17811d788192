"""What is asked of Meta's WhatsApp platform to send one message: a JSON body. Rules: section A1 of the contract page.

Here: bodies. Not here: HTTP and uploads (`cloud`), errors (`meta.codes`), webhooks (`meta.events`).
"""

from __future__ import annotations

import re
from typing import Any

from core.gateways.sending import Media, Outgoing, Template

KINDS_OF_FILES = frozenset({"image", "video", "document", "audio"})
LONGEST_TEXT, LONGEST_CAPTION = 4096, 1024
_STICKERS_ONLY = frozenset({"image/webp"})
_SPACES = re.compile(r"[\n\r\t]+| {4,}")


def refusal(out: Outgoing) -> str:
    """What Meta would refuse, as a reason code, before it leaves; "" for nothing. See `Kind.refuses`."""
    template, media = out.template, out.media
    if media is not None and (media.kind not in KINDS_OF_FILES or media.mime in _STICKERS_ONLY):
        return "cannot_send_this" if media.kind not in KINDS_OF_FILES else "not_this_picture"
    if template is not None:
        return "template_values" if template.names and len(template.names) != len(template.values) else ""
    if media is None:
        return "too_long" if len(out.text) > LONGEST_TEXT else ""
    if media.kind == "audio" and out.text:
        return "no_caption_with_audio"
    return "caption_too_long" if len(out.text) > LONGEST_CAPTION else ""


def body_of(out: Outgoing, media_id: str | None = None) -> dict[str, Any]:
    """The message as JSON; `media_id` is that of its file, uploaded before."""
    body: dict[str, Any] = {
        "messaging_product": "whatsapp",
        "recipient_type": "individual",
        "to": out.to.lstrip("+"),
    }
    if out.token is not None:
        body["biz_opaque_callback_data"] = out.token
    if out.reply_to is not None:
        body["context"] = {"message_id": out.reply_to}
    if out.template is not None:
        file = {"kind": out.media.kind, "id": media_id} if out.media is not None and media_id else None
        return body | {"type": "template", "template": _template(out.template, file)}
    if out.media is not None:
        return body | {"type": out.media.kind, out.media.kind: _file(out.media, out.text, media_id)}
    return body | {"type": "text", "text": {"body": out.text, "preview_url": False}}


def _file(media: Media, caption: str, media_id: str | None) -> dict[str, Any]:
    told: dict[str, Any] = {"id": media_id}
    if caption and media.kind != "audio":
        told["caption"] = caption
    if media.kind == "document":
        told["filename"] = media.name
    return told


def _template(template: Template, file: dict[str, Any] | None) -> dict[str, Any]:
    """Components without a place to fill are left out: a wrong count is error 132000."""
    parts: list[dict[str, Any]] = []
    if file is not None:
        parts.append({"type": "header", "parameters": [{"type": file["kind"], file["kind"]: {"id": file["id"]}}]})
    elif template.header is not None:
        parts.append({"type": "header", "parameters": [{"type": "text", "text": plain(template.header)}]})
    if template.values:
        parts.append({"type": "body", "parameters": _values(template)})
    for index, value in enumerate(template.buttons):
        filled = [{"type": "text", "text": value}]
        parts.append({"type": "button", "sub_type": "url", "index": str(index), "parameters": filled})
    told: dict[str, Any] = {"name": template.name, "language": {"code": template.language}}
    return told | ({"components": parts} if parts else {})


def _values(template: Template) -> list[dict[str, str]]:
    if not template.names:
        return [{"type": "text", "text": plain(value)} for value in template.values]
    pairs = zip(template.names, template.values, strict=True)
    return [{"type": "text", "parameter_name": name, "text": plain(value)} for name, value in pairs]


def plain(value: str) -> str:
    """A value as a template takes it: Meta refuses line ends, tabs and long runs of spaces in one."""
    return _SPACES.sub(" ", value).strip() or "-"
