import functools
from json import dumps, loads

from tortoise import fields, migrations
from tortoise.fields.base import OnDelete
from tortoise.migrations import operations as ops

from storage.fields import InstantField


class Migration(migrations.Migration):
    dependencies = [("storage", "0001_first")]

    operations = [
        ops.CreateModel(
            name="Media",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="media",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("key", fields.CharField(unique=True, max_length=64)),
                ("kind", fields.CharField(max_length=16)),
                ("mime", fields.CharField(max_length=100)),
                ("name", fields.CharField(max_length=200)),
                ("size", fields.IntField()),
                ("data", fields.BinaryField()),
                ("created_at", InstantField()),
            ],
            options={
                "table": "media",
                "app": "storage",
                "pk_attr": "id",
                "table_description": "A picture, video, document or sound, checked when it came: its bytes, in here so that every process has them.",
            },
            bases=["Model"],
        ),
        ops.AddField(
            model_name="Message",
            name="media",
            field=fields.ForeignKeyField(
                "storage.Media",
                source_field="media_id",
                null=True,
                db_constraint=True,
                to_field="id",
                related_name="messages",
                on_delete=OnDelete.RESTRICT,
            ),
        ),
        ops.AddField(
            model_name="Channel",
            name="seen",
            field=fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
        ),
    ]
