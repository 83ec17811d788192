"""What was there at the start costs no collection any more."""

from __future__ import annotations

import gc

from core.process import heap


def test_what_is_there_when_a_process_has_started_is_walked_by_no_later_collection() -> None:
    kept = [[n] for n in range(1000)]
    try:
        heap.settle()
        assert len(gc.get_objects()) < 1000
        assert gc.get_freeze_count() > len(kept)
    finally:
        gc.unfreeze()
