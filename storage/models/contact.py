"""People who receive, and how they are grouped."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from storage.fields import InstantField
from storage.models.workspace import Workspace


class Contact(Model):
    """`phone` is E.164 and may be missing until known. `blocked_at`: wrote STOP, or was blocked, gets nothing.
    `removed_at`: removed by staff; in no list and no audience, kept for what was sent to them."""

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="contacts"
    )
    name = fields.CharField(max_length=200)
    folded = fields.CharField(max_length=200)
    phone = fields.CharField(max_length=20, null=True)
    language = fields.CharField(max_length=8, null=True)
    zone = fields.CharField(max_length=64, null=True)
    attributes = fields.JSONField(default=dict)  # type: ignore[var-annotated]
    consent = fields.CharField(max_length=16, default="unknown", db_default="unknown")
    blocked_at = InstantField(null=True)
    blocked_by = fields.CharField(max_length=16, null=True)
    removed_at = InstantField(null=True)
    created_at = InstantField()

    class Meta:
        table = "contact"
        unique_together = (("workspace", "phone"),)
        indexes = (("workspace_id", "folded"),)


class Alias(Model):
    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="aliases"
    )
    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "storage.Contact", on_delete=fields.RESTRICT, related_name="aliases"
    )
    name = fields.CharField(max_length=200)

    class Meta:
        table = "alias"
        unique_together = (("contact", "name"),)


class Tag(Model):
    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="tags"
    )
    name = fields.CharField(max_length=100)

    class Meta:
        table = "tag"
        unique_together = (("workspace", "name"),)


class ContactTag(Model):
    id = fields.IntField(primary_key=True)
    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "storage.Contact", on_delete=fields.RESTRICT, related_name="tag_links"
    )
    tag: fields.ForeignKeyRelation[Tag] = fields.ForeignKeyField(
        "storage.Tag", on_delete=fields.RESTRICT, related_name="links"
    )

    class Meta:
        table = "contact_tag"
        unique_together = (("tag", "contact"),)


class Group(Model):
    """Our own list of contacts, each member gets a private copy. `names`: other names it goes by, JSON list."""

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="groups"
    )
    name = fields.CharField(max_length=100)
    names = fields.JSONField(default=list)  # type: ignore[var-annotated]

    class Meta:
        table = "contact_group"
        unique_together = (("workspace", "name"),)


class GroupMember(Model):
    id = fields.IntField(primary_key=True)
    group: fields.ForeignKeyRelation[Group] = fields.ForeignKeyField(
        "storage.Group", on_delete=fields.RESTRICT, related_name="members"
    )
    contact: fields.ForeignKeyRelation[Contact] = fields.ForeignKeyField(
        "storage.Contact", on_delete=fields.RESTRICT, related_name="groups"
    )

    class Meta:
        table = "group_member"
        unique_together = (("group", "contact"),)
