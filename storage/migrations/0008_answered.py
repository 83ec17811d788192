from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """What a person said about those who have answered: not to them ("if_not"), or no more to them ("until")."""

    dependencies = [("storage", "0007_limits")]
    initial = False

    operations = [
        ops.AddField(model_name="Message", name="answered", field=fields.CharField(max_length=8, null=True)),
    ]
