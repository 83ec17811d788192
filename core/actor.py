"""Who asks: the value that every command carries. Not here: how the chat finds out (`bot.access`)."""

from __future__ import annotations

from dataclasses import dataclass

from core.errors import NotAllowed

ROLES = ("viewer", "sender", "manager", "owner")


@dataclass(frozen=True, slots=True)
class Actor:
    """A member of staff in a workspace. `origin` names the update or request: the same origin never acts twice."""

    workspace: int
    staff: int | None
    role: str
    zone: str
    language: str = "en"
    country: str | None = None
    origin: str | None = None
    name: str = ""

    def needs(self, role: str) -> None:
        """Raises NotAllowed when the speaker's role is smaller."""
        if ROLES.index(self.role) < ROLES.index(role):
            raise NotAllowed("not_allowed", needs=role, role=self.role)

    def may_change(self, author: int | None) -> None:
        """A sender changes what is their own; managers and owners everything."""
        self.needs("sender")
        if self.role == "sender" and author != self.staff:
            raise NotAllowed("not_yours", role=self.role)
