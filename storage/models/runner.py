"""Who runs the tick on this database, which database it is, and when nothing could leave."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from storage.fields import InstantField
from storage.models.workspace import Workspace


class Runner(Model):
    """A worker that ticks ("worker:…"), or the one round of an outside cron ("round"). `expires_at` is in microseconds of the
    database's clock: who is gone is known by it, whatever the clocks of machines say."""

    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=80, unique=True)
    owner = fields.CharField(max_length=64)
    expires_at = fields.BigIntField()

    class Meta:
        table = "runner"


class Installation(Model):
    """The one row (id 1) by which a database is known again.

    So that one that went back, or a copy, is told from an ordinary restart (`core.dispatch.lineage`).
    `lineage` names one unbroken life: a restored or released database begins a new one. `beats` counts up while workers
    tick; `beat_at` is the last beat by Belfry's clock, `beat_clock` by the database's, in microseconds. `place` and
    `timeline` are where PostgreSQL was then. `held`: why nothing is sent until a person says so; null: it is sent.
    """

    id = fields.IntField(primary_key=True)
    lineage = fields.CharField(max_length=32)
    beats = fields.BigIntField(default=0, db_default=0)
    beat_at = InstantField()
    beat_clock = fields.BigIntField()
    place = fields.CharField(max_length=80, default="", db_default="")
    timeline = fields.CharField(max_length=16, default="", db_default="")
    held = fields.JSONField(null=True)  # type: ignore[var-annotated]

    class Meta:
        table = "installation"


class Outage(Model):
    """A time in which nothing could leave.

    Belfry was not running (`channel_id` null), or a channel was down. Open while `until_at` is null; `settled_at`: when
    nothing of it could change any more, so that nobody looks at it again.
    """

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="outages"
    )
    channel_id = fields.IntField(null=True)
    since_at = InstantField()
    until_at = InstantField(null=True)
    settled_at = InstantField(null=True)

    class Meta:
        table = "outage"
        indexes = (("workspace_id", "since_at"),)


class OutageEffect(Model):
    """What an outage did to one due time.

    `skipped`: copies that were too late; `missed`: 1 where the whole due time passed; `late`: copies that went out late.
    """

    id = fields.IntField(primary_key=True)
    outage: fields.ForeignKeyRelation[Outage] = fields.ForeignKeyField(
        "storage.Outage", on_delete=fields.CASCADE, related_name="effects"
    )
    occurrence_id = fields.IntField()
    message_id = fields.IntField()
    skipped = fields.IntField(default=0, db_default=0)
    missed = fields.IntField(default=0, db_default=0)
    late = fields.IntField(default=0, db_default=0)

    class Meta:
        table = "outage_effect"
        unique_together = (("outage", "occurrence_id"),)
        indexes = (("occurrence_id",),)
