"""What a driver may do for people who connect its gateway. Optional: a driver has it by having the method."""

from __future__ import annotations

from typing import Protocol, runtime_checkable

from core.gateways.sending import Approved


@runtime_checkable
class SetsWebhook(Protocol):
    """A driver whose provider can be told by its API where to post."""

    async def set_webhook(self, url: str, secret: str) -> str:
        """Tells it, and leaves other subscribers as they are. "" when done, else a reason code. Never raises."""
        ...


@runtime_checkable
class ListsTemplates(Protocol):
    """A driver whose provider says which templates may be sent."""

    async def templates(self) -> list[Approved]:
        """The approved ones, by name and language. Raises LookUpFailed, whose text is a reason code."""
        ...
