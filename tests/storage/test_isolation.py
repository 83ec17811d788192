"""No query shows or changes anything of another workspace, whatever ids it is given. Every query function is looked at."""

from __future__ import annotations

import importlib
import inspect
import pkgutil
from collections.abc import Awaitable, Callable
from datetime import timedelta
from typing import Any
from unittest import mock

import storage.models
import storage.queries
from storage import db
from storage.errors import StorageError
from tests.storage.clinics import NOW, Ids, fill

Query = Callable[..., Awaitable[Any]]
TABLES = sorted(getattr(storage.models, name)._meta.db_table for name in storage.models.__all__)

VALUES: dict[str, Any] = {
    "now": NOW,
    "at": NOW,
    "due": NOW,
    "expires": NOW,
    "start": NOW - timedelta(days=2),
    "since": NOW - timedelta(days=2),
    "until": NOW + timedelta(days=2),
    "end": NOW + timedelta(days=2),
    "edges": [NOW - timedelta(days=2), NOW, NOW + timedelta(days=2)],
    "limit": 50,
    "fence": 1,
    "rev": 1,
    "number": 1,
    "numbers": [1],
    "owner": "owner",
    "name": "Ana",
    "phone": "+1",
    "phones": ["+1"],
    "ref": "REF",
    "kind": "failed",
    "kinds": ["failed"],
    "about": "about",
    "chat": "1",
    "bubble": 7,
    "state": "failed",
    "text": "hello",
    "code_hash": "another code",
    "slot": NOW,
    "left": NOW,
    "first": NOW,
    "last": NOW,
    "missed": 1,
    "role": "owner",
    "by": "contact",
    "origin": "another origin",
    "what": "edit",
    "data": {},
    "detail": {},
    "reading": {},
    "body": "{}",
    "alias": "alias",
    "zone": "UTC",
    "refs": ["REF"],
    "nominal": "2026-03-02T09:00",
    "limit_seconds": 60,
    "paused": True,
    "next_due": NOW,
    "url": "http://y",
    "key": "another key",
    "secret": "s",
    "hook": "another hook",
    "sender": "another sender",
    "gateway": "waha",
}
"""What a parameter of this name is given; ids come from a clinic."""

