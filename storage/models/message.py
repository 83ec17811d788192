"""What people scheduled, and each of its due times."""

from __future__ import annotations

from tortoise import fields
from tortoise.indexes import PartialIndex
from tortoise.models import Model

from storage.fields import InstantField
from storage.models.channel import Channel
from storage.models.workspace import Staff, Workspace


class Media(Model):
    """A picture, video, document or sound, checked when it came: its bytes, in here so that every process has them.

    `key` is the unguessable name under which a provider that takes no bytes may fetch them.
    """

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="media"
    )
    key = fields.CharField(max_length=64, unique=True)
    kind = fields.CharField(max_length=16)
    mime = fields.CharField(max_length=100)
    name = fields.CharField(max_length=200)
    size = fields.IntField()
    data = fields.BinaryField()
    created_at = InstantField()

    class Meta:
        table = "media"


class Message(Model):
    """`starts`, `until`, `exdates` and `rdates` are wall clock in `zone` (ISO text), `at` decides for a single instant.

    `audience` is a JSON object of ids (core.commands.Audience). `rev` counts every change, so that a plan made from an
    older text or rule is recognised. `next_due_at` is null when nothing more is to be planned. `quiet` and `beyond`: what a
    person chose for whom quiet hours, or a limit, stand in the way of ("anyway", "wait", "part"); null: nobody was asked.
    `answered`: not to whoever has written since it was kept, or since its last copy ("if_not"); no more to them ("until").
    """

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="messages"
    )
    number = fields.IntField()
    state = fields.CharField(max_length=16)
    title = fields.CharField(max_length=200)
    text = fields.TextField()
    media: fields.ForeignKeyNullableRelation[Media] = fields.ForeignKeyField(
        "storage.Media", on_delete=fields.RESTRICT, related_name="messages", null=True
    )
    audience = fields.JSONField()  # type: ignore[var-annotated]
    author: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "storage.Staff", on_delete=fields.RESTRICT, related_name="messages", null=True
    )
    channel: fields.ForeignKeyNullableRelation[Channel] = fields.ForeignKeyField(
        "storage.Channel", on_delete=fields.RESTRICT, related_name="messages", null=True
    )
    zone = fields.CharField(max_length=64)
    starts = fields.CharField(max_length=19)
    at = InstantField(null=True)
    rules = fields.JSONField(default=list)  # type: ignore[var-annotated]
    until = fields.CharField(max_length=10, null=True)
    exdates = fields.JSONField(default=list)  # type: ignore[var-annotated]
    rdates = fields.JSONField(default=list)  # type: ignore[var-annotated]
    late = fields.CharField(max_length=32, null=True)
    answered = fields.CharField(max_length=8, null=True)
    quiet = fields.CharField(max_length=8, null=True)
    beyond = fields.CharField(max_length=8, null=True)
    resume_on = fields.CharField(max_length=10, null=True)
    # besides text and file: {"template": {"name", "language", "values"}, "reply_to": the provider's id of what it answers}
    carries = fields.JSONField(null=True)  # type: ignore[var-annotated]
    next_due_at = InstantField(null=True)
    planned_to = InstantField(null=True)
    tz_version = fields.CharField(max_length=16, default="", db_default="")
    rev = fields.IntField(default=1, db_default=1)
    created_at = InstantField()
    changed_at = InstantField()

    class Meta:
        table = "message"
        unique_together = (("workspace", "number"),)
        indexes = (PartialIndex(fields=("next_due_at",), condition={"state": "active"}, name="message_next_due"),)


class Occurrence(Model):
    """One due time of a message. `cursor` is the last contact id whose delivery was planned, null when all are."""

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="occurrences"
    )
    message: fields.ForeignKeyRelation[Message] = fields.ForeignKeyField(
        "storage.Message", on_delete=fields.RESTRICT, related_name="occurrences"
    )
    nominal = fields.CharField(max_length=20)
    due_at = InstantField()
    state = fields.CharField(max_length=16)
    cause = fields.CharField(max_length=32, default="", db_default="")
    limit_seconds = fields.IntField(default=1800, db_default=1800)
    cursor = fields.IntField(null=True)
    planned_at = InstantField()

    class Meta:
        table = "occurrence"
        unique_together = (("message", "nominal"),)
        indexes = (
            PartialIndex(fields=("due_at",), condition={"state": "pending"}, name="occurrence_pending"),
            PartialIndex(fields=("due_at",), condition={"state": "processing"}, name="occurrence_processing"),
        )
