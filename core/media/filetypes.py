"""Which files may be sent, and how large: by their own first bytes, not by what somebody says of them. Pure.

WhatsApp's own limits, by Meta's reference of media: images 5 MB, videos and sounds 16 MB, documents 100 MB, of which
Belfry takes 16. Not here: fetching (`core.media.fetching`), keeping (`core.media`).
"""

from __future__ import annotations

from dataclasses import dataclass

MB = 2**20
LARGEST = 16 * MB
_LIMITS = {"image": 5 * MB, "video": LARGEST, "audio": LARGEST, "document": LARGEST}
_ENDINGS = {
    "image/jpeg": ".jpg",
    "image/png": ".png",
    "image/webp": ".webp",
    "video/mp4": ".mp4",
    "video/3gpp": ".3gp",
    "audio/ogg": ".ogg",
    "audio/mpeg": ".mp3",
    "audio/mp4": ".m4a",
    "audio/amr": ".amr",
    "audio/aac": ".aac",
    "application/pdf": ".pdf",
    "application/zip": ".zip",
    "text/plain": ".txt",
    "text/csv": ".csv",
}
_OFFICE = {
    ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    ".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    ".pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
}
_LONGEST_NAME = 100


@dataclass(frozen=True, slots=True)
class FileType:
    """`kind`: "image", "video", "audio", "document"; `mime` as the bytes say."""

    kind: str
    mime: str

    @property
    def largest(self) -> int:
        """Bytes that WhatsApp takes of this kind."""
        return _LIMITS[self.kind]


def type_of(data: bytes, name: str = "") -> FileType | None:
    """What a file is by its first bytes; None for what may not be sent (a web page, a program, an SVG, nothing)."""
    if (found := _by_magic(data)) is not None:
        return FileType(found.partition("/")[0] if not found.startswith("application") else "document", found)
    if data[:4] == b"PK\x03\x04":
        ending = "." + name.lower().rpartition(".")[2]
        return FileType("document", _OFFICE.get(ending, "application/zip"))
    if data and _is_plain_text(data):
        return FileType("document", "text/csv" if name.lower().endswith(".csv") else "text/plain")
    return None


def _by_magic(data: bytes) -> str | None:
    """Types that their first bytes tell."""
    starts = {
        b"\xff\xd8\xff": "image/jpeg",
        b"\x89PNG\r\n\x1a\n": "image/png",
        b"%PDF-": "application/pdf",
        b"OggS": "audio/ogg",
        b"ID3": "audio/mpeg",
        b"\xff\xfb": "audio/mpeg",
        b"\xff\xf3": "audio/mpeg",
        b"\xff\xf1": "audio/aac",
        b"\xff\xf9": "audio/aac",
        b"#!AMR": "audio/amr",
    }
    for start, mime in starts.items():
        if data.startswith(start):
            return mime
    if data[:4] == b"RIFF" and data[8:12] == b"WEBP":
        return "image/webp"
    if data[4:8] == b"ftyp":
        brand = data[8:12]
        return "audio/mp4" if brand.startswith(b"M4A") else "video/3gpp" if brand.startswith(b"3gp") else "video/mp4"
    return None


def _is_plain_text(data: bytes) -> bool:
    """UTF-8 without control characters, and no markup that a browser would take for a page."""
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return False
    start = text.lstrip("\ufeff \t\r\n")[:1]
    return start != "<" and not any((ord(sign) < 32 and sign not in "\t\r\n\f") or ord(sign) == 127 for sign in text)


def name_for(given: str, of: FileType) -> str:
    """A file name that is safe to hand on: no path, no control characters, the ending of its type."""
    plain = "".join(sign for sign in given.replace("\\", "/").rpartition("/")[2] if sign.isprintable())
    stem, dot, ending = plain.strip(" .").rpartition(".")
    stem = (stem if dot and len(ending) <= 5 else plain).strip(" .") or of.kind
    right = _ENDINGS.get(of.mime) or next((end for end, mime in _OFFICE.items() if mime == of.mime), "")
    return stem[:_LONGEST_NAME] + right
