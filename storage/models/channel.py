"""Provider accounts, the sender numbers in them, and who holds the sending loop of each."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from storage.fields import InstantField
from storage.models.workspace import Workspace


class ProviderAccount(Model):
    """Credentials and webhook of one account. `key` and `secret` are ciphertext (`storage.fields.Cipher`).

    `refused_at`: when a call to its webhook last had a wrong signature; of it nothing else is kept.
    """

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="accounts"
    )
    gateway = fields.CharField(max_length=16)
    url = fields.CharField(max_length=500)
    key = fields.TextField()
    secret = fields.TextField()
    hook = fields.CharField(max_length=64, unique=True)
    settings = fields.JSONField(default=dict)  # type: ignore[var-annotated]
    rev = fields.IntField(default=1, db_default=1)
    refused_at = InstantField(null=True)
    created_at = InstantField()

    class Meta:
        table = "provider_account"


class Channel(Model):
    """One WhatsApp sender number. `health` is what was last heard, deliveries wait while it is not working.

    `staff_id`: the only member of staff who sends over it; null: everybody may. `failover_id`: the channel that an owner
    allowed to send in its place while it is down. `most_people`: recipients of one message; `new_limit`: people a day who are
    new to it; `warm_up`: messages on the local day `warm_from`, doubled each day after it. Null: as many as there are.
    """

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="channels"
    )
    account: fields.ForeignKeyRelation[ProviderAccount] = fields.ForeignKeyField(
        "storage.ProviderAccount", on_delete=fields.RESTRICT, related_name="channels"
    )
    name = fields.CharField(max_length=100)
    sender = fields.CharField(max_length=100)
    number = fields.CharField(max_length=20, null=True)
    pace = fields.CharField(max_length=32, default="0s", db_default="0s")
    daily_limit = fields.IntField(null=True)
    most_people = fields.IntField(null=True)
    new_limit = fields.IntField(null=True)
    warm_up = fields.IntField(null=True)
    warm_from = fields.CharField(max_length=10, null=True)
    is_default = fields.BooleanField(default=False, db_default=False)
    paused = fields.BooleanField(default=False, db_default=False)
    health = fields.CharField(max_length=16, default="working", db_default="working")
    reason = fields.CharField(max_length=64, default="", db_default="")
    health_at = InstantField(null=True)
    outages = fields.IntField(default=0, db_default=0)
    hold_until = InstantField(null=True)
    last_left_at = InstantField(null=True)
    # counts up with what leaves: a database that went back is known by it (`core.dispatch.lineage`)
    lefts = fields.BigIntField(default=0, db_default=0)
    settings = fields.JSONField(default=dict)  # type: ignore[var-annotated]
    # what its provider said of it besides: "quality", "limit" (people in 24 hours)
    seen = fields.JSONField(null=True)  # type: ignore[var-annotated]
    staff_id = fields.IntField(null=True)
    failover_id = fields.IntField(null=True)
    created_at = InstantField()

    class Meta:
        table = "channel"
        unique_together = (("account", "sender"), ("workspace", "name"))


class Lease(Model):
    """Who holds a channel's lane. `expires_at` is in microseconds of the database's clock, nobody else's."""

    id = fields.IntField(primary_key=True)
    channel_id = fields.IntField(unique=True)
    owner = fields.CharField(max_length=64)
    fence = fields.BigIntField()
    expires_at = fields.BigIntField()

    class Meta:
        table = "lease"


class KnownNumber(Model):
    """What a provider said of a number: whether WhatsApp knows it, and how the person is addressed there."""

    id = fields.IntField(primary_key=True)
    account: fields.ForeignKeyRelation[ProviderAccount] = fields.ForeignKeyField(
        "storage.ProviderAccount", on_delete=fields.RESTRICT, related_name="numbers"
    )
    phone = fields.CharField(max_length=20)
    known = fields.BooleanField(null=True)
    chat = fields.CharField(max_length=64, null=True)
    alias = fields.CharField(max_length=64, null=True)
    checked_at = InstantField()

    class Meta:
        table = "known_number"
        unique_together = (("account", "phone"),)
        indexes = (("account_id", "alias"),)
