"""Who did what, and counts of what should not happen."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from storage.fields import InstantField
from storage.models.workspace import Staff, Workspace


class AuditEntry(Model):
    """One change by a person or by Belfry itself. `origin` names the update or request that asked for it: a second
    asking of the same origin finds this row instead of doing it again. `before` lets `undo` put it back."""

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="audit"
    )
    staff: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "storage.Staff", on_delete=fields.RESTRICT, related_name="audit", null=True
    )
    origin = fields.CharField(max_length=64, null=True, unique=True)
    what = fields.CharField(max_length=32)
    about = fields.CharField(max_length=100)
    message_id = fields.IntField(null=True)
    before = fields.JSONField(null=True)  # type: ignore[var-annotated]
    after_rev = fields.IntField(null=True)
    detail = fields.JSONField(default=dict)  # type: ignore[var-annotated]
    undone = fields.BooleanField(default=False, db_default=False)
    at = InstantField()

    class Meta:
        table = "audit_entry"
        indexes = (("staff_id", "id"),)


class Tally(Model):
    """A count kept for ever: refused steps, unknown events, alarms."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=100, unique=True)
    count = fields.BigIntField(default=0, db_default=0)

    class Meta:
        table = "tally"
