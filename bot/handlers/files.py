"""The router for what is no text: a shared contact card becomes a contact; a picture, video, document or sound goes with the
message that its caption asks for; anything else gets a sentence.
"""

from __future__ import annotations

from datetime import datetime

from aiogram import Bot, F, Router
from aiogram.types import Audio, Document, Message, PhotoSize, Video, Voice

from bot.access import Speaker
from bot.handlers import newcomers, people, setup
from bot.handlers.bringing import LARGEST, MOST_LINES
from bot.handlers.doing import carry_out
from bot.handlers.setup_states import Talk, setup_of
from bot.handlers.task import Task, pinned, task_of
from bot.handlers.words import Heard, answer_to
from bot.replies.refusals import why_not
from bot.replies.reply import Reply
from bot.replies.voice import escape
from bot.saying import say
from core.channels.connecting import Place
from core.commands import AddContact
from core.errors import Refused
from core.language.reading import ContactDetails, Reading
from core.media import media
from core.media.filetypes import LARGEST as LARGEST_FILE
from core.people.sheets import text_of
from storage.queries import chat as store


def make_router() -> Router:
    made = Router(name="files")
    made.message.register(card, F.contact)
    made.message.register(sent_file, F.photo | F.document | F.video | F.audio | F.voice)
    made.message.register(other)
    return made


async def card(message: Message, bot: Bot, speaker: Speaker, now: datetime, origin: str, place: Place) -> None:
    """A contact card. Telegram writes numbers without the plus of their country code."""
    shared = message.contact
    if shared is None or not shared.phone_number:
        await _say(bot, speaker, Reply(escape(speaker.said("no-card-phone"))))
        return
    phone = shared.phone_number if shared.phone_number.startswith("+") else f"+{shared.phone_number}"
    name = " ".join(part for part in (shared.first_name, shared.last_name) if part).strip() or phone
    talk = Talk(bot, speaker, place, now, origin, message.message_id)
    row = await setup.under_way(talk)
    if row is not None and setup_of(row).step in ("contact", "hello"):
        await _say(bot, speaker, await setup.carded(talk, row, name, phone))
        return
    try:
        reading = Reading("ok", "add_contact", contact=ContactDetails(name[:200], phone))
        task = Task(speaker, reading, now, origin)
        reply = await people.add_contact(task, AddContact(name[:200], phone))
        reply = await newcomers.by_card(bot, task, reply)
    except Refused as error:
        reply = Reply(why_not(speaker.said, error))
    await _say(bot, speaker, reply)


async def sent_file(message: Message, bot: Bot, speaker: Speaker, now: datetime, origin: str) -> None:
    """A file whose caption is a sentence: kept, and sent with what the sentence asks for."""
    file = _file_of(message)
    if isinstance(file, Document) and (file.file_name or "").lower().endswith((".csv", ".tsv")):
        await _say(bot, speaker, await _people_of(bot, speaker, file, now, origin))
        return
    caption = (message.caption or "").strip()
    if file is None or not caption:
        await _say(bot, speaker, Reply(escape(speaker.said("file-needs-caption"))))
        return
    try:
        speaker.actor.needs("sender")
        kept = None if await store.proposal_by_origin(origin) else await _keep(bot, speaker, file, now)
    except Refused as error:
        await _say(bot, speaker, Reply(why_not(speaker.said, error)))
        return
    reply, _, _ = await answer_to(Heard(bot, speaker, caption, None, now, origin, kept))
    await _say(bot, speaker, reply)


async def _people_of(bot: Bot, speaker: Speaker, file: Document, now: datetime, origin: str) -> Reply:
    """What a table of people would do, with a question; what was read under this origin before is what is asked about."""
    known = await store.proposal_by_origin(origin)
    if known is not None:
        return await carry_out(task_of(speaker, known, now))
    if (file.file_size or 0) > LARGEST:
        return Reply(why_not(speaker.said, Refused("sheet_too_large", most=MOST_LINES)))
    try:
        data = await bot.download(file)
        text = text_of(data.read() if data is not None else b"")
    except Refused as error:
        return Reply(why_not(speaker.said, error))
    return await carry_out(await pinned(speaker, Reading("ok", "import", text=text), origin, now))


def _file_of(message: Message) -> PhotoSize | Document | Video | Audio | Voice | None:
    return message.photo[-1] if message.photo else message.document or message.video or message.audio or message.voice


async def _keep(bot: Bot, speaker: Speaker, file: PhotoSize | Document | Video | Audio | Voice, now: datetime) -> int:
    """The file's id, once it is here. Telegram gives bots no more than 20 MB. Raises Refused."""
    if (file.file_size or 0) > LARGEST_FILE:
        raise Refused("file_too_large", most=LARGEST_FILE)
    data = await bot.download(file)
    name = getattr(file, "file_name", None) or ""
    return await media.keep(speaker.actor.workspace, data.read() if data is not None else b"", name, now)


async def other(message: Message, bot: Bot, speaker: Speaker) -> None:
    """Stickers, places, polls: said rather than passed over."""
    await _say(bot, speaker, Reply(escape(speaker.said("voice-not-yet"))))


async def _say(bot: Bot, speaker: Speaker, reply: Reply) -> None:
    await say(bot, speaker.actor.workspace, speaker.staff, speaker.chat, reply)
