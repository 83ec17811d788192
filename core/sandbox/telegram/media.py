"""The methods of the Bot API that carry files: pictures and documents, sent and put in the place of what a message was.

Not here: messages of text (`telegram.methods`), what a picture's bytes say (`telegram.content`).
"""

from __future__ import annotations

from typing import Any

from core.sandbox.telegram import content
from core.sandbox.telegram.methods import (
    CAPTION,
    EDIT,
    ONE_MESSAGE,
    SENDING,
    Files,
    Method,
    inline,
    lay_over,
    own,
    send,
)
from core.sandbox.telegram.params import Args, Upload, bad, check, file, string, thing
from core.sandbox.telegram.world import Message, World, media

PHOTO_LIMIT = 10 * 1024 * 1024
DOCUMENT_LIMIT = 50 * 1024 * 1024
_PARTS = {"text", "entities", "photo", "caption", "caption_entities", "reply_markup"}
_INPUT_PHOTO = {**CAPTION, "type": string, "media": string}


def send_photo(world: World, args: Args, files: Files) -> Message:
    return send(world, args, _photo(world, args, files, "photo"))


def _photo(world: World, args: Args, files: Files, name: str) -> dict[str, Any]:
    """A photo and its caption, within Telegram's limits (core.telegram.org/bots/api#sendphoto)."""
    file_id, unique, upload = _upload(world, args, files, name)
    if len(upload.data) > PHOTO_LIMIT:
        raise bad("file is too big")
    width, height = content.picture_size(upload.data)
    if width + height > 10000 or max(width, height) > 20 * min(width, height):
        raise bad("PHOTO_INVALID_DIMENSIONS")
    size = {"file_id": file_id, "file_unique_id": unique, "width": width, "height": height}
    photo = {"photo": [{**size, "file_size": len(upload.data)}]}
    return photo | content.read_text(args, "caption", content.CAPTION_LIMIT)


def _upload(world: World, args: Args, files: Files, name: str) -> tuple[str, str, Upload]:
    given: str = args[name]
    if given.startswith("attach://"):
        upload = files.get(given.removeprefix("attach://"))
        if upload is None:
            raise bad(f"there is no {name} in the request")
        if not upload.data:
            raise bad("file must be non-empty")
        return *world.keep_file(upload), upload
    if given in world.files:
        return given, given[-15:], world.files[given][1]
    raise bad("wrong file identifier/HTTP URL specified")


def send_document(world: World, args: Args, files: Files) -> Message:
    file_id, unique, upload = _upload(world, args, files, "document")
    if len(upload.data) > DOCUMENT_LIMIT:
        raise bad("file is too big")
    what = {"document": describe(file_id, unique, upload)}
    return send(world, args, what | content.read_text(args, "caption", content.CAPTION_LIMIT))


def describe(file_id: str, unique: str, upload: Upload) -> dict[str, Any]:
    """A Document object."""
    return {
        "file_id": file_id,
        "file_unique_id": unique,
        "file_name": upload.name,
        "mime_type": upload.mime,
        "file_size": len(upload.data),
    }


def edit_media(world: World, args: Args, files: Files) -> Message:
    """A photo in the place of a photo or of text; its caption and keyboard are those of the call, or none."""
    chat, message = own(world, args, "message to edit not found")
    if media(message) not in (None, "photo"):
        raise bad("message can't be edited")
    kind = args["media"].get("type")
    if kind != "photo":
        raise bad(f'can\'t parse InputMedia: type "{kind}" is not played here: use photo')
    given = check(_INPUT_PHOTO, ("type", "media"), args["media"])
    return lay_over(world, chat, message, _photo(world, given, files, "media") | inline(args), _PARTS)


METHODS = (
    Method("sendPhoto", {**SENDING, **CAPTION, "photo": file}, ("chat_id", "photo"), send_photo),
    Method("sendDocument", {**SENDING, **CAPTION, "document": file}, ("chat_id", "document"), send_document),
    Method("editMessageMedia", {**EDIT, "media": thing}, (*ONE_MESSAGE, "media"), edit_media),
)
