"""Connecting a channel, said step by step: what is asked, what is wrong and what to do about it. Pure: values in, a reply out.

A question is drawn from its state alone, so that after a restart, and in a notice, it says the same. Not here: the steps
(`core.channels.setup`), what taps do (`bot.handlers.setup_taps`).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from bot.replies.reply import SETUP, Reply, Rows, button, labelled
from bot.replies.voice import Html, Voice, bold, code, escape, fit
from core.channels.connecting import Webhook
from core.channels.setup import Setup, asks, choices, redirected
from core.gateways.fields import Field

Row = dict[str, Any]

STOP, BACK, AGAIN, ANYWAY, OFFER, SET_IT, PASTED, SKIP, SEND = range(9)
FIRST_CHOICE = 100
"""A tap's action: one of these, or from here on the place of a choice."""


@dataclass(frozen=True, slots=True)
class Facts:
    """What a question shows beside its state: kinds as (name, title), the webhook, people with a number."""

    kinds: Sequence[tuple[str, str]] = ()
    title: str = ""
    webhook: Webhook | None = None
    people: Sequence[Row] = ()
    contained: bool = False


def question(said: Voice, setup: Setup, proposal: int, facts: Facts) -> Reply:
    """What is asked now, with its buttons."""
    lines, rows = _STEPS[setup.step](said, setup, facts)
    buttons = tuple(
        tuple(labelled(said, SETUP, label, proposal, setup.rev, action) for label, action in row) for row in rows
    )
    return Reply(fit(lines), buttons, None, proposal)


Labels = list[tuple[tuple[str, int], ...]]
Drawn = tuple[Sequence[str], Labels]


def _kind(said: Voice, setup: Setup, facts: Facts) -> Drawn:
    lines: list[str] = [bold(said("setup-head")), escape(said("setup-kind")), escape(said("setup-meanwhile"))]
    if setup.trouble:
        lines = [escape(said(f"setup-trouble-{setup.trouble}")), escape(said("setup-kind"))]
    rows = [((title, FIRST_CHOICE + place),) for place, (_, title) in enumerate(facts.kinds)]
    return lines, [*rows, _stop(said)]


def _ask(said: Voice, setup: Setup, facts: Facts) -> Drawn:
    ask = setup.ask or Field("", "")
    lines: list[str] = _troubles(said, setup, facts)
    of = len(asks(setup.gateway)) + 1
    if not lines:
        lines.append(bold(said("setup-step", title=facts.title, n=setup.at + 1, of=of)))
    lines.append(escape(said("setup-again" if setup.fixing else "setup-ask", about=about(said, setup.gateway, ask))))
    if ask.secret:
        lines.append(escape(said("setup-secret")))
    rows: Labels = []
    if setup.offer:
        key = f"button-setup-offer-{setup.trouble}"
        rows.append(
            ((said(key if said.has(key) else "button-setup-offer", what=said.cut_short(setup.offer, 40)), OFFER),)
        )
    for place, choice in enumerate(choices(ask)):
        offer = choice if ask.choices else said("button-setup-offer", what=said.cut_short(choice, 40))
        rows.append(((offer if choice else said("button-setup-skip"), FIRST_CHOICE + place),))
    if setup.fixing:
        rows.append(((said("button-setup-test"), AGAIN),))
    return lines, [*rows, (*_back(said), *_stop(said))]


def about(said: Voice, gateway: str, asked: Field) -> str:
    """What a field is and where to find it; in the words of the command line where this voice has none."""
    keys = (f"field-{gateway}-{asked.name}", f"field-{asked.name}")
    return next((said(key) for key in keys if said.has(key)), asked.about)


def _steps(said: Voice, gateway: str, plain: str) -> str:
    key = f"webhook-steps-{gateway}"
    return said(key) if said.has(key) else plain


def _name(said: Voice, setup: Setup, facts: Facts) -> Drawn:
    of = len(asks(setup.gateway)) + 1
    lines: list[str] = [bold(said("setup-step", title=facts.title, n=of, of=of))]
    if setup.trouble:
        lines = [escape(said(f"setup-trouble-{setup.trouble}"))]
    lines.append(escape(said("setup-name")))
    rows: Labels = [((said("button-setup-name", name=setup.offer), FIRST_CHOICE),)] if setup.offer else []
    return lines, [*rows, (*_back(said), *_stop(said))]


def _test(said: Voice, setup: Setup, facts: Facts) -> Drawn:
    lines = [escape(why(said, str(setup.check.get("reason") or setup.check.get("health") or ""), facts))]
    rows: Labels = [((said("button-setup-test"), AGAIN),)]
    if setup.trouble:
        lines = [escape(said(f"setup-trouble-{setup.trouble}", name=setup.name))]
    else:
        rows.append(((said("button-setup-anyway"), ANYWAY),))
    return lines, [*rows, (*_back(said), *_stop(said))]


