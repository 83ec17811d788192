from tortoise import migrations
from tortoise.migrations import operations as ops
import functools
from json import dumps, loads
from storage.fields import InstantField
from tortoise.fields.base import OnDelete
from tortoise import fields
from tortoise.indexes import Index, PartialIndex


class Migration(migrations.Migration):
    initial = True

    operations = [
        ops.CreateModel(
            name="Lease",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("channel_id", fields.IntField(unique=True)),
                ("owner", fields.CharField(max_length=64)),
                ("fence", fields.BigIntField()),
                ("expires_at", fields.BigIntField()),
            ],
            options={
                "table": "lease",
                "app": "storage",
                "pk_attr": "id",
                "table_description": "Who holds a channel's lane. `expires_at` is in microseconds of the database's clock, nobody else's.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Tally",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("name", fields.CharField(unique=True, max_length=100)),
                ("count", fields.BigIntField(default=0, db_default=0)),
            ],
            options={
                "table": "tally",
                "app": "storage",
                "pk_attr": "id",
                "table_description": "A count kept for ever: refused steps, unknown events, alarms.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="TelegramUpdate",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("bot", fields.BigIntField()),
                ("update_id", fields.BigIntField()),
                ("chat", fields.CharField(max_length=64)),
                ("body", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                ("state", fields.CharField(max_length=16)),
                ("attempts", fields.IntField(default=0, db_default=0)),
                ("received_at", InstantField()),
                ("done_at", InstantField(null=True)),
            ],
            options={
                "table": "telegram_update",
                "app": "storage",
                "unique_together": (("bot", "update_id"),),
                "indexes": [
                    PartialIndex(fields=["chat", "update_id"], name="telegram_update_new", condition={"state": "new"})
                ],
                "pk_attr": "id",
                "table_description": "Stored before anything is done about it. State: new, done, failed. `bot` is the bot's own id.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Workspace",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                ("name", fields.CharField(unique=True, max_length=100)),
                ("zone", fields.CharField(max_length=64)),
                ("language", fields.CharField(default="en", db_default="en", max_length=8)),
                ("country", fields.CharField(null=True, max_length=2)),
                ("hours", fields.CharField(null=True, max_length=16)),
                ("last_number", fields.IntField(default=0, db_default=0)),
                ("directory_rev", fields.IntField(default=0, db_default=0)),
                ("created_at", InstantField()),
            ],
            options={"table": "workspace", "app": "storage", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Contact",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="contacts",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=200)),
                ("folded", fields.CharField(max_length=200)),
                ("phone", fields.CharField(null=True, max_length=20)),
                ("language", fields.CharField(null=True, max_length=8)),
                ("zone", fields.CharField(null=True, max_length=64)),
                (
                    "attributes",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("consent", fields.CharField(default="unknown", db_default="unknown", max_length=16)),
                ("blocked_at", InstantField(null=True)),
                ("blocked_by", fields.CharField(null=True, max_length=16)),
                ("created_at", InstantField()),
            ],
            options={
                "table": "contact",
                "app": "storage",
                "unique_together": (("workspace", "phone"),),
                "indexes": [Index(fields=["workspace_id", "folded"])],
                "pk_attr": "id",
                "table_description": "`phone` is E.164 and may be missing until known. `blocked_at`: wrote STOP, or was blocked, gets nothing.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Alias",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="aliases",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "contact",
                    fields.ForeignKeyField(
                        "storage.Contact",
                        source_field="contact_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="aliases",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=200)),
            ],
            options={"table": "alias", "app": "storage", "unique_together": (("contact", "name"),), "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Group",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="groups",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                (
                    "names",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
            ],
            options={
                "table": "contact_group",
                "app": "storage",
                "unique_together": (("workspace", "name"),),
                "pk_attr": "id",
                "table_description": "Our own list of contacts, each member gets a private copy. `names`: other names it goes by, JSON list.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="GroupMember",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "group",
                    fields.ForeignKeyField(
                        "storage.Group",
                        source_field="group_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="members",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "contact",
                    fields.ForeignKeyField(
                        "storage.Contact",
                        source_field="contact_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="groups",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "group_member",
                "app": "storage",
                "unique_together": (("group", "contact"),),
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ProviderAccount",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="accounts",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("gateway", fields.CharField(max_length=16)),
                ("url", fields.CharField(max_length=500)),
                ("key", fields.TextField(unique=False)),
                ("secret", fields.TextField(unique=False)),
                ("hook", fields.CharField(unique=True, max_length=64)),
                (
                    "settings",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("rev", fields.IntField(default=1, db_default=1)),
                ("created_at", InstantField()),
            ],
            options={
                "table": "provider_account",
                "app": "storage",
                "pk_attr": "id",
                "table_description": "Credentials and webhook of one account. `key` and `secret` are ciphertext (`storage.fields.Cipher`).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Channel",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="channels",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "account",
                    fields.ForeignKeyField(
                        "storage.ProviderAccount",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="channels",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
                ("sender", fields.CharField(max_length=100)),
                ("number", fields.CharField(null=True, max_length=20)),
                ("pace", fields.CharField(default="0s", db_default="0s", max_length=32)),
                ("daily_limit", fields.IntField(null=True)),
                ("is_default", fields.BooleanField(default=False, db_default=False)),
                ("paused", fields.BooleanField(default=False, db_default=False)),
                ("health", fields.CharField(default="working", db_default="working", max_length=16)),
                ("reason", fields.CharField(default="", db_default="", max_length=64)),
                ("health_at", InstantField(null=True)),
                ("outages", fields.IntField(default=0, db_default=0)),
                ("hold_until", InstantField(null=True)),
                ("last_left_at", InstantField(null=True)),
                (
                    "settings",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("created_at", InstantField()),
            ],
            options={
                "table": "channel",
                "app": "storage",
                "unique_together": (("account", "sender"), ("workspace", "name")),
                "pk_attr": "id",
                "table_description": "One WhatsApp sender number. `health` is what was last heard, deliveries wait while it is not working.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Answer",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="answers",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "channel",
                    fields.ForeignKeyField(
                        "storage.Channel",
                        source_field="channel_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="answers",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "contact",
                    fields.ForeignKeyField(
                        "storage.Contact",
                        source_field="contact_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="answers",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("phone", fields.CharField(null=True, max_length=20)),
                ("alias", fields.CharField(null=True, max_length=64)),
                ("name", fields.CharField(default="", db_default="", max_length=200)),
                ("kind", fields.CharField(max_length=16)),
                ("text", fields.TextField(unique=False)),
                ("ref", fields.CharField(max_length=128)),
                ("received_at", InstantField()),
            ],
            options={
                "table": "answer",
                "app": "storage",
                "unique_together": (("channel", "ref"),),
                "indexes": [Index(fields=["contact_id", "id"])],
                "pk_attr": "id",
                "table_description": "What a contact wrote. `contact` is null for a number that is nobody's.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="KnownNumber",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "account",
                    fields.ForeignKeyField(
                        "storage.ProviderAccount",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="numbers",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("phone", fields.CharField(max_length=20)),
                ("known", fields.BooleanField(null=True)),
                ("chat", fields.CharField(null=True, max_length=64)),
                ("alias", fields.CharField(null=True, max_length=64)),
                ("checked_at", InstantField()),
            ],
            options={
                "table": "known_number",
                "app": "storage",
                "unique_together": (("account", "phone"),),
                "indexes": [Index(fields=["account_id", "alias"])],
                "pk_attr": "id",
                "table_description": "What a provider said of a number: whether WhatsApp knows it, and how the person is addressed there.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ProviderEvent",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="events",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "account",
                    fields.ForeignKeyField(
                        "storage.ProviderAccount",
                        source_field="account_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="events",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "channel",
                    fields.ForeignKeyField(
                        "storage.Channel",
                        source_field="channel_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="events",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("key", fields.CharField(max_length=255)),
                ("kind", fields.CharField(max_length=16)),
                ("ref", fields.CharField(null=True, max_length=128)),
                ("data", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                ("body", fields.TextField(unique=False)),
                ("state", fields.CharField(max_length=16)),
                ("attempts", fields.IntField(default=0, db_default=0)),
                ("received_at", InstantField()),
                ("done_at", InstantField(null=True)),
            ],
            options={
                "table": "provider_event",
                "app": "storage",
                "unique_together": (("account", "key"),),
                "indexes": [
                    Index(fields=["channel_id", "ref"]),
                    PartialIndex(fields=["received_at"], name="provider_event_new", condition={"state": "new"}),
                ],
                "pk_attr": "id",
                "table_description": "One event of a webhook. `data` is it as values (core.gateways.base), `body` the text it came in.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Staff",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="staff",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=200)),
                ("role", fields.CharField(max_length=16)),
                ("language", fields.CharField(null=True, max_length=8)),
                ("active", fields.BooleanField(default=True, db_default=True)),
                ("created_at", InstantField()),
            ],
            options={"table": "staff", "app": "storage", "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Address",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="addresses",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "staff",
                    fields.ForeignKeyField(
                        "storage.Staff",
                        source_field="staff_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="addresses",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("kind", fields.CharField(max_length=16)),
                ("ref", fields.CharField(max_length=64)),
                ("blocked_at", InstantField(null=True)),
            ],
            options={
                "table": "address",
                "app": "storage",
                "unique_together": (("workspace", "kind", "ref"),),
                "pk_attr": "id",
                "table_description": "Where a member of staff is reached: chat kind and the id there. One address speaks for one person.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="AuditEntry",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="audit",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "staff",
                    fields.ForeignKeyField(
                        "storage.Staff",
                        source_field="staff_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="audit",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("origin", fields.CharField(null=True, unique=True, max_length=64)),
                ("what", fields.CharField(max_length=32)),
                ("about", fields.CharField(max_length=100)),
                ("message_id", fields.IntField(null=True)),
                (
                    "before",
                    fields.JSONField(null=True, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads),
                ),
                ("after_rev", fields.IntField(null=True)),
                (
                    "detail",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("undone", fields.BooleanField(default=False, db_default=False)),
                ("at", InstantField()),
            ],
            options={
                "table": "audit_entry",
                "app": "storage",
                "indexes": [Index(fields=["staff_id", "id"])],
                "pk_attr": "id",
                "table_description": "One change by a person or by Belfry itself. `origin` names the update or request that asked for it: a second",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Bubble",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="bubbles",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "staff",
                    fields.ForeignKeyField(
                        "storage.Staff",
                        source_field="staff_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="bubbles",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("chat", fields.CharField(max_length=64)),
                ("ref", fields.BigIntField()),
                ("kind", fields.CharField(max_length=32)),
                ("about", fields.BigIntField()),
                ("stale", fields.BooleanField(default=False, db_default=False)),
                ("shown", fields.CharField(default="", db_default="", max_length=64)),
                ("edited_at", InstantField(null=True)),
            ],
            options={
                "table": "bubble",
                "app": "storage",
                "unique_together": (("chat", "ref"),),
                "indexes": [
                    Index(fields=["kind", "about"]),
                    PartialIndex(fields=["id"], name="bubble_stale", condition={"stale": True}),
                ],
                "pk_attr": "id",
                "table_description": "A chat message of ours that shows a message's state or an answer, so that it can be edited or replied to.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Invite",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="invites",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("role", fields.CharField(max_length=16)),
                ("code_hash", fields.CharField(unique=True, max_length=64)),
                (
                    "used_by",
                    fields.ForeignKeyField(
                        "storage.Staff",
                        source_field="used_by_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="invites",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("created_at", InstantField()),
                ("expires_at", InstantField()),
            ],
            options={
                "table": "invite",
                "app": "storage",
                "pk_attr": "id",
                "table_description": "A one-time code for `/start CODE`, only its hash is kept.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Message",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="messages",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("number", fields.IntField()),
                ("state", fields.CharField(max_length=16)),
                ("title", fields.CharField(max_length=200)),
                ("text", fields.TextField(unique=False)),
                ("audience", fields.JSONField(encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads)),
                (
                    "author",
                    fields.ForeignKeyField(
                        "storage.Staff",
                        source_field="author_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="messages",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "channel",
                    fields.ForeignKeyField(
                        "storage.Channel",
                        source_field="channel_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="messages",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("zone", fields.CharField(max_length=64)),
                ("starts", fields.CharField(max_length=19)),
                ("at", InstantField(null=True)),
                (
                    "rules",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("until", fields.CharField(null=True, max_length=10)),
                (
                    "exdates",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                (
                    "rdates",
                    fields.JSONField(
                        default=list, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("late", fields.CharField(null=True, max_length=32)),
                ("resume_on", fields.CharField(null=True, max_length=10)),
                ("next_due_at", InstantField(null=True)),
                ("planned_to", InstantField(null=True)),
                ("tz_version", fields.CharField(default="", db_default="", max_length=16)),
                ("rev", fields.IntField(default=1, db_default=1)),
                ("created_at", InstantField()),
                ("changed_at", InstantField()),
            ],
            options={
                "table": "message",
                "app": "storage",
                "unique_together": (("workspace", "number"),),
                "indexes": [
                    PartialIndex(fields=["next_due_at"], name="message_next_due", condition={"state": "active"})
                ],
                "pk_attr": "id",
                "table_description": "`starts`, `until`, `exdates` and `rdates` are wall clock in `zone` (ISO text), `at` decides for a single instant.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Notice",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="notices",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "staff",
                    fields.ForeignKeyField(
                        "storage.Staff",
                        source_field="staff_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="notices",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("kind", fields.CharField(max_length=32)),
                ("about", fields.CharField(max_length=100)),
                (
                    "detail",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("state", fields.CharField(max_length=16)),
                ("not_before", InstantField()),
                ("attempts", fields.IntField(default=0, db_default=0)),
                ("bubble", fields.BigIntField(null=True)),
                ("created_at", InstantField()),
                ("sent_at", InstantField(null=True)),
            ],
            options={
                "table": "notice",
                "app": "storage",
                "unique_together": (("kind", "about", "staff"),),
                "indexes": [PartialIndex(fields=["not_before"], name="notice_new", condition={"state": "new"})],
                "pk_attr": "id",
                "table_description": "Something that one member of staff must hear, once. Unique by (kind, about, staff).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Occurrence",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="occurrences",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "message",
                    fields.ForeignKeyField(
                        "storage.Message",
                        source_field="message_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="occurrences",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("nominal", fields.CharField(max_length=20)),
                ("due_at", InstantField()),
                ("state", fields.CharField(max_length=16)),
                ("cause", fields.CharField(default="", db_default="", max_length=32)),
                ("limit_seconds", fields.IntField(default=1800, db_default=1800)),
                ("cursor", fields.IntField(null=True)),
                ("planned_at", InstantField()),
            ],
            options={
                "table": "occurrence",
                "app": "storage",
                "unique_together": (("message", "nominal"),),
                "indexes": [
                    PartialIndex(fields=["due_at"], name="occurrence_pending", condition={"state": "pending"}),
                    PartialIndex(fields=["due_at"], name="occurrence_processing", condition={"state": "processing"}),
                ],
                "pk_attr": "id",
                "table_description": "One due time of a message. `cursor` is the last contact id whose delivery was planned, null when all are.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Delivery",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="deliveries",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "message",
                    fields.ForeignKeyField(
                        "storage.Message",
                        source_field="message_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="deliveries",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "occurrence",
                    fields.ForeignKeyField(
                        "storage.Occurrence",
                        source_field="occurrence_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="deliveries",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "contact",
                    fields.ForeignKeyField(
                        "storage.Contact",
                        source_field="contact_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="deliveries",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "channel",
                    fields.ForeignKeyField(
                        "storage.Channel",
                        source_field="channel_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="deliveries",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("state", fields.CharField(max_length=16)),
                ("slot_at", InstantField()),
                ("ready_at", InstantField()),
                ("late_at", InstantField()),
                ("fence", fields.BigIntField(default=0, db_default=0)),
                ("attempts", fields.IntField(default=0, db_default=0)),
                ("token", fields.CharField(null=True, max_length=64)),
                ("provider_id", fields.CharField(null=True, max_length=128)),
                ("to_phone", fields.CharField(null=True, max_length=20)),
                ("text", fields.TextField(null=True, unique=False)),
                ("sending_at", InstantField(null=True)),
                ("sent_at", InstantField(null=True)),
                ("delivered_at", InstantField(null=True)),
                ("read_at", InstantField(null=True)),
                ("cause", fields.CharField(default="", db_default="", max_length=64)),
                ("changed_at", InstantField()),
            ],
            options={
                "table": "delivery",
                "app": "storage",
                "unique_together": (("occurrence", "contact"), ("channel", "token")),
                "indexes": [
                    Index(fields=["channel_id", "provider_id"]),
                    Index(fields=["message_id", "id"]),
                    Index(fields=["contact_id", "id"]),
                    PartialIndex(
                        fields=["channel_id", "ready_at"], name="delivery_planned", condition={"state": "planned"}
                    ),
                    PartialIndex(
                        fields=["channel_id", "ready_at"], name="delivery_queued", condition={"state": "queued"}
                    ),
                    PartialIndex(
                        fields=["channel_id", "contact_id"], name="delivery_sending", condition={"state": "sending"}
                    ),
                    PartialIndex(
                        fields=["channel_id", "contact_id"], name="delivery_unsure", condition={"state": "unsure"}
                    ),
                ],
                "pk_attr": "id",
                "table_description": "`slot_at` is planned and fixed, `ready_at` is when the lane may take it (later than the slot after a NotSent).",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="PastRef",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "channel",
                    fields.ForeignKeyField(
                        "storage.Channel",
                        source_field="channel_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="past_refs",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "delivery",
                    fields.ForeignKeyField(
                        "storage.Delivery",
                        source_field="delivery_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="past_refs",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("ref", fields.CharField(max_length=128)),
            ],
            options={
                "table": "past_ref",
                "app": "storage",
                "unique_together": (("channel", "ref"),),
                "pk_attr": "id",
                "table_description": "A token or provider id of an earlier attempt: a late receipt of it still finds its delivery.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Proposal",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="proposals",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "staff",
                    fields.ForeignKeyField(
                        "storage.Staff",
                        source_field="staff_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="proposals",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("chat", fields.CharField(max_length=64)),
                ("about", fields.CharField(max_length=32)),
                ("state", fields.CharField(max_length=16)),
                (
                    "reading",
                    fields.JSONField(
                        default=dict, encoder=functools.partial(dumps, separators=(",", ":")), decoder=loads
                    ),
                ),
                ("origin", fields.CharField(unique=True, max_length=64)),
                ("bubble", fields.BigIntField(null=True)),
                (
                    "message",
                    fields.ForeignKeyField(
                        "storage.Message",
                        source_field="message_id",
                        null=True,
                        db_constraint=True,
                        to_field="id",
                        related_name="proposals",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("created_at", InstantField()),
                ("closed_at", InstantField(null=True)),
            ],
            options={
                "table": "proposal",
                "app": "storage",
                "indexes": [Index(fields=["chat", "id"])],
                "pk_attr": "id",
                "table_description": "A reading that waits for a tap or an answer. State: open, done, stopped, replaced, expired.",
            },
            bases=["Model"],
        ),
        ops.CreateModel(
            name="Tag",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "workspace",
                    fields.ForeignKeyField(
                        "storage.Workspace",
                        source_field="workspace_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="tags",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                ("name", fields.CharField(max_length=100)),
            ],
            options={"table": "tag", "app": "storage", "unique_together": (("workspace", "name"),), "pk_attr": "id"},
            bases=["Model"],
        ),
        ops.CreateModel(
            name="ContactTag",
            fields=[
                ("id", fields.IntField(generated=True, primary_key=True, unique=True, db_index=True)),
                (
                    "contact",
                    fields.ForeignKeyField(
                        "storage.Contact",
                        source_field="contact_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="tag_links",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
                (
                    "tag",
                    fields.ForeignKeyField(
                        "storage.Tag",
                        source_field="tag_id",
                        db_constraint=True,
                        to_field="id",
                        related_name="links",
                        on_delete=OnDelete.RESTRICT,
                    ),
                ),
            ],
            options={
                "table": "contact_tag",
                "app": "storage",
                "unique_together": (("tag", "contact"),),
                "pk_attr": "id",
            },
            bases=["Model"],
        ),
    ]
