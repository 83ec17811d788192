"""What Evolution API's database knows of a message that we sent: asked when an answer was lost.

Rules: sections B6 and C2 of the contract page. It holds messages only with DATABASE_SAVE_DATA_NEW_MESSAGE, and writes a row
after the message has left: presence proves, absence does not. Not here: when it is asked (`core.dispatch`).
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from core.gateways.base import Found, LookUpFailed, Sought, Stage
from core.gateways.evolution.events import chat_of, furthest, id_of
from core.gateways.reading import instant_in, items_in, mapping_in
from core.gateways.whatsapp import text_of
from core.gateways.wire import MayHaveLeftError, NeverLeftError, Wire

_BEFORE, _AFTER = timedelta(seconds=5), timedelta(minutes=1)


class Store:
    """The messages of one instance. `instance` is quoted already."""

    def __init__(self, wire: Wire, instance: str) -> None:
        self._wire, self._instance = wire, instance

    async def find(self, sought: Sought, chat: str, timeout: timedelta) -> Found | None:
        """By id; else by person, text and the time in which the request ran, and then only a single one.

        Raises LookUpFailed.
        """
        if (ref := sought.ref or sought.token) is not None:
            found = [one for one in await self._records({"key": {"id": ref}}) if id_of(one) == ref]
        elif sought.since is not None and sought.text:
            found = await self._alike(chat, sought.text, sought.since - _BEFORE, sought.since + timeout + _AFTER)
        else:
            raise LookUpFailed("no_id")
        if len({id_of(one) for one in found}) != 1:
            return None
        # The status of the row itself stays PENDING for what we sent: its updates tell.
        stage = furthest(one for record in found for one in items_in(record, "MessageUpdate"))
        return Found(stage or Stage.SENT, id_of(found[0]), "refused_by_whatsapp" if stage is Stage.FAILED else "")

    async def _alike(self, chat: str, text: str, first: datetime, last: datetime) -> list[Mapping[str, Any]]:
        within = {"gte": first.isoformat(), "lte": last.isoformat()}
        where = {"key": {"fromMe": True, "remoteJid": chat}, "messageTimestamp": within}
        return [
            one
            for one in await self._records(where)
            if text_of(one.get("message")) == text
            and chat_of(one) == chat
            and mapping_in(one, "key").get("fromMe") is True
            and ((at := instant_in(one, "messageTimestamp")) is None or first <= at <= last)
        ]

    async def _records(self, where: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        body = {"where": where, "page": 1, "offset": 50}
        try:
            answer = await self._wire.ask("POST", f"/chat/findMessages/{self._instance}", json=body)
        except (NeverLeftError, MayHaveLeftError) as gone:
            raise LookUpFailed(str(gone)) from None
        data = answer.json()
        records = mapping_in(data, "messages").get("records") if isinstance(data, dict) else data
        if not 200 <= answer.status < 300 or not isinstance(records, list):
            raise LookUpFailed(f"http_{answer.status}")
        return [one for one in records if isinstance(one, Mapping) and id_of(one) is not None]
