"""The admin address."""

from __future__ import annotations

import aiohttp
import pytest

from core.environment import Address
from core.errors import BadSetting
from core.process import metrics
from core.process.health import make_admin_app, serving


async def fine() -> None:
    return


async def broken() -> None:
    raise ConnectionError("the database at db.example.org is away")


async def get(at: Address, path: str) -> tuple[int, str]:
    async with aiohttp.ClientSession() as http, http.get(at.url + path) as answer:
        return answer.status, await answer.text()


async def test_a_role_that_can_work_is_ready_and_one_that_cannot_is_alive() -> None:
    any_port = Address("127.0.0.1", 0)
    async with serving(make_admin_app({"database": fine}), any_port, "BELFRY_ADMIN_LISTEN") as at:
        assert (await get(at, "/healthz"))[0] == 200
        assert (await get(at, "/readyz"))[0] == 200
    async with serving(make_admin_app({"database": broken, "telegram": fine}), any_port, "BELFRY_ADMIN_LISTEN") as at:
        assert (await get(at, "/healthz"))[0] == 200
        status, body = await get(at, "/readyz")
        assert status == 503
        assert '"database": "ConnectionError"' in body
        assert "db.example.org" not in body


async def test_metrics_are_in_the_text_form_of_prometheus() -> None:
    lateness = metrics.Histogram("belfry_test_seconds", "A test's seconds.", bounds=(0.1, 1.0))
    lateness.observe(0.05, channel='cli"nic')
    lateness.observe(5.0, channel='cli"nic')
    metrics.Counter("belfry_test_total", "A test's count.").add(2, state="sent")
    async with serving(make_admin_app({}), Address("127.0.0.1", 0), "BELFRY_ADMIN_LISTEN") as at:
        _, text = await get(at, "/metrics")
    assert '# TYPE belfry_test_seconds histogram\nbelfry_test_seconds_bucket{channel="cli\\"nic",le="0.1"} 1\n' in text
    assert 'belfry_test_seconds_bucket{channel="cli\\"nic",le="+Inf"} 2\n' in text
    assert 'belfry_test_total{state="sent"} 2\n' in text


async def test_a_taken_address_names_its_setting() -> None:
    async with serving(make_admin_app({}), Address("127.0.0.1", 0), "BELFRY_ADMIN_LISTEN") as at:
        with pytest.raises(BadSetting) as e:
            async with serving(make_admin_app({}), at, "BELFRY_ADMIN_LISTEN"):
                pass
    assert e.value.values["name"] == "BELFRY_ADMIN_LISTEN"
