from tortoise import migrations
from tortoise.migrations import operations as ops

from storage.fields import IndexWhere


class Migration(migrations.Migration):
    """What was put off past its slot is found by its contact: a lane asks, of those who are to get something, to whom an
    earlier one still waits."""

    dependencies = [("storage", "0011_in_order")]
    initial = False

    operations = [
        ops.AddIndex(
            model_name="Delivery",
            index=IndexWhere(
                fields=["channel_id", "contact_id"],
                name="delivery_put_off",
                where="state IN ('planned', 'queued') AND ready_at > slot_at",
            ),
        ),
    ]
