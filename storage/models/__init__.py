"""The tables, a file per noun. Imported by `storage.db` and `storage.queries` only."""

from storage.models.channel import Channel, KnownNumber, Lease, ProviderAccount
from storage.models.chat import Bubble, Notice, Proposal, TelegramUpdate
from storage.models.contact import Alias, Contact, ContactTag, Group, GroupMember, Tag
from storage.models.delivery import Delivery, PastRef
from storage.models.event import Answer, ProviderEvent
from storage.models.message import Media, Message, Occurrence
from storage.models.record import AuditEntry, Tally
from storage.models.runner import Installation, Outage, OutageEffect, Runner
from storage.models.workspace import Address, Invite, Staff, Workspace

__all__ = [
    "Address",
    "Alias",
    "Answer",
    "AuditEntry",
    "Bubble",
    "Channel",
    "Contact",
    "ContactTag",
    "Delivery",
    "Group",
    "GroupMember",
    "Installation",
    "Invite",
    "KnownNumber",
    "Lease",
    "Media",
    "Message",
    "Notice",
    "Occurrence",
    "Outage",
    "OutageEffect",
    "PastRef",
    "Proposal",
    "ProviderAccount",
    "ProviderEvent",
    "Runner",
    "Staff",
    "Tag",
    "Tally",
    "TelegramUpdate",
    "Workspace",
]
