"""What providers say: events as they came, and what contacts write."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import PartialIndex
from tortoise.models import Model

from storage.fields import InstantField
from storage.models.channel import Channel, ProviderAccount
from storage.models.contact import Contact
from storage.models.workspace import Workspace


class ProviderEvent(Model):
    """One event of a webhook. `data` is it as values (core.gateways.base), `body` the text it came in.

    State: new (to be worked on), waiting (its delivery is not known yet), done, foreign (not ours), unknown.
    """

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="events"
    )
    account: fields.ForeignKeyRelation[ProviderAccount] = fields.ForeignKeyField(
        "storage.ProviderAccount", on_delete=fields.RESTRICT, related_name="events"
    )
    channel: fields.ForeignKeyNullableRelation[Channel] = fields.ForeignKeyField(
        "storage.Channel", on_delete=fields.RESTRICT, related_name="events", null=True
    )
    key = fields.CharField(max_length=255)
    kind = fields.CharField(max_length=16)
    ref = fields.CharField(max_length=128, null=True)
    data = fields.JSONField()  # type: ignore[var-annotated]
    body = fields.TextField()
    state = fields.CharField(max_length=16)
    attempts = fields.IntField(default=0, db_default=0)
    received_at = InstantField()
    done_at = InstantField(null=True)

    class Meta:
        table = "provider_event"
        unique_together = (("account", "key"),)
        indexes = (
            ("channel_id", "ref"),
            PartialIndex(fields=("received_at",), condition={"state": "new"}, name="provider_event_new"),
            PartialIndex(fields=("received_at",), condition={"state": "waiting"}, name="provider_event_waiting"),
        )


class Answer(Model):
    """What a contact wrote. `contact` is null for a number that is nobody's."""

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="answers"
    )
    channel: fields.ForeignKeyRelation[Channel] = fields.ForeignKeyField(
        "storage.Channel", on_delete=fields.RESTRICT, related_name="answers"
    )
    contact: fields.ForeignKeyNullableRelation[Contact] = fields.ForeignKeyField(
        "storage.Contact", on_delete=fields.RESTRICT, related_name="answers", null=True
    )
    phone = fields.CharField(max_length=20, null=True)
    alias = fields.CharField(max_length=64, null=True)
    name = fields.CharField(max_length=200, default="", db_default="")
    kind = fields.CharField(max_length=16)
    text = fields.TextField()
    ref = fields.CharField(max_length=128)
    received_at = InstantField()

    class Meta:
        table = "answer"
        unique_together = (("channel", "ref"),)
        indexes = (("contact_id", "id"),)
