from tortoise import migrations
from tortoise.indexes import PartialIndex
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """What waits is indexed in the very order in which it is claimed: of a hundred thousand that are ready at one instant the
    first are found without sorting them all."""

    dependencies = [("storage", "0010_carries")]
    initial = False

    operations = [
        operation
        for state in ("planned", "queued")
        for operation in (
            ops.RemoveIndex(model_name="Delivery", name=f"delivery_{state}"),
            ops.AddIndex(
                model_name="Delivery",
                index=PartialIndex(
                    fields=["channel_id", "ready_at", "id"], name=f"delivery_{state}", condition={"state": state}
                ),
            ),
        )
    ]
