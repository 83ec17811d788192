"""Lists and looks in words: what goes out, contacts, what a person got, how far a message is; hello and help. Pure.

Not here: one message's bubble (`bot.replies.messages`), the digest (`bot.digest`).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.replies import times
from bot.replies.examples import GREETING, HELP, example
from bot.replies.messages import progress, tick
from bot.replies.parts import for_people, people
from bot.replies.reply import CALENDAR, CANCEL, MORE, PAUSE, RESUME, SHOW, Button, Reply, button, in_rows, labelled
from bot.replies.setup import begin_button
from bot.replies.voice import Html, Voice, bold, code, escape, fit
from core.messages.copies import Line
from core.messages.history import Days, Went
from core.messages.upcoming import Upcoming
from core.messages.views import View

Row = dict[str, Any]

LISTED = 20
GOT = 10
PAGE = 30
_FEW = 3
_PIECE = 60
LABEL = 60


def listed(
    said: Voice,
    coming: Sequence[Upcoming],
    paused: Sequence[View],
    zone: str,
    empty: str,
    more: int = 0,
) -> Reply:
    """What goes out, soonest first, then what is paused, and so many `more` are. `empty` is said where there is neither."""
    if not coming and not paused:
        return Reply(escape(empty))
    lines: list[str] = []
    if coming:
        lines.append(bold(said("list-head", n=len(coming))))
        year = min(one.due.year for one in coming)
        lines += [_line(said, one, zone, year) for one in coming]
        if len(coming) >= LISTED:
            lines.append(escape(said("list-rest", n=LISTED)))
    if paused:
        lines += [bold(said("list-paused-head")), *[_paused(said, one) for one in paused]]
    if more:
        lines.append(escape(said("status-more", n=more)))
    return Reply(fit(lines), _list_buttons(said, coming, paused))


def _line(said: Voice, one: Upcoming, zone: str, year: int) -> Html:
    view = one.view
    values: dict[str, Any] = {
        "number": bold(f"#{view.number}"),
        "when": times.short_moment(said, one.due.astimezone(ZoneInfo(zone)).replace(tzinfo=None), year),
        "who": for_people(said, view.names),
        "text": f"“{said.cut(view.title, _PIECE)}”",
    }
    if not view.recurring:
        return said.html("list-line", **values)
    return said.html("list-line-rule", rule=times.rules_words(said, view.when.rules, view.when.starts), **values)


def _paused(said: Voice, view: View) -> Html:
    values = {
        "number": bold(f"#{view.number}"),
        "who": for_people(said, view.names),
        "text": f"“{said.cut(view.title, _PIECE)}”",
    }
    return said.html("list-paused-line", **values)


def _list_buttons(said: Voice, coming: Sequence[Upcoming], paused: Sequence[View]) -> tuple[tuple[Button, ...], ...]:
    """Few messages get a row each, many only their numbers."""
    views = list({one.number: one for one in [*[up.view for up in coming], *paused]}.values())
    if len(views) > _FEW:
        return in_rows([_show(said, view) for view in views], 5)[:4]
    rows = []
    for view in views:
        step, name = (RESUME, "resume") if view.state == "paused" else (PAUSE, "pause")
        rows.append(
            (_show(said, view), button(said, step, name, view.number), button(said, CANCEL, "cancel", view.number))
        )
    return tuple(rows)


def _show(said: Voice, view: View) -> Button:
    return labelled(said, SHOW, f"#{view.number}", view.number)


def nothing_listed(said: Voice, days: tuple[date | None, date | None], names: Sequence[str], who: str) -> str:
    """What is said where nothing goes out, for the days and people that were asked about."""
    first, last = days
    if names:
        return said("list-empty-for", who=people(said, names))
    if first and last and first != last:
        return said("list-empty-range", first=times.day(said, first), last=times.day(said, last))
    if first:
        return said("list-empty-day", day=times.day(said, first))
    return said("list-empty", example=example(said, "schedule", who))


def contacts(said: Voice, rows: Sequence[Row], more: bool, after: int) -> Reply:
    """A page of contacts, with a button for the next one."""
    if not rows:
        return Reply(said.html("contacts-empty", example=code(example(said, "add_contact"))))
    head = said("contacts-head", n=len(rows)) if not more and not after else said("contacts-more-head")
    buttons = ((button(said, MORE, "more", rows[-1]["id"]),),) if more else ()
    return Reply(fit([bold(head), *[contact(said, row) for row in rows]]), buttons)


def contact(said: Voice, row: Row) -> Html:
    """A line of a list; `tags` may be absent."""
    blocked = "contact-barred" if row["blocked_by"] == "staff" else "contact-blocked"
    tags = [*row.get("tags", ()), *([said(blocked)] if row["blocked_at"] else [])]
    values = {"name": bold(row["name"]), "phone": row["phone"] or said("contact-no-phone")}
    return (
        said.html("contact-line-tags", tags=", ".join(tags), **values) if tags else said.html("contact-line", **values)
    )


def history(said: Voice, name: str, lines: Sequence[Line], zone: str, days: Days = (None, None)) -> Reply:
    """What one person got; `days` are those that were asked about."""
    head = _head(said, "history-head" if lines else "history-empty", name, days)
    rest = [escape(said("went-rest", n=GOT))] if len(lines) > GOT else []
    return Reply(fit([head, *[_sent(said, line, zone) for line in lines[:GOT]], *rest]))


def went(said: Voice, name: str, found: Sequence[Went], zone: str, days: Days) -> Reply:
    """What went out within days: to a group of people, `name`, or without one to everybody."""
    if not name:
        head = said.html("went-head" if found else "went-empty", n=len(found), days=_span(said, days))
    else:
        head = _head(said, "history-head" if found else "history-empty", name, days)
    return _all_that_went(said, head, found, zone)


def failed(said: Voice, found: Sequence[Went], zone: str, days: Days) -> Reply:
    """Of what went out within days, the due times of which something failed, was skipped or is not known."""
    head = said.html("failed-head" if found else "failed-empty", n=len(found), days=_span(said, days))
    return _all_that_went(said, head, found, zone)


def _all_that_went(said: Voice, head: Html, found: Sequence[Went], zone: str) -> Reply:
    lines = [_went(said, one, zone) for one in found[:PAGE]]
    rest = [escape(said("went-rest", n=PAGE))] if len(found) > PAGE else []
    numbers = list(dict.fromkeys(one.number for one in found[:PAGE]))
    return Reply(fit([head, *lines, *rest]), in_rows([Button(f"#{n}", f"{SHOW}:{n}") for n in numbers], 5)[:2])


def _head(said: Voice, key: str, name: str, days: Days) -> Html:
    span = _span(said, days)
    return said.html(f"{key}-days", who=bold(name), days=span) if span else said.html(key, who=bold(name))


def _went(said: Voice, one: Went, zone: str) -> Html:
    at = one.slot.astimezone(ZoneInfo(zone)).replace(tzinfo=None, second=0, microsecond=0)
    return said.html(
        "went-line",
        when=times.short_moment(said, at),
        number=bold(f"#{one.number}"),
        who=one.contact if one.people == 1 else said("people", n=one.people),
        tick=progress(said, one.counts),
        text=f"“{said.cut(one.title, _PIECE)}”",
    )


def _span(said: Voice, days: Days) -> str:
    """ "on Monday 9 November 2026", "from … to …"; nothing where no day was asked about."""
    first, last = days[0] or days[1], days[1] or days[0]
    if first is None or last is None:
        return ""
    if first == last:
        return said("span-day", day=times.day(said, first))
    return said("span-range", first=times.day(said, first), last=times.day(said, last))


def _sent(said: Voice, line: Line, zone: str) -> Html:
    shown = tick(said, line.state)
    if line.cause and line.state in ("failed", "skipped", "unsure"):
        shown = said("history-cause", tick=shown, cause=cause(said, line.cause))
    if line.stand_in:
        shown = said("tick-via", tick=shown, channel=line.stand_in)
    at = (line.sent_at or line.slot).astimezone(ZoneInfo(zone)).replace(tzinfo=None)
    return said.html(
        "history-line",
        when=times.short_moment(said, at.replace(second=0)),
        number=bold(f"#{line.number}"),
        tick=shown,
        text=f"“{said.cut(line.text, _PIECE)}”",
    )


def status(said: Voice, view: View, lines: Sequence[Line], now: datetime, zone: str) -> list[str]:
    """How far a message got, person by person; for one that has not left, when it is due."""
    head = said.html("status-head", number=bold(f"#{view.number}"), who=bold(people(said, view.names)))
    left = [line for line in lines if line.state not in ("planned", "queued", "cancelled") or line.slot <= now]
    if not left:
        due = said("status-due", when=times.near(said, view.next_times[0], now)) if view.next_times else ""
        return [said.html("status-nothing", number=bold(f"#{view.number}"), next=due).strip()]
    shown = [_status_line(said, line, zone) for line in left[:15]]
    if view.people > len(shown):
        shown.append(escape(said("status-more", n=view.people - len(shown))))
    return [head, *shown]


def _status_line(said: Voice, line: Line, zone: str) -> Html:
    at = line.read_at or line.delivered_at or line.sent_at
    when = times.short_moment(said, at.astimezone(ZoneInfo(zone)).replace(tzinfo=None, microsecond=0)) if at else ""
    shown = tick(said, line.state)
    if line.cause and line.state in ("failed", "skipped"):
        shown = said("history-cause", tick=shown, cause=cause(said, line.cause))
    if line.stand_in:
        shown = said("tick-via", tick=shown, channel=line.stand_in)
    return said.html("status-line", who=line.contact, tick=shown, when=when)


def cause(said: Voice, name: str, count: int = 1) -> str:
    """Why something failed or was left out, in words; of so many people."""
    key = f"cause-{name}"
    return said(key, many=count) if said.has(key) else said("cause-other", code=name.replace("_", " "))


def no_channel_yet(said: Voice, name: str, workspace: str, begins: bool) -> Reply:
    """The very first hello: without a channel nothing can be sent. `begins`: the speaker may connect one."""
    lines = [said.html("hello-first", name=bold(name), workspace=bold(workspace))]
    lines.append(escape(said("hello-no-channel" if begins else "hello-no-channel-wait")))
    return Reply(fit(lines), begin_button(said) if begins else ())


def greeting(said: Voice, name: str, workspace: str, who: str, lines: Sequence[str] = ()) -> Reply:
    """Hello, and three sentences to begin with."""
    tries = [code(example(said, one, who)) for one in GREETING]
    hello = said.html("hello", name=bold(name), workspace=bold(workspace))
    return Reply(fit([hello, *tries, *[escape(line) for line in lines], escape(said("hello-again"))]))


def helping(said: Voice, who: str, lines: Sequence[str] = ()) -> Reply:
    tries: list[Html] = []
    for head, names in HELP.items():
        tries += [bold(said(f"help-{head}")), *[code(example(said, one, who)) for one in names]]
    text = fit([escape(said("help-head")), *tries, escape(said("help-foot")), *[escape(line) for line in lines]])
    return Reply(text, ((button(said, CALENDAR, "calendar", 0),),))


def only_examples(head: str, sentences: Sequence[str]) -> Reply:
    """ "I did not understand", and what one could say."""
    return Reply(fit([escape(head), *[code(one) for one in sentences]]))


def in_short(said: Voice, view: View) -> str:
    """A message on a button: "#5 Thu 26 Nov 09:00 hello"."""
    when = times.short_moment(said, view.next_times[0].replace(tzinfo=None)) if view.next_times else ""
    return said.cut_short(" ".join(part for part in (f"#{view.number}", when, view.title) if part), LABEL)
