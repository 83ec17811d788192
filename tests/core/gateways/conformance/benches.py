"""Every gateway on its bench: one line each."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractAsyncContextManager
from functools import partial

from tests.core.gateways.conformance.bench import Bench
from tests.core.gateways.conformance.bizchat_bench import bizchat_bench
from tests.core.gateways.conformance.chatwoot_bench import chatwoot_bench
from tests.core.gateways.conformance.cloud_bench import cloud_bench
from tests.core.gateways.conformance.evolution_bench import evolution_bench
from tests.core.gateways.conformance.own_bench import own_bench
from tests.core.gateways.conformance.waha_bench import waha_bench

BENCHES: dict[str, Callable[[], AbstractAsyncContextManager[Bench]]] = {
    "waha-gows": partial(waha_bench, "GOWS"),
    "waha-noweb": partial(waha_bench, "NOWEB"),
    "waha-webjs": partial(waha_bench, "WEBJS"),
    "waha-wpp": partial(waha_bench, "WPP"),
    "chatwoot": chatwoot_bench,
    "evolution-2.4": partial(evolution_bench, "2.4.0-rc2"),
    "evolution-2.3": partial(evolution_bench, "2.3.7"),
    "cloud": cloud_bench,
    "bizchat": bizchat_bench,
    "http": own_bench,
}

OFFERS: dict[str, set[str]] = {
    "waha-gows": {"reserved ids", "echoes", "look-up", "look-up by token", "signatures", "a state"},
    "waha-noweb": {"reserved ids", "echoes", "look-up", "look-up by token", "signatures", "a state"},
    "waha-webjs": {"echoes", "look-up", "signatures", "a state"},
    "waha-wpp": {"echoes", "look-up", "signatures", "a state"},
    "chatwoot": {"echoes", "look-up", "look-up by token", "signatures"},
    "evolution-2.4": {"reserved ids", "echoes", "look-up", "look-up by token", "a state"},
    "evolution-2.3": {"echoes", "look-up", "a state"},
    "cloud": {"signatures", "a state"},
    "bizchat": {"look-up", "a state"},
    "http": {"look-up", "look-up by token", "signatures", "a state"},
}
"""What a provider offers beyond what each must: by it a test is given its benches, so that none is passed over silently."""
