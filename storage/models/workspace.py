"""Workspaces and the people who may talk to the bot."""

from __future__ import annotations

from tortoise import fields
from tortoise.models import Model

from storage.fields import InstantField


class Workspace(Model):
    id = fields.IntField(primary_key=True)
    name = fields.CharField(max_length=100, unique=True)
    zone = fields.CharField(max_length=64)
    language = fields.CharField(max_length=8, default="en", db_default="en")
    country = fields.CharField(max_length=2, null=True)
    hours = fields.CharField(max_length=16, null=True)
    # "21:00-08:00": nobody is written to then
    quiet = fields.CharField(max_length=11, null=True)
    # messages a day to one person, over all staff and channels
    person_limit = fields.IntField(null=True)
    last_number = fields.IntField(default=0, db_default=0)
    directory_rev = fields.IntField(default=0, db_default=0)
    created_at = InstantField()

    class Meta:
        table = "workspace"


class Staff(Model):
    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="staff"
    )
    name = fields.CharField(max_length=200)
    role = fields.CharField(max_length=16)
    language = fields.CharField(max_length=8, null=True)
    active = fields.BooleanField(default=True, db_default=True)
    created_at = InstantField()

    class Meta:
        table = "staff"


class Address(Model):
    """Where a member of staff is reached: chat kind and the id there. One address speaks for one person."""

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="addresses"
    )
    staff: fields.ForeignKeyRelation[Staff] = fields.ForeignKeyField(
        "storage.Staff", on_delete=fields.RESTRICT, related_name="addresses"
    )
    kind = fields.CharField(max_length=16)
    ref = fields.CharField(max_length=64)
    blocked_at = InstantField(null=True)

    class Meta:
        table = "address"
        unique_together = (("workspace", "kind", "ref"),)


class Invite(Model):
    """A one-time code for `/start CODE`, only its hash is kept."""

    id = fields.IntField(primary_key=True)
    workspace: fields.ForeignKeyRelation[Workspace] = fields.ForeignKeyField(
        "storage.Workspace", on_delete=fields.RESTRICT, related_name="invites"
    )
    role = fields.CharField(max_length=16)
    code_hash = fields.CharField(max_length=64, unique=True)
    used_by: fields.ForeignKeyNullableRelation[Staff] = fields.ForeignKeyField(
        "storage.Staff", on_delete=fields.RESTRICT, related_name="invites", null=True
    )
    created_at = InstantField()
    expires_at = InstantField()

    class Meta:
        table = "invite"
