from tortoise import migrations
from tortoise.migrations import operations as ops

from storage.fields import InstantField


class Migration(migrations.Migration):
    """Contacts that staff have removed stay for what was sent to them, and are nobody to be written to."""

    dependencies = [("storage", "0009_installation")]
    initial = False

    operations = [ops.AddField(model_name="Contact", name="removed_at", field=InstantField(null=True))]
