"""Notices in words: what happened, and what to do about it. Pure: values in, a reply out.

Not here: when they are delivered (`bot.notices`), the digest (`bot.digest`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.replies import times
from bot.replies.looks import cause
from bot.replies.parts import people
from bot.replies.reply import ARRIVED, RESEND, RETRY, Reply, Shows, button
from bot.replies.voice import Voice, bold, escape, fit
from core.views import View

Row = dict[str, Any]

_TITLE = 60
_MISSED = {"missed", "nobody"}
_KEY_TROUBLE = frozenset({"bad_key", "bad_url", "unknown_session", "not_found"})
_SCAN = frozenset({"scan_qr_code"})


def trouble(said: Voice, kind: str, view: View, causes: Mapping[str, int], names: Sequence[str]) -> Reply:
    """Failed or skipped: how many, of which message, why, and how to send them again. `names`: whom it concerns."""
    count = sum(causes.values())
    told = (
        [cause(said, name) for name in causes]
        if len(causes) == 1
        else [said("cause-count", n=n, cause=cause(said, name)) for name, n in causes.items()]
    )
    who = said.several(list(names)) if names and len(names) <= count else people(said, view.names)
    values = {"number": f"#{view.number}", "title": said.cut(view.title, _TITLE)}
    first = said(f"notice-{kind}", n=count, who=who, causes=said.several(told), **values)
    if set(causes) <= _MISSED:
        return Reply(fit([escape(first), escape(said("notice-skipped-missed", **values))]))
    if set(causes) == {"opted_out"}:
        return Reply(fit([escape(first), escape(said("notice-skipped-opted_out"))]))
    key = "notice-skipped-no_phone" if set(causes) == {"no_phone"} else f"notice-{kind}-do"
    do = said(key, first=names[0] if names else who, **values)
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


def channel_down(said: Voice, name: str, reason: str, health: str) -> Reply:
    """What is wrong in words, and what to do about this kind of wrong."""
    lines = [said("notice-channel-down", name=name, reason=_wrong(said, reason, health)), _advice(said, name, reason)]
    return Reply(fit([escape(line) for line in lines]))


def preflight(said: Voice, row: Row, zone: str) -> Reply:
    """A channel that does not work, told before what is due over it is due."""
    first = said(
        "notice-preflight",
        name=row["name"],
        reason=_wrong(said, row["reason"], row["health"]),
        n=row["count"],
        when=_moment(said, row["first"], zone),
    )
    return Reply(fit([escape(first), escape(_advice(said, row["name"], row["reason"]))]))


def restored(said: Voice, row: Row, zone: str) -> Reply:
    """The database came from a backup: what is not in it, and what was held back."""
    lines = [said("notice-restored", when=_moment(said, row["taken_at"], zone))]
    if row["held"]:
        retries = [said("notice-restored-retry", number=f"#{number}") for number in row["numbers"]]
        lines.append(said("notice-restored-held", n=row["held"], retries=", ".join(retries)))
    if row["more"]:
        lines.append(said("notice-restored-more", n=row["more"]))
    if row["unsure"]:
        lines.append(said("notice-restored-unsure", n=row["unsure"]))
    return Reply(fit([escape(line) for line in lines]))


def _moment(said: Voice, at: str, zone: str) -> str:
    """A kept instant as the staff's clocks show it."""
    local = datetime.fromisoformat(at).astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
    return times.short_moment(said, local)


def _wrong(said: Voice, reason: str, health: str) -> str:
    return said(f"cause-{reason}") if said.has(f"cause-{reason}") else _health(said, reason, health)


def _advice(said: Voice, name: str, reason: str) -> str:
    kind = "key" if reason in _KEY_TROUBLE else "scan" if reason in _SCAN else "wait"
    return said(f"notice-channel-down-{kind}", name=name)


def _health(said: Voice, reason: str, health: str) -> str:
    for one in (reason, health):
        if one and said.has(f"health-{one}"):
            return said(f"health-{one}")
    return said("health-other", reason=(reason or health).replace("_", " "))


def channel_back(said: Voice, name: str) -> Reply:
    return Reply(escape(said("notice-channel-back", name=name)))


def answer(said: Voice, row: Row) -> Reply:
    """What somebody wrote, in a bubble that can be replied to."""
    who = row["contact_name"] or row["name"] or row["phone"] or "?"
    text = row["text"] or said("no-text-kind", kind=row["kind"])
    lines = [said.html("notice-answer", who=bold(who)), said.quoted(text, 3000), escape(said("notice-answer-do"))]
    return Reply(fit(lines), (), Shows("answer", row["id"]))


def consent(said: Voice, kind: str, name: str) -> Reply:
    """opted_out, opted_in."""
    return Reply(said.html(f"notice-{kind}", who=bold(name)))


def reminder(said: Voice, text: str) -> Reply:
    return Reply(said.html("notice-reminder", text=said.cut(text, 3500)))
