"""The faults of the pretend WAHA: their names. How they are set, counted and taken is every provider's (`faults`), what each
does is in `waha.http`, `waha` and `waha.hooks`.
"""

from __future__ import annotations

from core.sandbox import faults
from core.sandbox.phones import Watchers

SENDS = {
    "slow": "answers `value` seconds late",
    "error_before": "500 before any effect",
    "error_after": "500 although the message has left",
    "restricted": "500 with WhatsApp's error 463 (cold contact); nothing left",
    "no_lid": "500 'no LID found'; nothing left",
    "hang_before": "never answers; nothing left",
    "hang_after": "never answers; the message has left",
    "empty": "201 with an empty body; the message has left",
    "huge": "201 with a body of 4 MB; the message has left",
    "garbled": "201 with a body that is no JSON; the message has left",
    "other_id": "takes an id of its own instead of the one that was reserved",
    "reset_before": "cuts the connection; nothing left",
    "reset_after": "cuts the connection; the message has left",
    "ack_error": "201, then an ERROR ack: it never arrives",
    "not_stored": "leaves, but a look-up will not find it",
    "echo_first": "the echo comes before the answer",
    "ack_first": "the DEVICE ack comes before the answer",
    "echo_app": "the echo says that it was typed on the phone",
    "lid_chat": "events name the chat by its hidden id",
    "lid_answer": "the answer names the chat by its hidden id",
    "renamed_id": "WhatsApp Web's ids come as `$1` (WEBJS, WPP; July 2026)",
    "pn_null": "nothing tells the number behind a hidden id",
    "refuse": "answers with the status `value` (401, 403, 404, 429, 502 ...) and does nothing",
}
EVENTS = {
    "duplicate": "each event is posted `value` times (2)",
    "split_chat": "what a person writes comes twice, by their number and by their hidden id",
    "reorder": "acks of one message come in reverse order",
    "drop": "events are lost (`value`: only of that name)",
    "bad_hmac": "the signature is wrong",
}
FAULTS = SENDS | EVENTS


class Faults(faults.Faults):
    def __init__(self, watchers: Watchers) -> None:
        super().__init__(watchers, FAULTS)
