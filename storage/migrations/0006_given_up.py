from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    dependencies = [("storage", "0005_runners")]

    operations = [
        ops.AddField(model_name="PastRef", name="given_up", field=fields.BooleanField(default=False, db_default=False)),
    ]
