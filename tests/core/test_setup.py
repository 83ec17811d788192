"""The steps of a setup, for every kind of gateway that there is; and what is wrong with an address before anybody is asked."""

from __future__ import annotations

import pytest

from core.channels import setup as steps
from core.channels.setup import Setup, address_trouble, answered, asks, back, chosen, named, seen_only_here
from core.gateways.registry import KINDS


@pytest.mark.parametrize("gateway", KINDS)
def test_every_kind_is_asked_through_to_its_test_and_back(gateway: str) -> None:
    setup = chosen(Setup(), gateway)
    for place, ask in enumerate(asks(gateway)):
        assert (setup.step, setup.at) == ("ask", place)
        value = ask.default or (ask.choices[0] if ask.choices else "")
        if not value and ask.required:
            assert answered(setup, "  ", contained=False).trouble == "empty"
            value = "https://gateway.example.org" if ask.name == "url" else "value"
        setup = answered(setup, value, contained=False)
        assert setup.trouble == ""
    assert setup.step == "name"
    assert not any(one.name in setup.given for one in asks(gateway) if one.secret), "secrets are kept apart"
    assert "secrets" not in setup.to_json()
    setup = named(setup, " the  clinic ")
    assert (setup.step, setup.name) == ("test", "the clinic")
    for _ in range(len(asks(gateway)) + 2):
        setup = back(setup)
    assert setup.step == "kind"


@pytest.mark.parametrize("gateway", KINDS)
def test_a_key_that_is_refused_is_asked_for_again_and_then_tested(gateway: str) -> None:
    secrets = [one.name for one in asks(gateway) if one.secret]
    setup = steps.tested(Setup(step="test", gateway=gateway, name="main"), "halted", "bad_key", None)
    assert setup.ask is not None
    assert (setup.ask.name, setup.fixing) == (secrets[0], True)
    assert answered(setup, "another", contained=False).step == "test"


@pytest.mark.parametrize("gateway", KINDS)
def test_every_kind_says_its_name_and_how_its_webhook_is_set(gateway: str) -> None:
    assert KINDS[gateway].title
    assert KINDS[gateway].webhook_steps.endswith(".")


@pytest.mark.parametrize(
    ("url", "trouble", "offer"),
    [
        ("http://10.0.0.5:3000", "", ""),
        ("https://gateway.example.org/base", "", ""),
        ("http://gateway:3000", "", ""),
        ("http://[::1]:3000", "", ""),
        ("10.0.0.5:3000", "no_scheme", "http://10.0.0.5:3000"),
        ("gateway.example.org", "no_scheme", "https://gateway.example.org"),
        ("http://gateway.example.org", "public_http", "http://gateway.example.org"),
        ("http://8.8.8.8", "public_http", "http://8.8.8.8"),
        ("http://0.0.0.0:3000", "nowhere", "http://127.0.0.1:3000"),
        ("http://me:pw@10.0.0.5", "credentials", "http://10.0.0.5"),
        ("http://10.0.0.5:99999", "no_address", ""),
        ("http:// 10.0.0.5", "no_address", ""),
    ],
)
def test_an_address_is_taken_or_the_one_that_is_meant_is_offered(url: str, trouble: str, offer: str) -> None:
    assert address_trouble(url, contained=False) == (trouble, offer)


def test_only_in_a_container_localhost_is_asked_about() -> None:
    assert address_trouble("http://localhost:3000", contained=False) == ("", "")
    assert address_trouble("http://localhost:3000", contained=True)[0] == "inside_container"


def test_a_public_address_on_loopback_is_no_use_to_a_gateway_elsewhere() -> None:
    assert seen_only_here("http://127.0.0.1:8080", "http://10.0.0.5:3000")
    assert not seen_only_here("http://127.0.0.1:8080", "http://localhost:3000")
    assert not seen_only_here("https://belfry.example.org", "http://10.0.0.5:3000")
