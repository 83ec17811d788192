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
from bot.replies.reply import ARRIVED, GO_ON, LEAVE, RESEND, REST, RETRY, Reply, Shows, button, time_guard
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


def channel_down(said: Voice, row: Row, dues: Sequence[datetime], zone: str) -> Reply:
    """What is wrong in words, what is at risk (`dues`), and what to do about this kind of wrong."""
    name, reason = row["name"], row["reason"]
    lines = [said("notice-channel-down", name=name, reason=health_words(said, reason, row["health"]))]
    lines += [*_risk(said, dues, zone), _advice(said, name, reason)]
    return Reply(fit([escape(line) for line in lines]))


def channel_limit(said: Voice, row: Row, dues: Sequence[datetime], zone: str) -> Reply:
    """A channel has used nine tenths of what it may send today."""
    lines = [
        said("notice-channel-limit", name=row["name"], n=row["sent"], limit=row["limit"]),
        *_risk(said, dues, zone),
    ]
    return Reply(fit([escape(line) for line in [*lines, said("notice-channel-limit-do")]]))


def channel_held(said: Voice, row: Row, dues: Sequence[datetime], zone: str) -> Reply:
    """A channel that works and may not send for a while: until when, if that is known, and what to do about it."""
    reason = health_words(said, row["reason"], "slow")
    until = said("notice-channel-held-until", when=_moment(said, row["until"], zone)) if "until" in row else ""
    lines = [
        said("notice-channel-held", name=row["name"], reason=reason, until=until).strip(),
        *_risk(said, dues, zone),
    ]
    key = f"advice-{row['reason']}"
    lines.append(said(key, name=row["name"]) if said.has(key) else said("notice-channel-held-do"))
    return Reply(fit([escape(line) for line in lines]))


def new_contacts_paused(said: Voice, row: Row, dues: Sequence[datetime], zone: str) -> Reply:
    """A channel may write to nobody new for a while."""
    lines = [
        said("notice-new-contacts", name=row["name"], when=_moment(said, row["until"], zone)),
        *_risk(said, dues, zone),
        said("notice-new-contacts-do"),
    ]
    return Reply(fit([escape(line) for line in lines]))


def _risk(said: Voice, dues: Sequence[datetime], zone: str) -> list[str]:
    """What is due over a channel in the next hours; nothing is said where nothing is."""
    return [said("notice-channel-risk", n=len(dues), when=_moment(said, dues[0].isoformat(), zone))] if dues else []


def preflight(said: Voice, row: Row, zone: str) -> Reply:
    """A channel that does not work, told before what is due over it is due."""
    first = said(
        "notice-preflight",
        name=row["name"],
        reason=health_words(said, row["reason"], row["health"]),
        n=row["count"],
        when=_moment(said, row["first"], zone),
    )
    return Reply(fit([escape(first), escape(_advice(said, row["name"], row["reason"]))]))


def held(said: Voice, row: Row, zone: str) -> Reply:
    """The database went back or is a copy, and nothing leaves until an owner taps; or what became of it."""
    if "over" in row:
        lines = [said("notice-held-over", when=_moment(said, row["over"], zone)), *_held_back(said, row)]
        return Reply(fit([escape(line) for line in lines]))
    lines = [said(f"notice-held-{row['cause']}", when=_moment(said, row["last"], zone))]
    overdue = row["overdue"] + row["flying"] + row["behind"]
    lines.append(said("notice-held-risk", overdue=overdue, ahead=row["ahead"]))
    if row["next"] is not None:
        lines.append(said("notice-held-next", when=_moment(said, row["next"], zone)))
    lines.append(said("notice-held-do"))
    since = time_guard(datetime.fromisoformat(row["since"]))
    return Reply(fit([escape(line) for line in lines]), ((button(said, GO_ON, "go-on", since),),))


def outage(said: Voice, row: Row, zone: str) -> Reply:
    """What an outage skipped and made late, with a button that sends the rest; or what became of it."""
    first, last = _moment(said, row["since"], zone), row["until"] and _moment(said, row["until"], zone)
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
    lines = [said("notice-restored", when=_moment(said, row["taken_at"], zone)), *_held_back(said, row)]
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


def failover(said: Voice, row: Row, zone: str) -> Reply:
    """A channel stands in for another that is down."""
    values = {"name": row["name"], "other": row["other"], "n": row["count"], "when": _moment(said, row["since"], zone)}
    return Reply(escape(said("notice-failover", reason=health_words(said, row["reason"], row["health"]), **values)))


def _moment(said: Voice, at: str, zone: str) -> str:
    """A kept instant as the staff's clocks show it."""
    local = datetime.fromisoformat(at).astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
    return times.short_moment(said, local)


def health_words(said: Voice, reason: str, health: str) -> str:
    return said(f"cause-{reason}") if said.has(f"cause-{reason}") else _health(said, reason, health)


def _advice(said: Voice, name: str, reason: str) -> str:
    if said.has(f"advice-{reason}"):
        return said(f"advice-{reason}", name=name)
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
