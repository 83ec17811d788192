"""What somebody reads who may see our database or our logs, each as one text: to look in it for what must not be there."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import structlog

from core.process.logs import short_error
from tests.databases import rows_on_server

_TABLES = (
    "select format('%I.%I', table_schema, table_name) as name from information_schema.tables"
    " where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')"
)


def kept(url: str) -> str:
    """All that a database holds: the bytes of SQLite's files, every row of every table of PostgreSQL."""
    if url.startswith("sqlite"):
        file = Path(urlsplit(url).path)
        return "".join(path.read_bytes().decode("latin-1") for path in file.parent.glob(f"{file.name}*"))
    tables = [row["name"] for row in rows_on_server(url, _TABLES)]
    return "\n".join(f"{name} {row!r}" for name in tables for row in rows_on_server(url, f"select * from {name}"))


@contextmanager
def logged() -> Iterator[Callable[[], str]]:
    """All that is logged meanwhile, by us and by libraries, at every level and with nothing masked: what relies on the mask is
    found too."""
    lines = io.StringIO()
    was, root = structlog.get_config(), logging.getLogger()
    handler, level = logging.StreamHandler(lines), root.level
    structlog.configure(
        processors=[short_error, structlog.processors.JSONRenderer(ensure_ascii=False)],
        wrapper_class=structlog.make_filtering_bound_logger(logging.NOTSET),
        logger_factory=structlog.PrintLoggerFactory(lines),  # type: ignore[arg-type]
    )
    root.addHandler(handler)
    root.setLevel(logging.INFO)
    try:
        yield lines.getvalue
    finally:
        structlog.configure(**was)
        root.removeHandler(handler)
        root.setLevel(level)
