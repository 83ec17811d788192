"""Which kinds of gateway there are. Not here: what any of them does."""

from __future__ import annotations

from core.errors import Unknown
from core.gateways.base import Kind
from core.gateways.bizchat import BizChat
from core.gateways.chatwoot import Chatwoot
from core.gateways.cloud import Cloud
from core.gateways.evolution import Evolution
from core.gateways.own import Own
from core.gateways.waha import Waha

KINDS: dict[str, Kind] = {one.name: one for one in (Waha(), Cloud(), Chatwoot(), Evolution(), BizChat(), Own())}


def kind(name: str) -> Kind:
    """The gateway kind of that name. Raises Unknown ("gateway")."""
    if name not in KINDS:
        raise Unknown("gateway", name=name, known=sorted(KINDS))
    return KINDS[name]
