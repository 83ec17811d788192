from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """What goes along with a message besides its text and file: an approved template, what it answers."""

    dependencies = [("storage", "0010_removed")]
    initial = False

    operations = [ops.AddField(model_name="Message", name="carries", field=fields.JSONField(null=True))]
