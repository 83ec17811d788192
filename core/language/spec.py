"""What a sentence says about time, before it is known which times that are: days, clocks, rules as spoken. Values only."""

from __future__ import annotations

from dataclasses import dataclass, field

WEEKS_OF_DAYS = {7: 1, 14: 2, 15: 2, 21: 3, 28: 4}
"""How many weeks so many days are where a weekday is named: fifteen days are a fortnight in many languages."""


@dataclass(frozen=True, slots=True)
class Clock:
    """An hour as written. `mode`: "exact", "am", "pm", "written" ("8:30", "9h": exact from 7 on), "bare"
    ("9") or "midnight" (which night's, where a day is named?)."""

    hour: int
    minute: int = 0
    second: int = 0
    mode: str = "bare"
    pod: str | None = None

    @property
    def possible(self) -> bool:
        if self.mode in ("am", "pm") and not 1 <= self.hour <= 12:
            return False
        return self.hour < 24 and self.minute < 60 and self.second < 60


@dataclass(frozen=True, slots=True)
class Length:
    """A length of time. Months and days are wall clock, seconds are real time."""

    months: int = 0
    days: int = 0
    seconds: int = 0

    def __neg__(self) -> Length:
        return Length(-self.months, -self.days, -self.seconds)


@dataclass(frozen=True, slots=True)
class Offset:
    """So many days, weeks, months from today, or from `base`."""

    length: Length
    base: Weekday | Date | Offset | None = None


@dataclass(frozen=True, slots=True)
class Weekday:
    """`which`: "" the coming one, "next" as in "next Friday", "this", "last", "afternext"; "week": of the week that is so
    many `weeks` away; "inweeks": of that week, or so many weeks after the coming one."""

    day: int
    which: str = ""
    weeks: int = 0


@dataclass(frozen=True, slots=True)
class Date:
    """An explicit date, `year` where said, `weekday` where said besides. `order`: written in figures, either way round.
    `eve`: named as the night before a holiday, which goes on after midnight."""

    month: int
    day: int
    year: int | None = None
    weekday: int | None = None
    order: bool = False
    eve: bool = False


@dataclass(frozen=True, slots=True)
class MonthRef:
    """ "of the month" (None), of next month (`offset` 1), of December (`month`)."""

    offset: int | None = None
    month: int | None = None
    year: int | None = None


@dataclass(frozen=True, slots=True)
class DayOfMonth:
    """ "the 15th", -1 the last day."""

    day: int
    of: MonthRef = MonthRef()


@dataclass(frozen=True, slots=True)
class Nth:
    """ "the first Monday of December"; several `weekdays`: "the last working day"."""

    n: int
    weekdays: tuple[int, ...]
    of: MonthRef = MonthRef()


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch, not a day: "next week", "December", "the weekend", "the last 7 days". Enough for lists, not to send."""

    unit: str
    offset: int = 0
    month: int | None = None
    year: int | None = None
    days: int = 0


@dataclass(frozen=True, slots=True)
class Workdays:
    """So many days from Monday to Friday after today."""

    count: int


@dataclass(frozen=True, slots=True)
class Easter:
    pass


Day = Offset | Weekday | Date | DayOfMonth | Nth | Period | Workdays | Easter


@dataclass(frozen=True, slots=True)
class Rule:
    """A repetition as spoken. `nth` pairs (n, weekday); `unclear` a reason to ask ("biweekly", "nth_or_interval")."""

    freq: str
    interval: int = 1
    weekdays: tuple[int, ...] = ()
    nth: tuple[tuple[int, int], ...] = ()
    monthdays: tuple[int, ...] = ()
    month: int | None = None
    last_of: tuple[int, ...] = ()
    setpos: int | None = None
    unclear: str | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """One of several rules in a sentence, with its own clocks ("Mondays at 9 and Thursdays at 14")."""

    rule: Rule
    clocks: tuple[Clock, ...]
    pod: str | None = None


@dataclass
class Spec:
    """The slots of a sentence's time. `put` fills one once; a second, different value is kept as a clash. `lead` is
    how long before (negative) or after the said time it is ("25 hours before Friday at 10"). `within`, of a change:
    "in 2 hours", from now or from its own time. `figure`: "to 20", the 20th or at 20."""

    day: Day | None = None
    days: tuple[Day, ...] = ()
    clocks: tuple[Clock, ...] = ()
    pod: str | None = None
    ahead: Length | None = None
    within: Length | None = None
    figure: int | None = None
    lead: Length | None = None
    parts: tuple[Part, ...] = ()
    shift: Length | None = None
    shift_sign: str | None = None
    rule: Rule | None = None
    until: Day | None = None
    count: int | None = None
    span: Length | None = None
    start: Day | None = None
    times_per: tuple[int, str] | None = None
    window: tuple[Clock, Clock] | None = None
    zone: str | None = None
    now: bool = False
    repeats: bool = False
    many: bool = False
    vague: str | None = None
    invalid: str | None = None
    scope: str | None = None
    late: str | None = None
    answered: str | None = None
    exact: tuple[int, int, int] | None = None
    except_days: tuple[Day, ...] = ()
    except_weekdays: tuple[int, ...] = ()
    except_months: tuple[int, ...] = ()
    clashes: list[str] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)

    def put(self, slot: str, value: object) -> None:
        known = getattr(self, slot)
        if slot in self.filled and known != value:
            self.clashes.append(slot)
            return
        setattr(self, slot, value)
        self.filled.append(slot)

    def next_part(self) -> None:
        """What follows is another rule with clocks of its own."""
        if self.rule is not None:
            self.parts = (*self.parts, Part(self.rule, self.clocks, self.pod))
        self.rule, self.clocks, self.pod = None, (), None
        self.filled = [slot for slot in self.filled if slot not in ("rule", "clocks", "pod")]

    def close_parts(self) -> None:
        """Each of several rules needs its clock, else the words were about something else. "Evenings" are those of every day,
        or of every one of the weekdays that are said."""
        days = self.days or ((self.day,) if self.day is not None else ())
        if self.many and self.rule is None and all(isinstance(day, Weekday) and not day.which for day in days):
            weekdays = tuple(sorted({day.day for day in days if isinstance(day, Weekday)}))
            self.rule = Rule("WEEKLY", 1, weekdays) if weekdays else Rule("DAILY")
            self.day, self.days = None, ()
            self.filled = [slot for slot in self.filled if slot not in ("day", "days", "many")] + ["rule"]
        if self.parts and (self.rule is None or not self.clocks):
            self.clashes.append("rule")

    def more(self, slot: str, values: tuple[object, ...]) -> None:
        """Adds to a slot that may be filled by several words ("except Mondays, except Christmas")."""
        setattr(self, slot, (*getattr(self, slot), *values))
        self.filled.append(slot)

    @property
    def empty(self) -> bool:
        return not self.filled
