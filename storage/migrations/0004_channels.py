from tortoise import fields, migrations
from tortoise.indexes import PartialIndex
from tortoise.migrations import operations as ops

from storage.fields import InstantField


class Migration(migrations.Migration):
    """Whose a channel is, which may stand in for it, refused webhooks, and the setups that are under way."""

    dependencies = [("storage", "0003_events_that_wait")]
    initial = False

    operations = [
        ops.AddField(model_name="ProviderAccount", name="refused_at", field=InstantField(null=True)),
        ops.AddField(model_name="Channel", name="staff_id", field=fields.IntField(null=True)),
        ops.AddField(model_name="Channel", name="failover_id", field=fields.IntField(null=True)),
        ops.AddIndex(
            model_name="Proposal",
            index=PartialIndex(fields=("chat",), condition={"about": "setup", "state": "open"}, name="proposal_setup"),
        ),
    ]
