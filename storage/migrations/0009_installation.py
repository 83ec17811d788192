from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.indexes import Index
from tortoise.migrations import operations as ops

from storage.fields import InstantField


class Migration(migrations.Migration):
    """Which database this is and how far it came, and the times in which nothing could leave."""

    dependencies = [("storage", "0008_answered")]

    operations = [
        ops.AddField(model_name="Channel", name="lefts", field=fields.BigIntField(default=0, db_default=0)),
        ops.CreateModel(
            name="Installation",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("lineage", fields.CharField(max_length=32)),
                ("beats", fields.BigIntField(default=0, db_default=0)),
                ("beat_at", InstantField()),
                ("beat_clock", fields.BigIntField()),
                ("place", fields.CharField(default="", db_default="", max_length=80)),
                ("timeline", fields.CharField(default="", db_default="", max_length=16)),
                ("held", fields.JSONField(null=True)),
            ],
            options={
                "table": "installation",
                "app": "storage",
                "pk_attr": "id",
                "table_description": "The one row (id 1) by which a database is known again.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Outage",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="outages",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("channel_id", fields.IntField(null=True)),
                ("since_at", InstantField()),
                ("until_at", InstantField(null=True)),
                ("settled_at", InstantField(null=True)),
            ],
            options={
                "table": "outage",
                "app": "storage",
                "indexes": [Index(fields=["workspace_id", "since_at"])],
                "pk_attr": "id",
                "table_description": "A time in which nothing could leave.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="OutageEffect",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "outage",
                    fields.ForeignKeyField(
                        "storage.Outage",
                        source_field="outage_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="effects",
                        on_delete=OnDelete.CASCADE,
                    ),
                ),
                ("occurrence_id", fields.IntField()),
                ("message_id", fields.IntField()),
                ("skipped", fields.IntField(default=0, db_default=0)),
                ("missed", fields.IntField(default=0, db_default=0)),
                ("late", fields.IntField(default=0, db_default=0)),
            ],
            options={
                "table": "outage_effect",
                "app": "storage",
                "unique_together": (("outage", "occurrence_id"),),
                "indexes": [Index(fields=["occurrence_id"])],
                "pk_attr": "id",
                "table_description": "What an outage did to one due time.",
            },
            bases=["Model"],
        ),
    ]
