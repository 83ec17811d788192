"""Days as spoken -> dates, seen from a given day: "next Friday", "the 15th", "the first Monday of December"."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from dateutil.easter import easter
from dateutil.relativedelta import relativedelta

from core.language.spec import Date, Day, DayOfMonth, Easter, Length, MonthRef, Nth, Offset, Period, Weekday, Workdays
from core.recurrence import WEEKDAYS

_DAY = timedelta(days=1)
_LAST_YEAR = 9000
_WORKDAYS = 5  # of a week


@dataclass(frozen=True, slots=True)
class Found:
    """The dates that a day may mean: one, or several and the `reason` to ask; none, and why. `refuse`: no answer helps."""

    dates: tuple[date, ...] = ()
    reason: str | None = None
    refuse: bool = False
    assume: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Almanac:
    """A moment of local time to count from, and which day weeks begin on. `clock`: the time of day that is meant."""

    now: datetime
    week_start: str = "MO"
    date_order: str = "DMY"

    @property
    def today(self) -> date:
        return self.now.date()

    def place(self, weekday: int) -> int:
        """How many days into the week a weekday is."""
        return (weekday - WEEKDAYS.index(self.week_start)) % 7

    def week(self, weeks: int = 0) -> date:
        """The first day of this week, or of one so many weeks on."""
        return self.today - timedelta(days=self.place(self.today.weekday())) + timedelta(weeks=weeks)

    def find(self, day: Day, clock: time | None = None) -> Found:
        """The dates that `day` means; `clock` decides whether today's is still to come."""
        try:
            return self._find(day, clock)
        except (OverflowError, ValueError):
            return Found(reason="too_far", refuse=True)

    def find_later(self, length: Length) -> date | None:
        """So long after today; None beyond all calendars."""
        try:
            return _later(self.today, length)
        except (OverflowError, ValueError):
            return None

    def _find(self, day: Day, clock: time | None) -> Found:
        if isinstance(day, Offset):
            return self._offset(day, clock)
        if isinstance(day, Weekday):
            return self._weekday(day, clock)
        if isinstance(day, Date):
            return self._date(day)
        if isinstance(day, DayOfMonth):
            return self._in_month(day.of, lambda month: _day_in(month, day.day))
        if isinstance(day, Nth):
            return self._in_month(day.of, lambda month: _nth_in(month, day.n, day.weekdays))
        if isinstance(day, Workdays):
            return Found((self._after_workdays(day.count),))
        if isinstance(day, Easter):
            return Found((next(found for found in map(easter, self._years()) if found >= self.today),))
        if day.unit == "weekend":
            first = self.week(day.offset) + timedelta(days=self.place(5))
            return Found((first, first + _DAY), "weekend")
        return Found(reason="missing")

    def _after_workdays(self, count: int) -> date:
        weeks, days = divmod(count, _WORKDAYS)
        found = self.today - timedelta(days=max(0, self.today.weekday() - _WORKDAYS + 1)) + timedelta(weeks=weeks)
        over = found.weekday() + days >= _WORKDAYS
        return found + timedelta(days=days + 2 * over) if days or found.weekday() < _WORKDAYS else found

    def _years(self) -> Iterator[int]:
        return iter(range(self.today.year, min(self.today.year + 9, _LAST_YEAR)))

    def _offset(self, day: Offset, clock: time | None) -> Found:
        if day.base is None:
            return self._not_past((_later(self.today, day.length),))
        base = self._find(day.base, clock)
        return Found(tuple(_later(one, day.length) for one in base.dates), base.reason, base.refuse, base.assume)

    def _not_past(self, dates: tuple[date, ...]) -> Found:
        return Found(dates, "past", True) if dates[0] < self.today else Found(dates)

    def _weekday(self, day: Weekday, clock: time | None) -> Found:
        ahead = (day.day - self.today.weekday()) % 7
        nearest = self.today + timedelta(days=ahead)
        if day.which == "week":
            return self._not_past((self._of_week(day),))
        if day.which == "inweeks":
            found = {self._of_week(day), nearest + timedelta(weeks=day.weeks)}
            return Found(tuple(sorted(found)), "next_weekday" if len(found) > 1 else None)
        if day.which == "afternext":  # "Friday after next": of the coming ones, the second or the third?
            return Found((nearest + timedelta(days=7), nearest + timedelta(days=14)), "next_weekday")
        if day.which == "last":
            return Found((nearest - timedelta(days=7),), "past", True)
        if day.which == "this" and day.day < self.today.weekday():  # "this Sunday" is to come, however weeks begin
            return Found((nearest,), "past")
        if day.which == "next":
            if self.place(day.day) > self.place(self.today.weekday()):
                return Found((nearest, nearest + timedelta(days=7)), "next_weekday")
            return Found((nearest if ahead else nearest + timedelta(days=7),))
        if not ahead and clock is not None and clock <= self.now.time():
            nearest += timedelta(days=7)
        return Found((nearest,))

    def _of_week(self, day: Weekday) -> date:
        return self.week(day.weeks) + timedelta(days=self.place(day.day))

    def _date(self, day: Date) -> Found:
        assume: tuple[str, ...] = ()
        if day.order:
            assume = ({"DMY": "day-first", "MDY": "month-first"}.get(self.date_order, "year-first"),)
        if day.year is not None:
            found = date(day.year, day.month, day.day)
            if found < self.today:
                return Found((found,), "past", True, assume)
        else:
            found = self._next_date(day)
        if day.weekday is not None and found.weekday() != day.weekday:
            return Found((found,), "weekday_mismatch", False, assume)
        return Found((found,), None, False, assume)

    def _next_date(self, day: Date) -> date:
        for year in self._years():
            if (
                day.day <= calendar.monthrange(year, day.month)[1]
                and (found := date(year, day.month, day.day)) >= self.today
            ):
                return found
        raise ValueError("no such date")

    def _in_month(self, of: MonthRef, pick: Callable[[date], date | None]) -> Found:
        """A day of the month that is meant; of no month in particular, the next one that has it."""
        this = self.today.replace(day=1)
        if of.offset is not None:
            found = pick(this + relativedelta(months=of.offset))
            if found is None:
                return Found(reason="invalid_date")
            return Found((found,), "past") if found < self.today else Found((found,))
        if of.month is not None and of.year is not None:
            found = pick(date(of.year, of.month, 1))
            return Found(reason="invalid_date") if found is None else self._not_past((found,))
        for months in range(48):
            first = this + relativedelta(months=months)
            found = pick(first) if of.month in (None, first.month) else None
            if found is not None and found >= self.today:
                return Found((found,))
        return Found(reason="invalid_date")

    def stretch(self, day: Day, past: bool = False) -> tuple[date, date] | None:
        """First and last date of a day or a period, for lists; with `past`, of the nearest one behind us."""
        if isinstance(day, Period):
            return self._period(day, past)
        if isinstance(day, Weekday) and (past or day.which == "last" or (day.which == "week" and day.weeks < 0)):
            behind = (self.today.weekday() - day.day) % 7
            if day.which in ("", "this"):
                found = self.today - timedelta(days=behind)
            elif day.which == "week":
                found = self._of_week(day)
            else:
                found = self.today - timedelta(days=behind or 7)
            return found, found
        if isinstance(day, Date) and past and day.year is None:
            found = self._next_date(day)
            found = found if found <= self.today else _later(found, Length(months=-12))
            return found, found
        dates = self.find(day).dates
        return (dates[0], dates[0]) if len(dates) == 1 else None

    def _period(self, day: Period, past: bool) -> tuple[date, date] | None:
        if day.days:
            other = self.today + timedelta(days=day.days)
            return min(self.today, other), max(self.today, other)
        if day.unit == "week":
            first, last = self.week(day.offset), self.week(day.offset + 1) - _DAY
        elif day.unit == "weekend":
            first = self.week(day.offset) + timedelta(days=self.place(5))
            last = first + _DAY
        elif day.unit == "year":
            first, last = date(self.today.year + day.offset, 1, 1), date(self.today.year + day.offset, 12, 31)
        else:
            first = self._month(day, past)
            last = first + relativedelta(months=1) - _DAY
        if day.offset == 0 and first <= self.today <= last:
            return (first, self.today) if past else (max(first, self.today), last)
        return first, last

    def _month(self, day: Period, past: bool) -> date:
        this = self.today.replace(day=1)
        if day.month is None:
            return this + relativedelta(months=day.offset)
        if day.year is not None:
            return date(day.year, day.month, 1)
        if past or day.offset < 0:
            back = (this.month - day.month) % 12
            return this - relativedelta(months=back or (12 if day.offset < 0 else 0))
        return this + relativedelta(months=(day.month - this.month) % 12)


def _later(day: date, length: Length) -> date:
    return day + relativedelta(months=length.months) + timedelta(days=length.days)


def _day_in(month: date, day: int) -> date | None:
    last = calendar.monthrange(month.year, month.month)[1]
    number = last + 1 + day if day < 0 else day
    return month.replace(day=number) if 1 <= number <= last else None


def _nth_in(month: date, n: int, weekdays: tuple[int, ...]) -> date | None:
    last = calendar.monthrange(month.year, month.month)[1]
    days = [month.replace(day=day) for day in range(1, last + 1)]
    fitting = [day for day in days if day.weekday() in weekdays]
    place = n - 1 if n > 0 else n
    return fitting[place] if -len(fitting) <= place < len(fitting) else None
