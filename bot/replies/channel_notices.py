"""What is told of channels: down and back, held, near a limit, what their provider says of them. Pure: values in, a reply out.

Each says what is wrong, what is at risk (`dues`: when something is due over it in the next hours) and what to do about it. Not
here: when it is told (`bot.notices`), channels at a glance (`channels`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from bot.replies.parts import moment
from bot.replies.reply import CHANNEL, Reply, button
from bot.replies.voice import Voice, escape, fit

Row = dict[str, Any]

_GOOD = frozenset({"quality_back", "lifted"})
_KEY_TROUBLE = frozenset({"bad_key", "bad_url", "no_tls", "unknown_session", "not_found"})
_SCAN = frozenset({"scan_qr_code"})
TRY_TEMPLATES = 4
"""What a tap on a channel does besides those of `channels`: its templates are tried again."""
_STILL_SENT = frozenset({"flagged", "pending_deletion"})


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
    until = said("notice-channel-held-until", when=moment(said, row["until"], zone)) if "until" in row else ""
    lines = [
        said("notice-channel-held", name=row["name"], reason=reason, until=until).strip(),
        *_risk(said, dues, zone),
    ]
    key = f"advice-{row['reason']}"
    lines.append(said(key, name=row["name"]) if said.has(key) else said("notice-channel-held-do"))
    return Reply(fit([escape(line) for line in lines]))


def new_contacts_paused(said: Voice, row: Row, dues: Sequence[datetime], zone: str) -> Reply:
    """A channel may write to nobody new for a while."""
    only = bool(row.get("answers_only"))
    first = said(
        "notice-answers-only" if only else "notice-new-contacts",
        name=row["name"],
        when=moment(said, row["until"], zone),
    )
    lines = [first, *_risk(said, dues, zone), said("notice-news-restricted-do" if only else "notice-new-contacts-do")]
    return Reply(fit([escape(line) for line in lines]))


def channel_news(said: Voice, row: Row, dues: Sequence[datetime], zone: str) -> Reply:
    """What a provider says of channels that still work, what it puts at risk, and what to do about it."""
    what, told = row["what"], row.get("type", "")
    values = {"names": said.several(list(row["names"])), "type": _in_words(told), "date": told or "none"}
    lines = [said(f"notice-news-{what}", limit=row.get("limit", 0), **values)]
    if "until" in row:
        lines.append(said("notice-news-until", when=moment(said, row["until"], zone)))
    if what not in _GOOD:
        lines += [*_risk(said, dues, zone), said(f"notice-news-{what}-do")]
    return Reply(fit([escape(line) for line in lines]))


def template_news(said: Voice, row: Row, needing: Sequence[Row], zone: str) -> Reply:
    """A template that messages need is gone, or is back. `needing`: those messages, soonest first; none: only the channel
    itself names it."""
    key = f"notice-template-{row['state']}"
    values = {"template": row["name"], "names": said.several(list(row["names"]))}
    first = said(key if said.has(key) else "notice-template-other", state=_in_words(row["state"]), **values)
    if row["what"] == "template_back":
        return Reply(escape(said("notice-template-back", **values)))
    numbers = [f"#{one['number']}" for one in needing]
    lines = [first]
    if needing:
        due = next((one["next_due_at"] for one in needing if one["next_due_at"] is not None), None)
        when = moment(said, due.isoformat(), zone) if due is not None else "none"
        lines.append(said("notice-template-needs", n=len(numbers), numbers=said.several(numbers), when=when))
    else:
        lines.append(said("notice-template-of-channel"))
    waits = row["state"] not in _STILL_SENT
    lines += [said("notice-template-do"), *([said("notice-template-waits")] if waits else [])]
    tries = ((button(said, CHANNEL, "template-try", row["channels"][0], TRY_TEMPLATES),),) if waits else ()
    return Reply(fit([escape(line) for line in lines]), tries)


def _in_words(code: str) -> str:
    """A provider's own word for a kind of thing, to be read: SPAM_OR_SCAM is "spam or scam"."""
    return code.replace("_", " ").lower()


def _risk(said: Voice, dues: Sequence[datetime], zone: str) -> list[str]:
    """What is due over a channel in the next hours; nothing is said where nothing is."""
    return [said("notice-channel-risk", n=len(dues), when=moment(said, dues[0].isoformat(), zone))] if dues else []


def preflight(said: Voice, row: Row, zone: str) -> Reply:
    """A channel that does not work, told before what is due over it is due."""
    first = said(
        "notice-preflight",
        name=row["name"],
        reason=health_words(said, row["reason"], row["health"]),
        n=row["count"],
        when=moment(said, row["first"], zone),
    )
    return Reply(fit([escape(first), escape(_advice(said, row["name"], row["reason"]))]))


def failover(said: Voice, row: Row, zone: str) -> Reply:
    """A channel stands in for another that is down."""
    values = {"name": row["name"], "other": row["other"], "n": row["count"], "when": moment(said, row["since"], zone)}
    return Reply(escape(said("notice-failover", reason=health_words(said, row["reason"], row["health"]), **values)))


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
