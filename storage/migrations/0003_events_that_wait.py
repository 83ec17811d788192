from tortoise import migrations
from tortoise.indexes import PartialIndex
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("storage", "0002_media")]

    operations = [
        ops.AddIndex(
            model_name="ProviderEvent",
            index=PartialIndex(fields=["received_at"], name="provider_event_waiting", condition={"state": "waiting"}),
        ),
    ]
