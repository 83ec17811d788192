"""A picture as values: boxes and words on a ground, in pixels from the top left. And the colours they are drawn in.

A picture is 1080 px wide and shown at about 360 on a phone, a third: type below 30 px is not used. The ground is light in
light and dark chats alike: the picture brings its own. The colours tell apart for colour-blind people by their lightness
(tested), and each kind of trouble has a sign besides. Not here: what a picture shows, painting it (`paint`).
"""

from __future__ import annotations

from dataclasses import dataclass

WIDTH = 1080
EDGE = 44
GAP = 22

GROUND, CARD, LINE = "#EDF1F5", "#FFFFFF", "#D5DCE3"
INK, SOFT, FAINT = "#17212B", "#55626F", "#65717D"
SENT, DELIVERED, READ = "#B5D4EC", "#5AA2D6", "#0B4F8A"
FAILED, UNSURE, SKIPPED = "#A63A00", "#F0B429", "#66717D"
COMING = "#7F8DA0"
SHADES = (CARD, "#D6E7F5", "#9CC9EA", "#2672B0", "#0B4F8A")
"""No load to the highest of a month."""
WHITE = "#FFFFFF"
ON = {SENT: INK, DELIVERED: INK, READ: WHITE, FAILED: WHITE, UNSURE: INK, SKIPPED: WHITE, COMING: INK} | dict(
    zip(SHADES, (FAINT, INK, INK, WHITE, WHITE), strict=True)
)
"""What is written on a colour."""


@dataclass(frozen=True, slots=True)
class Box:
    """A filled rectangle with round corners; with `line`, a ring of that many px inside its edge instead."""

    left: float
    top: float
    right: float
    bottom: float
    fill: str
    radius: int = 0
    line: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """One line of text. (x, y) is its anchor: "l", "m" or "r" of its width, on its base line."""

    text: str
    x: float
    y: float
    size: int
    fill: str
    bold: bool = False
    anchor: str = "l"


Mark = Box | Words


@dataclass(frozen=True, slots=True)
class Picture:
    """Marks are painted in order."""

    width: int
    height: int
    marks: tuple[Mark, ...]

    @property
    def words(self) -> tuple[Words, ...]:
        return tuple(mark for mark in self.marks if isinstance(mark, Words))

    @property
    def boxes(self) -> tuple[Box, ...]:
        return tuple(mark for mark in self.marks if isinstance(mark, Box))


def middle(text: str, box: Box, size: int, fill: str, bold: bool = True) -> Words:
    """A word in the middle of a box: figures are about 0.66 of their size high."""
    return Words(text, (box.left + box.right) / 2, (box.top + box.bottom) / 2 + size * 0.33, size, fill, bold, "m")
