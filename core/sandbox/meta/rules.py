"""What Meta's send endpoint takes and refuses: a body in, what is asked for out. Strict, so that mistakes are found here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from core.sandbox.phones import File, digits_of

_ENVELOPE = frozenset(
    {"messaging_product", "recipient_type", "to", "type", "context", "biz_opaque_callback_data", "recipient"}
)
_FILES = {"image": {"caption"}, "video": {"caption"}, "document": {"caption", "filename"}, "audio": set()}
LONGEST_TEXT = 4096
LONGEST_MARK = 512


class Refused(Exception):
    """An error of the Graph API: its code, its text, the HTTP status."""

    def __init__(self, code: int, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.code, self.text, self.status = code, text, status


@dataclass(slots=True)
class Template:
    """A template as it was approved (or not): how many places its body has, and a file in its headline."""

    name: str
    language: str
    places: int = 1
    status: str = "APPROVED"
    text: str = "{{1}}"
    header: str = ""
    error: int | None = None
    """The code with which each send of it is refused."""


@dataclass(slots=True)
class Asked:
    to: str
    said_to: str
    text: str
    file: File | None
    mark: str | None
    template: Template | None


def read_message(body: Any, templates: Mapping[tuple[str, str], Template], files: Mapping[str, File]) -> Asked:
    """What a body asks to send. Raises Refused."""
    if not isinstance(body, dict) or body.get("messaging_product") != "whatsapp":
        raise Refused(100, "The parameter messaging_product is required.")
    of_type, to = body.get("type", "text"), body.get("to")
    if odd := set(body) - _ENVELOPE - {of_type}:
        raise Refused(100, f"Invalid parameter: {sorted(odd)[0]}")
    if not isinstance(to, str) or len(digits_of(to)) < 5:
        raise Refused(131009, "Parameter value is not valid: to")
    mark = body.get("biz_opaque_callback_data")
    if mark is not None and (not isinstance(mark, str) or len(mark) > LONGEST_MARK):
        raise Refused(100, "biz_opaque_callback_data is too long")
    inner = body.get(of_type)
    if not isinstance(inner, dict):
        raise Refused(131008, f"Required parameter is missing: {of_type}")
    text, file, template = _content(of_type, inner, templates, files)
    return Asked("+" + digits_of(to), to, text, file, mark, template)


def _content(
    of_type: str, inner: dict[str, Any], templates: Mapping[tuple[str, str], Template], files: Mapping[str, File]
) -> tuple[str, File | None, Template | None]:
    if of_type == "text":
        return _text(inner), None, None
    if of_type == "template":
        return _template(inner, templates, files)
    if of_type not in _FILES:
        raise Refused(131051, f"Unsupported message type: {of_type}")
    if odd := set(inner) - _FILES[of_type] - {"id", "link"}:
        raise Refused(100, f"Invalid parameter: {of_type}[{sorted(odd)[0]}]")
    if ("id" in inner) == ("link" in inner):
        raise Refused(100, "Exactly one of id and link is wanted")
    return str(inner.get("caption", "")), _file(of_type, inner.get("id"), files), None


def _text(inner: dict[str, Any]) -> str:
    if odd := set(inner) - {"body", "preview_url"}:
        raise Refused(100, f"Invalid parameter: text[{sorted(odd)[0]}]")
    text = inner.get("body")
    if not isinstance(text, str) or not text or len(text) > LONGEST_TEXT:
        raise Refused(100, "Param text['body'] must be at most 4096 characters long.")
    return text


def _file(of_type: str, media_id: Any, files: Mapping[str, File]) -> File:
    found = files.get(str(media_id))
    if found is None:
        raise Refused(131053, "Media upload error: no such media id")
    return File(of_type, found.mime, found.data)


def _template(
    inner: dict[str, Any], templates: Mapping[tuple[str, str], Template], files: Mapping[str, File]
) -> tuple[str, File | None, Template]:
    language = inner.get("language")
    code = language.get("code") if isinstance(language, dict) else None
    known = templates.get((str(inner.get("name")), str(code)))
    if known is None:
        raise Refused(132001, "Template name does not exist in the translation", 404)
    if known.error is not None:
        raise Refused(known.error, "Refused")
    if known.status == "PAUSED":
        raise Refused(132015, "Template is Paused")
    values: list[str] = []
    file: File | None = None
    for part in inner.get("components", []):
        given = part.get("parameters") if isinstance(part, dict) else None
        if not isinstance(given, list) or not given:
            raise Refused(132000, "Number of parameters does not match the expected number of params")
        if part.get("type") == "body":
            values = [_value(one) for one in given]
        elif part.get("type") == "header" and given[0].get("type") in _FILES:
            file = _file(given[0]["type"], given[0][given[0]["type"]].get("id"), files)
    if len(values) != known.places or bool(known.header) != (file is not None):
        raise Refused(132000, "Number of parameters does not match the expected number of params")
    text = known.text
    for index, value in enumerate(values, 1):
        text = text.replace(f"{{{{{index}}}}}", value)
    return text, file, known


def _value(one: Any) -> str:
    text = one.get("text") if isinstance(one, dict) and one.get("type") == "text" else None
    if not isinstance(text, str) or not text or "\n" in text or "\t" in text or "    " in text:
        raise Refused(132018, "There's an issue with the parameters in your template")
    return text
