from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("storage", "0004_channels")]

    operations = [
        ops.CreateModel(
            name="Runner",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("name", fields.CharField(unique=True, max_length=80)),
                ("owner", fields.CharField(max_length=64)),
                ("expires_at", fields.BigIntField()),
            ],
            options={
                "table": "runner",
                "app": "storage",
                "pk_attr": "id",
                "table_description": 'A worker that ticks ("worker:…"), or the one round of an outside cron ("round"). `expires_at` is in microseconds of the',
            },
            bases=["Model"],
        ),
    ]