SPECIAL: dict[str, Callable[[Ids], dict[str, Any]]] = {
    "channels.add": lambda ids: {"name": "other"},
    "channels.add_to": lambda ids: {"name": "other"},
    "channels.find": lambda ids: {"name": "clinic"},
    "channels.set_fields": lambda ids: {"paused": True},
    "chat.bubble": lambda ids: {"ref": ids["workspace"]},
    "chat.close_questions": lambda ids: {"before": ids["proposal"] + 1},
    "chat.keep_bubble": lambda ids: {"ref": 99, "about": 1},
    "chat.open_proposal": lambda ids: {"about": "clarify"},
    "chat.set_proposal": lambda ids: {"state": "done"},
    "deliveries.by_ref": lambda ids: {"ref": "PAST"},
    "deliveries.by_refs": lambda ids: {"refs": ["PAST"]},
    "deliveries.without_id_like": lambda ids: {"phones": ["+1"]},
    "contacts.add": lambda ids: {"phone": "+6"},
    "contacts.add_alias": lambda ids: {"name": "Annie"},
    "contacts.drop_alias": lambda ids: {"name": "Anita"},
    "contacts.describe": lambda ids: {"contact": ids["contacts"][0], "language": "pt"},
    "contacts.put_back": lambda ids: {"contact": ids["gone"]},
    "contacts.ensure_phone": lambda ids: {"phone": "+8"},
    "contacts.pass_on": lambda ids: {"phone": "+44"},
    "contacts.give_back": lambda ids: {"contact": ids["gone"], "to": ids["carla"]},
    "contacts.tag": lambda ids: {"name": "VIP", "contacts": [*ids["contacts"], *ids["others"]]},
    "contacts.drop_phone": lambda ids: {"phone": "+1"},
    "contacts.removed": lambda ids: {"name": "Rita"},
    "directory.add_contact": lambda ids: {"phone": "+9"},
    "directory.add_group": lambda ids: {"name": "Other", "members": ids["contacts"]},
    "directory.audience": lambda ids: {"who": {"contacts": ids["contacts"], "groups": [ids["group"]]}},
    "directory.by_ids": lambda ids: {"ids": ids["contacts"]},
    "directory.join_group": lambda ids: {"name": "Other", "members": ids["contacts"]},
    "directory.set_phone": lambda ids: {"phone": "+7"},
    "directory.tag": lambda ids: {"name": "VIP", "contacts": [*ids["contacts"], *ids["others"]]},
    "directory.unblock": lambda ids: {"contact": ids["blocked"]},
    "events.add_answer": lambda ids: {"ref": "REF 2"},
    "messages.add": lambda ids: {"number": 99, "author": ids["staff"]} | _MESSAGE,
    "past.by_occurrence": lambda ids: {
        "since": NOW - timedelta(days=30),
        "until": NOW + timedelta(days=30),
        "contacts": [*ids["contacts"], *ids["others"]],
    },
    "groups.put_back": lambda ids: {
        "name": "Back",
        "names": [],
        "people": [*ids["contacts"], *ids["others"]],
        "group": 9999,
    },
    "failover.allow": lambda ids: {"other": ids["channel"]},
    "failover.handed_over": lambda ids: {"other": ids["channel"]},
    "failover.still_to_leave": lambda ids: {"before": NOW + timedelta(days=2)},
    "failover.waiting": lambda ids: {"before": NOW + timedelta(days=2)},
    "media.add": lambda ids: {"data": b"bytes", "mime": "image/png"},
    "messages.change": lambda ids: {"text": "x"},
    "notices.tell": lambda ids: {"detail": {"new": 1}},
    "numbers.unasked": lambda ids: {"before": NOW},
    "records.last_undoable": lambda ids: {"entry": None},
    "records.newest": lambda ids: {"entry": ids["entry"]},
    "records.note": lambda ids: {"message": None},
    "steps.claim": lambda ids: {"before": NOW},
    "steps.plan": lambda ids: {"slots": [(ids["contact"], NOW, NOW)]},
    "steps.take_over": lambda ids: {"fence": 2},
    "under_way.in_flight": lambda ids: {"fence": 2},
    "under_way.last_left_to": lambda ids: {"contacts": ids["contacts"]},
    "under_way.next_ready": lambda ids: {"after": NOW - timedelta(days=1)},
    "under_way.ready": lambda ids: {"before": NOW},
    "under_way.unsettled": lambda ids: {"contacts": ids["others"], "since": timedelta(days=1)},
    "workspaces.add_staff": lambda ids: {"ref": "1", "kind": "telegram"},
    "workspaces.set_fields": lambda ids: {"zone": "UTC"},
    "workspaces.set_language": lambda ids: {"language": "es"},
    "workspaces.addresses": lambda ids: {"kind": "telegram"},
    "workspaces.withdraw_invite": lambda ids: {"invite": ids["invite"]},
}
_MESSAGE = {
    "state": "active",
    "title": "t",
    "text": "x",
    "audience": {},
    "zone": "UTC",
    "starts": "2026-03-02T09:00:00",
}

NOTHING_OF_ITS_OWN = {"channels.make_default", "channels.remove", "failover.of_occurrence", "steps.plan"}
"""Give nothing, rightly, when asked for one's own: it is the default or in use, none stands in, it is planned already."""

OVER_ALL = {
    "channels": "unwell restricted limited lefts",
    "chat": "stale_bubbles waiting_chats next_update last_update keep_update stranger_told state_before",
    "failover": "down held",
    "events": "overlooked give_up_waiting unworked",
    "installation": "now where locked begin beat hold renew forget",
    "messages": "due to_resume with_other_tz",
    "notices": "due next_due",
    "outages": "was_not_running unsettled settle",
    "occurrences": "unplanned reminded lingering",
    "preflight": "channels_due",
    "pulse": "answers next_ready waiting unmatched",
    "records": "count counts",
    "restored": "free_leases every_channel close_updates expire_proposals behind unplanned overdue",
    "runners": "on_duty of_this_database off_duty worker_on_duty take_turn owners",
    "setups": "waiting under_way",
    "under_way": "channels_to_wake too_late unsure without_receipt",
    "workspaces": "add find every speakers owned",
}
"""For the tick, the chat and the command line, over all workspaces: rows come with their workspace."""

OF_A_ROW = {
    "accounts": "refused forget_strays",
    "channels": "of_account learn_seen set_seen set_health hold let_go_on left",
    "leases": "take renew release",
    "load": "knows",
    "numbers": "phones_of learn",
    "chat": "update_done update_tried mark_stale bubble_fresh bubble_later bubble_stale bubble_gone",
    "deliveries": "past_ref again may_be_revived",
    "events": "store_all get close close_all try_again",
    "messages": "hold finish has_begun reopen chain_undo",
    "notices": "sent drop later withdraw forget told",
    "occurrences": "by_ids still_going set_cursor open_of set_state cancel counts missed_in_a_row plan_again reopen set_limit",
    "outages": "recount caught_up",
    "preflight": "messages_due waiting",
    "records": "mark_undone",
    "restored": "planned_of numbers",
    "setups": "step",
    "steps": "begin accepted forward step relimit stamp learn_id mark remember forget_token hand_over",
}
"""Of a row that the caller found in its workspace, by its id."""

