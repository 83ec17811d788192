"""Two clinics that hold the same names and numbers, row for row, for tests of what one may see of the other."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from storage import db
from storage.models import Alias, Delivery, Occurrence, PastRef
from storage.queries import (
    channels,
    chat,
    contacts,
    directory,
    events,
    leases,
    media,
    messages,
    notices,
    numbers,
    outages,
    records,
    setups,
    workspaces,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
STATES = ("planned", "queued", "sending", "unsure", "sent", "failed", "cancelled")
Ids = dict[str, Any]


async def keep_event(
    workspace: int,
    account: int,
    channel: int,
    key: str,
    kind: str,
    ref: str | None,
    data: Any,
    body: str,
    now: datetime,
    state: str = "new",
) -> int | None:
    """One event of a provider, as a webhook keeps it; None when its key came before."""
    row = {
        "workspace_id": workspace,
        "account_id": account,
        "channel_id": channel,
        "key": key,
        "kind": kind,
        "ref": ref,
    }
    (kept,) = await events.store_all([row | {"data": data, "body": body, "state": state, "received_at": now}])
    return kept


async def _people(workspace: int, mark: str) -> Ids:
    ana = (await directory.add_contact(workspace, "Ana", "+1", NOW, attributes={"of": mark}, zone=mark))["id"]
    others = [(await directory.add_contact(workspace, f"P{n}", f"+2{n}", NOW))["id"] for n in range(len(STATES) - 1)]
    blocked = (await directory.add_contact(workspace, "Bruno", "+3", NOW))["id"]
    carla = (await directory.add_contact(workspace, "Carla", None, NOW))["id"]
    gone = (await directory.add_contact(workspace, "Rita", "+44", NOW))["id"]
    await contacts.remove(workspace, gone, NOW)
    await directory.block(workspace, blocked, "contact", NOW)
    await directory.tag(workspace, [ana], "vip")
    await db.create(Alias, workspace_id=workspace, contact_id=ana, name="Anita")
    group = await directory.add_group(workspace, "Team", [ana], ["Anna"])
    tag = (await directory.tags(workspace))[0]["id"]
    return {
        "contact": ana,
        "contacts": [ana],
        "others": others,
        "blocked": blocked,
        "gone": gone,
        "carla": carla,
        "group": group,
        "tag": tag,
    }


async def _deliveries(workspace: int, ids: Ids) -> Ids:
    when = {"slot_at": NOW, "ready_at": NOW, "late_at": NOW, "changed_at": NOW}
    made = {}
    for state, contact in zip(STATES, [ids["contact"], *ids["others"]], strict=True):
        left = state in ("sending", "unsure", "sent")
        made[state] = await db.create(
            Delivery,
            workspace_id=workspace,
            message_id=ids["message"],
            occurrence_id=ids["occurrence"],
            contact_id=contact,
            channel_id=ids["channel"],
            state=state,
            fence=1,
            cause="cause",
            **({"sending_at": NOW, "to_phone": "+1", "text": "hello"} if left or state == "planned" else {}),
            **({"token": "TOKEN"} if state == "sent" else {}),
            **when,
        )
    await db.create(PastRef, channel_id=ids["channel"], delivery_id=made["sent"], ref="PAST")
    return {"delivery": made["planned"], "deliveries": made}


async def fill(name: str) -> Ids:
    """A clinic with something for every query; the ids of what is in it, by the names that queries give them."""
    mark = f"only of {name}"
    workspace = (await workspaces.add(name, "UTC", NOW))["id"]
    ids: Ids = {"workspace": workspace, "mark": mark}
    ids["staff"] = (await workspaces.add_staff(workspace, "Olivia", "owner", "telegram", "1", NOW))["id"]
    row = await channels.add(
        workspace, "clinic", "waha", "http://x", "key", "secret", f"hook {name}", "session", NOW, settings={"of": mark}
    )
    ids |= {"channel": row["id"], "account": row["account_id"]} | await _people(workspace, mark)
    await numbers.learn(ids["account"], "+1", True, "1@c.us", "alias", NOW)
    await leases.take(ids["channel"], "owner", 36_000)
    when = {"zone": "UTC", "starts": "2026-03-02T09:00:00", "next_due_at": NOW, "audience": {"contacts": [1]}}
    number = await workspaces.next_number(workspace)
    some = {"title": mark, "text": "hello", "channel_id": ids["channel"], **when}
    named = {"template": {"name": mark, "language": "en", "values": []}}
    made = await messages.add(workspace, number, ids["staff"], NOW, state="active", carries=named, **some)
    ids["message"] = made["id"]
    await messages.add(workspace, await workspaces.next_number(workspace), ids["staff"], NOW, state="done", **some)
    due = {"due_at": NOW, "planned_at": NOW, "workspace_id": workspace, "message_id": ids["message"]}
    ids["occurrence"] = await db.create(
        Occurrence, nominal="2026-03-02T09:00", state="cancelled", cause=mark[:32], **due
    )
    await db.create(Occurrence, nominal="2026-03-01T09:00", state="skipped", cause="missed", **due)
    later = due | {"due_at": NOW + timedelta(days=7)}
    await db.create(Occurrence, nominal="2026-03-09T09:00", state="pending", **later)
    ids |= await _deliveries(workspace, ids)
    await outages.began(workspace, ids["channel"], NOW)
    ids["outage"] = (await db.rows("select max(id) as id from outage"))[0]["id"]
    await outages.was_skipped(workspace, ids["channel"], ids["occurrence"], ids["message"], NOW, NOW, 1)
    proposal = await chat.propose(workspace, ids["staff"], "1", "clarify", {"of": mark}, f"origin {name}", NOW)
    await chat.set_proposal(workspace, proposal["id"], message_id=ids["message"])
    ids["proposal"] = ids["before"] = proposal["id"]
    ids["setup"] = await setups.begin(workspace, ids["staff"], "1", {"of": mark, "rev": 1}, f"setup {name}", NOW)
    await chat.keep_bubble(workspace, ids["staff"], "1", workspace, "message", ids["message"], "shown")
    await notices.tell(workspace, ids["staff"], "failed", "about", {"of": mark}, NOW)
    ids["notice"] = (await notices.of_kind(workspace, "failed", "about"))[0]["id"]
    await notices.sent(ids["notice"], 7, NOW)
    where = (workspace, ids["account"], ids["channel"])
    await keep_event(*where, "key", "echo", "REF", {"of": mark}, "{}", NOW, "waiting")
    ids["media"] = await media.add(workspace, f"media {name}", "image", "image/png", mark, b"bytes", NOW)
    ids["answer"] = await events.add_answer(
        workspace, ids["channel"], ids["contact"], "+1", None, "Ana", "text", mark, "REF", NOW
    )
    await records.note(workspace, ids["staff"], f"entry {name}", "edit", "x", NOW, ids["message"], {"of": mark}, 2)
    ids["entry"] = await records.note(
        workspace, ids["staff"], f"people {name}", "rename", "x", NOW, None, {"name": mark}
    )
    ids["invite"] = await workspaces.add_invite(workspace, "sender", f"code {name}", NOW, NOW + timedelta(days=1))
    return ids
