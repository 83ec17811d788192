"""Notices in words: what happened, and what to do about it. Pure: values in, a reply out.

Not here: when they are delivered (`bot.notices`), those about channels (`channel_notices`), the digest (`bot.digest`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.replies import times
from bot.replies.looks import cause
from bot.replies.parts import moment, people
from bot.replies.reply import ARRIVED, GO_ON, LEAVE, PART, RESEND, REST, RETRY, Reply, Shows, button, time_guard
from bot.replies.voice import Html, Voice, bold, escape, fit, parts_of, verbatim
from core.messages.views import View
from core.slots.room import TOO_MANY

Row = dict[str, Any]

_TITLE = 60
_MISSED = {"missed", "nobody"}


def trouble(said: Voice, kind: str, view: View, causes: Mapping[str, int], names: Sequence[str]) -> Reply:
    """Failed or skipped: how many, of which message, why, and how to send them again. `names`: whom it concerns."""
    count = sum(causes.values())
    told = (
        [cause(said, name, count) for name in causes]
        if len(causes) == 1
        else [said("cause-count", n=n, cause=cause(said, name, n)) for name, n in causes.items()]
    )
    who = said.several(list(names)) if names and len(names) <= count else people(said, view.names)
    values = {"number": f"#{view.number}", "title": said.cut(view.title, _TITLE)}
    first = said(f"notice-{kind}", n=count, who=who, causes=said.several(told), **values)
    if set(causes) <= _MISSED:
        return Reply(fit([escape(first), escape(said("notice-skipped-missed", **values))]))
    if set(causes) == {"opted_out"}:
        return Reply(fit([escape(first), escape(said("notice-skipped-opted_out", many=count))]))
    key = "notice-skipped-no_phone" if set(causes) == {"no_phone"} else f"notice-{kind}-do"
    if TOO_MANY in causes:
        key = "notice-skipped-too_many_people"
    do = said(key, first=names[0] if names else who, channel=view.channel or "", people=str(view.people), **values)
    return Reply(fit([escape(first), escape(do)]), ((button(said, RETRY, "retry", view.number),),))


def unsure(said: Voice, row: Row, zone: str) -> Reply:
    """With its two buttons, guarded by the attempt that is unsure."""
    at = (row["sending_at"] or row["slot_at"]).astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)
    text = said(
        "notice-unsure",
        number=f"#{row['number']}",
        title=said.cut(row["title"], _TITLE),
        who=row["contact_name"],
        when=times.short_moment(said, at),
    )
    guards = (row["id"], row["attempts"])
    rows = ((button(said, ARRIVED, "arrived", *guards),), (button(said, RESEND, "not-arrived", *guards),))
    return Reply(escape(text), rows)


def settled(said: Voice, view: View) -> Reply:
    """What an unsure notice becomes that settled before anybody tapped."""
    return Reply(escape(said("notice-unsure-settled", number=f"#{view.number}", who=people(said, view.names))))


def alarm(said: Voice, view: View) -> Reply:
    values = {"number": f"#{view.number}", "title": said.cut(view.title, _TITLE), "who": people(said, view.names)}
    return Reply(escape(said("notice-alarm", **values)))


def held(said: Voice, row: Row, zone: str) -> Reply:
    """The database went back or is a copy, and nothing leaves until an owner taps; or what became of it."""
    if "over" in row:
        lines = [said("notice-held-over", when=moment(said, row["over"], zone)), *_held_back(said, row)]
        return Reply(fit([escape(line) for line in lines]))
    lines = [said(f"notice-held-{row['cause']}", when=moment(said, row["last"], zone))]
    overdue = row["overdue"] + row["flying"] + row["behind"]
    lines.append(said("notice-held-risk", overdue=overdue, ahead=row["ahead"]))
    if row["next"] is not None:
        lines.append(said("notice-held-next", when=moment(said, row["next"], zone)))
    lines.append(said("notice-held-do"))
    since = time_guard(datetime.fromisoformat(row["since"]))
    return Reply(fit([escape(line) for line in lines]), ((button(said, GO_ON, "go-on", since),),))


def outage(said: Voice, row: Row, zone: str) -> Reply:
    """What an outage skipped and made late, with a button that sends the rest; or what became of it."""
    first, last = moment(said, row["since"], zone), row["until"] and moment(said, row["until"], zone)
    if row["name"] is None:
        lines = [said("notice-outage-not-running", since=first, until=last)]
    elif last is None:
        lines = [said("notice-outage-channel-still", name=row["name"], since=first)]
    else:
        lines = [said("notice-outage-channel", name=row["name"], since=first, until=last)]
    if row["late"]:
        lines.append(said("notice-outage-late", n=row["late"]))
    if row["skipped"]:
        shown = [f"#{one['number']} “{said.cut(one['title'], _TITLE)}”" for one in row["messages"]]
        lines.append(said("notice-outage-skipped", n=row["skipped"], what=said.several(shown, len(shown))))
        lines += [said("notice-outage-more", n=row["more"])] if row["more"] else []
    elif row["most"]:
        lines.append(said("notice-outage-none-left"))
    if not row["skipped"]:
        return Reply(fit([escape(line) for line in lines]))
    asked = row["skipped"] > row["left"]
    lines.append(said("notice-outage-do" if asked else "notice-outage-left"))
    send = button(said, REST, "send-rest", row["outage"], n=row["skipped"])
    leave = button(said, LEAVE, "leave-rest", row["outage"], n=row["skipped"])
    return Reply(fit([escape(line) for line in lines]), ((send,), (leave,)) if asked else ())


def restored(said: Voice, row: Row, zone: str) -> Reply:
    """The database came from a backup: what is not in it, and what was held back."""
    lines = [said("notice-restored", when=moment(said, row["taken_at"], zone)), *_held_back(said, row)]
    return Reply(fit([escape(line) for line in lines]))


def _held_back(said: Voice, row: Row) -> list[str]:
    lines = []
    if row["held"]:
        retries = [said("notice-restored-retry", number=f"#{number}") for number in row["numbers"]]
        lines.append(said("notice-restored-held", n=row["held"], retries=", ".join(retries)))
    if row["more"]:
        lines.append(said("notice-restored-more", n=row["more"]))
    if row["unsure"]:
        lines.append(said("notice-restored-unsure", n=row["unsure"]))
    return lines


def answer(said: Voice, row: Row, part: int = 0) -> Reply:
    """What somebody wrote, in a bubble that can be replied to; of a long text a part, with buttons for those beside it."""
    who = row["contact_name"] or row["name"] or row["phone"] or "?"
    text = row["text"] or said("no-text-kind", kind=row["kind"])
    parts = parts_of(text, 3000)
    part = min(part, len(parts) - 1)
    lines = [said.html("notice-answer", who=bold(who)), Html(f"<blockquote>{verbatim(parts[part])}</blockquote>")]
    if len(parts) > 1:
        lines.append(escape(said("notice-answer-part", part=part + 1, n=len(parts), length=len(text))))
    lines.append(escape(said("notice-answer-do")))
    beside = [("part-before", part - 1)] if part else []
    beside += [("part-after", part + 1)] if part + 1 < len(parts) else []
    row_of = tuple(button(said, PART, label, row["id"], place) for label, place in beside)
    return Reply(fit(lines), (row_of,) if row_of else (), Shows("answer", row["id"]))


def consent(said: Voice, kind: str, name: str) -> Reply:
    """opted_out, opted_in."""
    return Reply(said.html(f"notice-{kind}", who=bold(name)))


def reminder(said: Voice, text: str) -> Reply:
    return Reply(said.html("notice-reminder", text=said.cut(text, 3500)))
