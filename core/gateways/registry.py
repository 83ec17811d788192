"""Which kinds of gateway there are. Not here: what any of them does."""

from __future__ import annotations

from core.errors import Unknown
from core.gateways.base import Kind
from core.gateways.bizchat.driver import BizChat
from core.gateways.chatwoot.driver import Chatwoot
from core.gateways.cloud.driver import Cloud
from core.gateways.evolution.driver import Evolution
from core.gateways.own.driver import Own
from core.gateways.waha.driver import Waha

KINDS: dict[str, Kind] = {one.name: one for one in (Waha(), Cloud(), Chatwoot(), Evolution(), BizChat(), Own())}


def kind(name: str) -> Kind:
    """The gateway kind of that name. Raises Unknown ("gateway")."""
    if name not in KINDS:
        raise Unknown("gateway", name=name, known=sorted(KINDS))
    return KINDS[name]
