"""The chat's own rows: updates that came, proposals that wait, notices to deliver, bubbles to keep true."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import PartialIndex
from tortoise.models import Model

from storage.fields import InstantField
from storage.models.message import Message
from storage.models.workspace import Staff, Workspace


class TelegramUpdate(Model):
    """Stored before anything is done about it. State: new, done, failed. `bot` is the bot's own id."""

    id = fields.IntField(primary_key=True)
    bot = fields.BigIntField()
    update_id = fields.BigIntField()
    chat = fields.CharField(max_length=64)
    body = fields.JSONField()  # type: ignore[var-annotated]
    state = fields.CharField(max_length=16)
    attempts = fields.IntField(default=0, db_default=0)
    received_at = InstantField()
    done_at = InstantField(null=True)

    class Meta:
        table = "telegram_update"
        unique_together = (("bot", "update_id"),)
        indexes = (PartialIndex(fields=("chat", "update_id"), condition={"state": "new"}, name="telegram_update_new"),)


class Proposal(Model):
    """A reading that waits for a tap or an answer. State: open, done, stopped, replaced, expired.

    `about` says what it asks: "clarify", "confirm", "countdown", "unsure", "answer", "setup" ..., buttons carry the id.
    """

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="proposals"
    )
    staff: fields.ForeignKeyRelation[Staff] = fields.ForeignKeyField(
        "storage.Staff", on_delete=fields.RESTRICT, related_name="proposals"
    )
    chat = fields.CharField(max_length=64)
    about = fields.CharField(max_length=32)
    state = fields.CharField(max_length=16)
    reading = fields.JSONField(default=dict)  # type: ignore[var-annotated]
    origin = fields.CharField(max_length=64, unique=True)
    bubble = fields.BigIntField(null=True)
    message: fields.ForeignKeyNullableRelation[Message] = fields.ForeignKeyField(
        "storage.Message", on_delete=fields.RESTRICT, related_name="proposals", null=True
    )
    created_at = InstantField()
    closed_at = InstantField(null=True)

    class Meta:
        table = "proposal"
        indexes = (
            ("chat", "id"),
            PartialIndex(fields=("chat",), condition={"about": "setup", "state": "open"}, name="proposal_setup"),
        )


class Notice(Model):
    """Something that one member of staff must hear, once. Unique by (kind, about, staff).

    State: new, sent, dropped. When what it is about changes after it was sent it becomes new again and its bubble is
    edited. `not_before` holds it back (a reminder for oneself, an unsure delivery that may still settle).
    """

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="notices"
    )
    staff: fields.ForeignKeyRelation[Staff] = fields.ForeignKeyField(
        "storage.Staff", on_delete=fields.RESTRICT, related_name="notices"
    )
    kind = fields.CharField(max_length=32)
    about = fields.CharField(max_length=100)
    detail = fields.JSONField(default=dict)  # type: ignore[var-annotated]
    state = fields.CharField(max_length=16)
    not_before = InstantField()
    attempts = fields.IntField(default=0, db_default=0)
    bubble = fields.BigIntField(null=True)
    created_at = InstantField()
    sent_at = InstantField(null=True)

    class Meta:
        table = "notice"
        unique_together = (("kind", "about", "staff"),)
        indexes = (PartialIndex(fields=("not_before",), condition={"state": "new"}, name="notice_new"),)


class Bubble(Model):
    """A chat message of ours that shows a message's state or an answer, so that it can be edited or replied to."""

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="bubbles"
    )
    staff: fields.ForeignKeyRelation[Staff] = fields.ForeignKeyField(
        "storage.Staff", on_delete=fields.RESTRICT, related_name="bubbles"
    )
    chat = fields.CharField(max_length=64)
    ref = fields.BigIntField()
    kind = fields.CharField(max_length=32)
    about = fields.BigIntField()
    stale = fields.BooleanField(default=False, db_default=False)
    shown = fields.CharField(max_length=64, default="", db_default="")
    edited_at = InstantField(null=True)

    class Meta:
        table = "bubble"
        unique_together = (("chat", "ref"),)
        indexes = (
            ("kind", "about"),
            PartialIndex(fields=("id",), condition={"stale": True}, name="bubble_stale"),
        )
