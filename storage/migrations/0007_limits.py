from tortoise import fields, migrations
from tortoise.migrations import operations as ops


class Migration(migrations.Migration):
    """What protects a number and the people it writes to: recipients a message, new people a day, a warm-up, quiet hours, and
    what a person chose for what does not fit."""

    dependencies = [("storage", "0006_given_up")]
    initial = False

    operations = [
        ops.AddField(model_name="Workspace", name="quiet", field=fields.CharField(max_length=11, null=True)),
        ops.AddField(model_name="Workspace", name="person_limit", field=fields.IntField(null=True)),
        ops.AddField(model_name="Channel", name="most_people", field=fields.IntField(null=True)),
        ops.AddField(model_name="Channel", name="new_limit", field=fields.IntField(null=True)),
        ops.AddField(model_name="Channel", name="warm_up", field=fields.IntField(null=True)),
        ops.AddField(model_name="Channel", name="warm_from", field=fields.CharField(max_length=10, null=True)),
        ops.AddField(model_name="Message", name="quiet", field=fields.CharField(max_length=8, null=True)),
        ops.AddField(model_name="Message", name="beyond", field=fields.CharField(max_length=8, null=True)),
        ops.RunSQL(
            "update channel set most_people = 50 where account_id in"
            " (select id from provider_account where gateway in ('waha', 'evolution', 'http'))",
            "",
        ),
    ]
