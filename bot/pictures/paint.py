"""Painting: a picture's values as PNG, and how wide words are. The one place that imports Pillow.

The font, Source Sans Pro (SIL OFL 1.1), comes with a wheel: a slim container has none. It has Latin, Greek and Cyrillic
letters; what it cannot write (emoji, other scripts, right-to-left ones, which need more than letters) is left out by
`writable`. Not here: what is painted where (`week`, `month`).
"""

from __future__ import annotations

import io
import unicodedata
from functools import lru_cache
from importlib import resources

from PIL import Image, ImageDraw, ImageFont

from bot.pictures.canvas import GROUND, Box, Mark, Picture, Words

_FINER = 4
"""Corners are drawn so many times larger and made smaller: Pillow's own are jagged."""
_SPACES = dict.fromkeys((0xA0, 0x2009, 0x202F), " ")
_RIGHT_TO_LEFT = {"R", "AL", "RLE", "RLO", "RLI"}


def png(picture: Picture) -> bytes:
    """The painted picture."""
    image = Image.new("RGB", (picture.width, picture.height), GROUND)
    pen = ImageDraw.Draw(image)
    for mark in picture.marks:
        if isinstance(mark, Box):
            _box(image, mark)
        else:
            pen.text((mark.x, mark.y), _plain(mark.text), mark.fill, _font(mark.size, mark.bold), f"{mark.anchor}s")
    kept = io.BytesIO()
    image.quantize(128, Image.Quantize.FASTOCTREE, dither=Image.Dither.NONE).save(kept, "PNG", compress_level=6)
    return kept.getvalue()


def width(text: str, size: int, bold: bool = False) -> float:
    """How wide a line of text is, in px."""
    wide: float = _font(size, bold).getlength(_plain(text))
    return wide


def bounds(mark: Mark) -> tuple[float, float, float, float]:
    """Left, top, right, bottom of what a mark paints."""
    if isinstance(mark, Box):
        return mark.left, mark.top, mark.right, mark.bottom
    left, top, right, bottom = _font(mark.size, mark.bold).getbbox(_plain(mark.text), anchor=f"{mark.anchor}s")
    return mark.x + left, mark.y + top, mark.x + right, mark.y + bottom


def fitted(words: Words, room: float, smallest: int = 30) -> Words:
    """Words that are at most so wide: smaller first, then cut."""
    text, size = words.text, words.size
    while size > smallest and width(text, size, words.bold) > room:
        size -= 2
    if width(text, size, words.bold) > room:
        while text and width(text.rstrip() + "…", size, words.bold) > room:
            text = text[:-1]
        text = text.rstrip() + "…"
    return Words(text, words.x, words.y, size, words.fill, words.bold, words.anchor)


def _plain(text: str) -> str:
    """The narrow spaces that dates and numbers are written with are not in the font."""
    return text.translate(_SPACES)


def writable(text: str) -> str:
    """A name as far as the font can write it; empty where it cannot, or where it is written from the right."""
    if any(unicodedata.bidirectional(sign) in _RIGHT_TO_LEFT for sign in text):
        return ""
    kept = "".join(sign for sign in unicodedata.normalize("NFC", text) if sign == " " or _has(sign))
    return " ".join(kept.split()) if any(sign.isalnum() for sign in kept) else ""


@lru_cache(4096)
def _has(sign: str) -> bool:
    """Whether the font has a letter: it draws all that it has not alike."""
    if not sign.isprintable() or sign.isspace():
        return False
    font = _font(40, True)
    return _drawn(font, sign) != _drawn(font, "\uffff")


def _drawn(font: ImageFont.FreeTypeFont, sign: str) -> tuple[tuple[int, ...] | None, bytes]:
    mask = font.getmask(sign)
    return mask.getbbox(), bytes(mask)


@lru_cache(64)
def _font(size: int, bold: bool) -> ImageFont.FreeTypeFont:
    name = "SourceSansPro-Semibold.ttf" if bold else "SourceSansPro-Regular.ttf"
    with resources.as_file(resources.files("font_source_sans_pro") / "files" / name) as path:
        return ImageFont.truetype(path, size, layout_engine=ImageFont.Layout.BASIC)


def _box(image: Image.Image, box: Box) -> None:
    left, top, right, bottom = round(box.left), round(box.top), round(box.right), round(box.bottom)
    size = (right - left, bottom - top)
    if min(size) <= 0:
        return
    image.paste(box.fill, (left, top, right, bottom), _shape(size, min(box.radius, min(size) // 2), box.line))


@lru_cache(256)
def _shape(size: tuple[int, int], radius: int, line: int) -> Image.Image:
    """A rounded rectangle as a mask; its corners smooth."""
    mask = Image.new("L", size, 255)
    if line:
        mask.paste(0, (line, line, size[0] - line, size[1] - line))
    if not radius:
        return mask
    whole = Image.new("L", (2 * radius * _FINER, 2 * radius * _FINER), 0)
    pen = ImageDraw.Draw(whole)
    across = 2 * radius * _FINER - 1
    pen.ellipse((0, 0, across, across), fill=255)
    if line:
        inner = line * _FINER
        pen.ellipse((inner, inner, across - inner, across - inner), fill=0)
    small = whole.resize((2 * radius, 2 * radius), Image.Resampling.BOX)
    for x, left in ((0, 0), (size[0] - radius, radius)):
        for y, top in ((0, 0), (size[1] - radius, radius)):
            mask.paste(small.crop((left, top, left + radius, top + radius)), (x, y))
    return mask
