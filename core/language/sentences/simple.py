"""Short sentences: undo, help, digest, contacts, a new contact. Changes to people who are known: directory.py."""

from __future__ import annotations

from core.language.reading import ContactDetails
from core.language.sentences.draft import Draft, Frame
from core.language.sentences.parts import SILENT
from core.language.sentences.verbs import Verb
from core.language.words.phones import phone_of
from core.language.words.symbols import Item

_NOT_A_NAME = ("COMMA", "STOP", "AS", "TAGW", "POLITE", "AND", "CHANNELW", "TARGETW", "RANGE", "TO", "FORTO")

_ALSO = {"undo": ("LAST", "MINE"), "digest": ("THIS", "WEEK", "ME", "NOW"), "contacts": ("ALL", "ME"), "help": ("ME",)}


def read_simple(frame: Frame, verb: Verb) -> Draft | None:
    """undo, help, digest, contacts: nothing may follow but courtesies."""
    draft = Draft(frame, verb.intent)
    draft.mark(verb.start, verb.end, "verb")
    items = [*frame.lexer.run(0, verb.start), *frame.lexer.run(verb.end, len(frame.tokens))]
    rest = [item for item in items if not item.has(*SILENT, *_ALSO[verb.intent])]
    if any(item.kind == "WORD" for item in rest):
        return None
    if rest:
        draft.ask("not_understood", unknown=frame.words(rest))
    return draft


def read_add_contact(frame: Frame, verb: Verb) -> Draft:
    """ "add contact Bruno Costa +351 912 345 678 #vip": the name is what is left, as typed."""
    draft = Draft(frame, "add_contact")
    draft.mark(verb.start, verb.end, "verb")
    phone, tags, name = _details(frame, verb.end, draft)
    if not name:
        draft.missing.append("name")
    if phone is None and not draft.questions:
        draft.missing.append("phone")
    draft.fields["contact"] = ContactDetails(name, phone, tuple(tags))
    return draft


def _details(frame: Frame, at: int, draft: Draft) -> tuple[str | None, list[str], str]:
    phone: str | None = None
    tags: list[str] = []
    spelt: list[Item] = []
    quoted = ""
    while at < len(frame.tokens):
        token, item = frame.tokens[at], frame.lexer.at(at)
        tag = item.has("TAGW") and item.end < len(frame.tokens) and frame.tokens[item.end].kind == "word"
        if token.kind in ("phone", "local"):
            if phone is not None:
                draft.ask("multiple_commands")
            phone = phone_of(token.text, frame.world)
            if phone is None:
                draft.ask("invalid_phone", unknown=(token.text,))
        elif token.kind in ("num", "mil", "year") and len(token.text) > 3:
            draft.ask("invalid_phone", unknown=(token.text,))
        elif token.kind == "hash" or tag:
            tags.append(frame.tokens[item.end].text if tag else token.text[1:])
            at = item.end + 1 if tag else item.end
            continue
        elif token.kind == "quote":
            quoted = frame.inside(token)
        elif not item.has(*_NOT_A_NAME) or (spelt and not item.has("AS", "COMMA", "STOP") and token.capital):
            strange = item.kind != "WORD" and not token.capital and not item.has("OF", "THE")
            if strange or (spelt and spelt[-1].end != at):
                draft.ask("not_understood", unknown=(token.text,))
            else:
                spelt.append(item)
        at = item.end
    name = quoted or (frame.text(spelt[0].start, spelt[-1].end) if spelt else "")
    return phone, tags, name.strip()
