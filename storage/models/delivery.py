"""One contact's copy of one occurrence: the unit that is claimed, sent, receipted."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import PartialIndex
from tortoise.models import Model

from storage.fields import IndexWhere, InstantField
from storage.models.channel import Channel
from storage.models.contact import Contact
from storage.models.message import Message, Occurrence
from storage.models.workspace import Workspace


class Delivery(Model):
    """`slot_at` is planned and fixed, `ready_at` is when the lane may take it (later than the slot after a NotSent).

    `late_at`: after it, it is skipped. `token` is the id reserved for it and `provider_id` the raw id that the provider
    gave; either finds it again. `text` and `to_phone` are what left. State appears in partial indexes only: a planner that
    sees `state` in a plain one reads stale statistics and walks the table (measured; see the README's decisions).
    """

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="deliveries"
    )
    message: fields.ForeignKeyRelation[Message] = fields.ForeignKeyField(
        "storage.Message", on_delete=fields.RESTRICT, related_name="deliveries"
    )
    occurrence: fields.ForeignKeyRelation[Occurrence] = fields.ForeignKeyField(
        "storage.Occurrence", on_delete=fields.RESTRICT, related_name="deliveries"
    )
    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "storage.Contact", on_delete=fields.RESTRICT, related_name="deliveries"
    )
    channel: fields.ForeignKeyRelation[Channel] = fields.ForeignKeyField(
        "storage.Channel", on_delete=fields.RESTRICT, related_name="deliveries"
    )
    state = fields.CharField(max_length=16)
    slot_at = InstantField()
    ready_at = InstantField()
    late_at = InstantField()
    fence = fields.BigIntField(default=0, db_default=0)
    attempts = fields.IntField(default=0, db_default=0)
    token = fields.CharField(max_length=64, null=True)
    provider_id = fields.CharField(max_length=128, null=True)
    to_phone = fields.CharField(max_length=20, null=True)
    text = fields.TextField(null=True)
    sending_at = InstantField(null=True)
    sent_at = InstantField(null=True)
    delivered_at = InstantField(null=True)
    read_at = InstantField(null=True)
    cause = fields.CharField(max_length=64, default="", db_default="")
    changed_at = InstantField()

    class Meta:
        table = "delivery"
        unique_together = (("occurrence", "contact"), ("channel", "token"))
        indexes = (
            ("channel_id", "provider_id"),
            ("message_id", "id"),
            ("contact_id", "id"),
            PartialIndex(
                fields=("channel_id", "ready_at", "id"), condition={"state": "planned"}, name="delivery_planned"
            ),
            PartialIndex(
                fields=("channel_id", "ready_at", "id"), condition={"state": "queued"}, name="delivery_queued"
            ),
            PartialIndex(fields=("channel_id", "contact_id"), condition={"state": "sending"}, name="delivery_sending"),
            PartialIndex(fields=("channel_id", "contact_id"), condition={"state": "unsure"}, name="delivery_unsure"),
            IndexWhere(
                fields=("channel_id", "contact_id"),
                where="state IN ('planned', 'queued') AND ready_at > slot_at",
                name="delivery_put_off",
            ),
        )


class PastRef(Model):
    """A token or provider id of an earlier attempt: a late receipt of it still finds its delivery.

    `given_up`: its provider had taken that attempt and then said that it failed, so that it was on its way proves nothing."""

    id = fields.IntField(primary_key=True)
    channel: fields.ForeignKeyRelation[Channel] = fields.ForeignKeyField(
        "storage.Channel", on_delete=fields.RESTRICT, related_name="past_refs"
    )
    delivery: fields.ForeignKeyRelation[Delivery] = fields.ForeignKeyField(
        "storage.Delivery", on_delete=fields.RESTRICT, related_name="past_refs"
    )
    ref = fields.CharField(max_length=128)
    given_up = fields.BooleanField(default=False, db_default=False)

    class Meta:
        table = "past_ref"
        unique_together = (("channel", "ref"),)
