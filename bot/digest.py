"""The weekly digest: a report's values in, text and picture out.

Not here: the figures (`core.report`), who gets it and when (the tick), drawing (`bot.pictures`), sending it (`bot.notices`).
"""

from __future__ import annotations

from bot import pictures
from bot.replies import times
from bot.replies.looks import cause
from bot.replies.reply import Reply
from bot.replies.voice import Html, Voice, bold, escape, fit
from core.report import Need, Week

_MOST_NEEDS = 12


async def reply(said: Voice, week: Week) -> Reply:
    """The digest in words and as a picture; in words alone where it cannot be drawn."""
    return Reply(render(said, week), picture=await pictures.of_week(said, week))


def render(said: Voice, week: Week) -> Html:
    """The whole digest as one bubble."""
    first, last = (times.short_day(said, day) for day in (week.first_day, week.last_day))
    lines: list[str] = [bold(said("digest-head", workspace=week.workspace, first=first, last=last))]
    lines += [escape(line) for line in (*_figures(said, week), *_needs(said, week), *_around(said, week))]
    return fit(lines)


def _figures(said: Voice, week: Week) -> list[str]:
    if not week.due:
        return [said("digest-quiet")]
    lines = [said("digest-due", due=week.due, sent=week.sent, delivered=week.delivered, read=week.read)]
    if week.failed or week.unsure or week.skipped:
        lines.append(said("digest-trouble", failed=week.failed, unsure=week.unsure, skipped=week.skipped))
    else:
        lines.append(said("digest-no-trouble"))
    if week.causes:
        told = [said("cause-count", n=n, cause=cause(said, name, n)) for name, n in week.causes]
        lines.append(said("digest-causes", causes=said.several(told, 6)))
    if week.lateness_median is not None and week.lateness_worst is not None:
        median, worst = (times.length(said, one) for one in (week.lateness_median, week.lateness_worst))
        lines.append(said("digest-lateness", median=median, worst=worst))
    lines.append(_doubles(said, week))
    if week.receipt_coverage is not None:
        lines.append(said("digest-coverage", percent=int(100 * week.receipt_coverage)))
    return lines


def _doubles(said: Voice, week: Week) -> str:
    if week.doubles:
        return said("digest-doubles", n=week.doubles)
    return said("digest-doubles-unsure", unsure=week.unsure) if week.unsure else said("digest-doubles-none")


def _needs(said: Voice, week: Week) -> list[str]:
    if not week.needs:
        return [said("digest-needs-none")]
    lines = [said("digest-needs-head"), *[_need(said, one) for one in week.needs[:_MOST_NEEDS]]]
    if len(week.needs) > _MOST_NEEDS:
        lines.append(said("digest-need-more", n=len(week.needs) - _MOST_NEEDS))
    return lines


def _need(said: Voice, need: Need) -> str:
    number = f"#{need.number}" if need.number is not None else ""
    return "– " + said(f"digest-need-{need.kind}", number=number, name=need.name)


def _around(said: Voice, week: Week) -> list[str]:
    lines = [said("digest-opt-outs", n=week.opt_outs)]
    if week.answers:
        lines.append(said("digest-answers", n=week.answers))
    load = [(day, n) for day, n in week.next_week if n]
    if not load:
        return [*lines, said("digest-next-none")]
    days = [said("digest-next-line", day=times.short_day(said, day), n=n) for day, n in load]
    return [*lines, f"{said('digest-next-head')} {' · '.join(days)}"]