BY_A_SECRET = {
    "accounts": "by_hook with_channels",
    "media": "by_key",
    "chat": "proposal_by_origin",
    "records": "by_origin",
    "workspaces": "use_invite",
}
"""The key itself is what nobody else can know, or tells of one's own doing."""


def every_query() -> dict[str, Query]:
    found: dict[str, Query] = {}
    for module in pkgutil.iter_modules(storage.queries.__path__):
        made = importlib.import_module(f"storage.queries.{module.name}")
        for name, one in vars(made).items():
            if inspect.iscoroutinefunction(one) and one.__module__ == made.__name__ and not name.startswith("_"):
                found[f"{module.name}.{name}"] = one
    return found


def takes_workspace(query: Query) -> bool:
    return "workspace" in inspect.signature(query).parameters


QUERIES = {name: query for name, query in every_query().items() if takes_workspace(query) and name != "workspaces.get"}


def test_a_query_takes_the_workspace_or_says_here_why_not() -> None:
    said = [
        f"{module}.{name}"
        for reason in (OVER_ALL, OF_A_ROW, BY_A_SECRET)
        for module, names in reason.items()
        for name in names.split()
    ]
    assert sorted(said) == sorted(name for name, query in every_query().items() if not takes_workspace(query))


def arguments(name: str, workspace: int, ids: Ids) -> dict[str, Any]:
    """What a query is called with: this workspace, and the ids of things in one or the other."""
    special = SPECIAL.get(name, lambda _ids: {})(ids)
    given = {"workspace": workspace}
    for one in inspect.signature(QUERIES[name]).parameters.values():
        if one.kind is one.VAR_KEYWORD or one.name in given or one.name in special:
            continue
        if one.name in ids or one.name in VALUES:
            given[one.name] = ids.get(one.name, VALUES.get(one.name))
        else:
            assert one.default is not one.empty, f"give {name} a value for {one.name!r}"
    return given | special


class Undone(Exception):
    pass


def undo() -> None:
    raise Undone


async def rows_of(ranges: dict[str, tuple[int, int]]) -> dict[str, list[dict[str, Any]]]:
    return {
        table: await db.rows(f"select * from {table} where id > $1 and id <= $2 order by id", *ids)
        for table, ids in ranges.items()
    }


async def last_ids() -> dict[str, int]:
    return {table: (await db.rows(f"select coalesce(max(id), 0) as n from {table}"))[0]["n"] for table in TABLES}


async def asked(name: str, workspace: int, ids: Ids, theirs: dict[str, tuple[int, int]]) -> Any:
    """What a query gives, and the other's rows after it; then it never happened."""
    given: Any = None
    after: Any = None
    try:
        async with db.transaction():
            with mock.patch.object(db, "transaction", db.joined):
                given = await QUERIES[name](**arguments(name, workspace, ids))
            after = await rows_of(theirs)
            undo()
    except Undone:
        return given, after
    except StorageError as error:
        return type(error), None


def empty(given: Any) -> bool:
    return given is None or isinstance(given, type) or given in (False, 0, [], {}, (0, 0))


def shows(given: Any, other: Ids) -> bool:
    said = repr(given)
    return other["mark"] in said or f"'workspace_id': {other['workspace']}," in said + ","


async def test_no_query_shows_or_changes_what_is_anothers(store: str) -> None:
    ours = await fill("Ours")
    middle = await last_ids()
    other = await fill("Theirs")
    theirs = {table: (middle[table], last) for table, last in (await last_ids()).items()}
    before = await rows_of(theirs)
    assert {table for table, rows in before.items() if not rows} <= {
        "tally",
        "telegram_update",
        "media",
        "runner",
        "installation",
    }
    wrong = []
    for name in QUERIES:
        given, after = await asked(name, ours["workspace"], ours, theirs)
        returns = inspect.signature(QUERIES[name]).return_annotation
        if returns != "None" and empty(given) and name not in NOTHING_OF_ITS_OWN:
            wrong.append(f"{name}: gives nothing of one's own, so this proves nothing: {given}")
        if shows(given, other) or (after is not None and after != before):
            wrong.append(f"{name}, of one's own, reaches another's")
        given, after = await asked(name, ours["workspace"], other, theirs)
        if shows(given, other) or (after is not None and after != before):
            wrong.append(f"{name}, with another's ids, reaches it: {given}")
        if isinstance(given, list) and any(isinstance(one, int) for one in given):
            wrong.append(f"{name}, with another's ids, gives {given}")
    assert wrong == [], "\n".join(wrong)