def _webhook(said: Voice, setup: Setup, facts: Facts) -> Drawn:
    hook = facts.webhook
    if hook is None:
        return [escape(said("setup-gone"))], [_stop(said)]
    number = setup.check.get("number")
    works = setup.check.get("health") == "working"
    lines: list[str] = []
    if setup.trouble:
        key = f"setup-webhook-{setup.trouble}"
        known = said.has(key)
        lines.append(
            escape(
                said(key if known else "setup-webhook-failed", why=why(said, setup.trouble, facts), other=setup.offer)
            )
        )
    elif works:
        lines.append(
            said.html("setup-works-number" if number else "setup-works", name=bold(setup.name), number=number or "")
        )
    else:
        lines.append(said.html("setup-kept", name=bold(setup.name)))
    if setup.trouble == "set":
        return lines, [((said("button-setup-skip-wait"), SKIP),), _later(said)]
    lines += [
        escape(said("setup-webhook")),
        said.html("setup-webhook-url", url=code(hook.url)),
        said.html("setup-webhook-secret", secret=code(hook.secret)),
        escape(_steps(said, setup.gateway, hook.steps)),
        escape(said("setup-webhook-wait")),
    ]
    if hook.only_here:
        lines.append(escape(said("setup-webhook-only-here", url=hook.url.partition("/webhooks/")[0])))
    rows: Labels = []
    if setup.trouble == "other_sender":
        rows.append(((said("button-setup-offer", what=said.cut_short(setup.offer, 40)), OFFER),))
    if hook.settable:
        rows.append(((said("button-setup-set-webhook"), SET_IT),))
    if setup.trouble:
        rows.append(((said("button-setup-pasted"), PASTED),))
    return [line for line in lines if line], [*rows, ((said("button-setup-skip-wait"), SKIP),), _later(said)]


def _contact(said: Voice, setup: Setup, facts: Facts) -> Drawn:
    lines: list[str] = []
    if setup.trouble:
        lines.append(escape(said(f"setup-trouble-{setup.trouble}")))
    elif not setup.by:
        lines.append(bold(said("setup-heard")))
    lines.append(escape(said("setup-contact")))
    rows: Labels = [
        ((said.cut_short(row["name"], 40), FIRST_CHOICE + place),) for place, row in enumerate(facts.people)
    ]
    return lines, [*rows, _later(said)]


def _hello(said: Voice, setup: Setup, facts: Facts) -> Drawn:
    person = facts.people[0] if facts.people else {"name": "?", "phone": ""}
    text = said("setup-hello-text")
    lines = [said.html("setup-hello", name=bold(person["name"]), phone=person["phone"] or "", text=text)]
    return lines, [((said("button-setup-send"), SEND),), (*_back(said), *_later(said))]


_STEPS = {
    "kind": _kind,
    "ask": _ask,
    "name": _name,
    "test": _test,
    "webhook": _webhook,
    "contact": _contact,
    "hello": _hello,
}


def _stop(said: Voice) -> tuple[tuple[str, int], ...]:
    return ((said("button-setup-stop"), STOP),)


def _later(said: Voice) -> tuple[tuple[str, int], ...]:
    """What stops a setup whose channel is kept already."""
    return ((said("button-setup-later"), STOP),)


def _back(said: Voice) -> tuple[tuple[str, int], ...]:
    return ((said("button-setup-back"), BACK),)


def _troubles(said: Voice, setup: Setup, facts: Facts) -> list[str]:
    if setup.trouble:
        return [escape(said(f"setup-trouble-{setup.trouble}", url=setup.offer))]
    if setup.fixing:
        return [escape(why(said, str(setup.check.get("reason") or ""), facts))]
    return []


def why(said: Voice, reason: str, facts: Facts) -> str:
    """What a check found, and what to do about it."""
    key = "setup-why-redirected" if redirected(reason) else f"setup-why-{reason}"
    if reason in ("unreachable", "unknown_host") and facts.contained:
        key = "setup-why-unreachable-contained"
    if said.has(key):
        return said(key)
    if reason.startswith("http_5"):
        return said("setup-why-http_5", code=reason.removeprefix("http_"))
    if reason.startswith("http_"):
        return said("setup-why-http", code=reason.removeprefix("http_"))
    if said.has(f"health-{reason}"):
        told = said(f"health-{reason}")
        if said.has(f"advice-{reason}"):
            return said("setup-why-advice", reason=told, advice=said(f"advice-{reason}"))
        return said("setup-why-health", reason=told)
    return said("setup-why-other", reason=reason.replace("_", " "))


def waits(said: Voice, setup: Setup) -> Html | None:
    """A reminder after another sentence in the middle of it; None where nothing is waited for in words."""
    if setup.step == "ask" and setup.ask is not None:
        return escape(said("setup-still", about=about(said, setup.gateway, setup.ask)))
    if setup.step in ("name", "contact"):
        return escape(said(f"setup-still-{setup.step}"))
    return None


def over(said: Voice, setup: Setup, example: str) -> Reply:
    """It ended: done, or stopped on the way."""
    if setup.step == "done":
        return Reply(fit([escape(said("setup-done")), code(example)]))
    key = "setup-stopped" if setup.channel is None else "setup-stopped-kept"
    return Reply(escape(said(key, name=setup.name)))


def begin_button(said: Voice) -> Rows:
    """Offers to begin, where there is no channel yet."""
    return ((button(said, SETUP, "setup-begin", 0, 0, 0),),)
