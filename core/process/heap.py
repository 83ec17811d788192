"""Python's collection of cycles, which stops everything while it lasts. Not here: anything about memory that is in use."""

from __future__ import annotations

import gc


def settle() -> None:
    """What is there when a process has started stays to its end: it is left out of every later collection.

    A full one walks all that was imported, the packs of languages and the plans of numbers among it: a tenth of a second on a
    quiet core, in which no message leaves and no webhook is answered.
    """
    gc.collect()
    gc.freeze()
