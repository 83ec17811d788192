"""The command line as a person meets it: what it prints, where, and its exit codes."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from bot.__main__ import VERSION
from core.channels import channels
from core.gateways.base import ChannelCheck, Health
from tests.test_program.conftest import Belfry, kept

CHANNEL = ("channel", "add", "clinic", "--gateway", "waha", "--url", "http://127.0.0.1:1/", "--session", "clinic")


def test_the_version_is_that_of_the_project(belfry: Belfry) -> None:
    assert belfry("--version").out.strip() == VERSION
    assert f'version = "{VERSION}"' in (Path(__file__).parents[2] / "pyproject.toml").read_text()


@pytest.mark.parametrize(
    "words",
    [(), ("nonsense",), ("channel",), ("channel", "add"), ("message", "show", "twelve"), ("invite", "--role", "king")],
)
def test_wrong_usage_is_exit_code_2(belfry: Belfry, words: tuple[str, ...]) -> None:
    said = belfry(*words)
    assert said.code == 2
    assert said.err
    assert not said.out


def test_a_bad_setting_is_one_sentence_that_names_it(belfry: Belfry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELFRY_LEASE", "soon")
    said = belfry("workspace", "list")
    assert said.code == 1
    assert said.err.startswith("belfry: BELFRY_LEASE: ")
    assert said.err.count("\n") == 1


def test_without_a_token_up_refuses_and_names_the_sandbox(belfry: Belfry, tmp_path: Path) -> None:
    said = belfry("up")
    assert said.code == 1
    assert "BELFRY_TELEGRAM_TOKEN" in said.err
    assert "up --sandbox" in said.err


def test_a_wrong_key_is_one_sentence(clinic: Belfry, monkeypatch: pytest.MonkeyPatch) -> None:
    assert clinic(*CHANNEL, "--key", "k").code == 0
    monkeypatch.setenv("BELFRY_SECRET_KEY", "QmVsZnJ5IGlzIGEgaG91c2UgZm9yIGJlbGxzLCAzMmI=")
    said = clinic("channel", "check", "clinic")
    assert said.code == 1
    assert "BELFRY_SECRET_KEY" in said.err


def test_a_database_that_cannot_be_reached_is_one_sentence(belfry: Belfry, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BELFRY_DATABASE", "postgres://belfry:secret@127.0.0.1:1/belfry")
    monkeypatch.setenv("BELFRY_SECRET_KEY", "QmVsZnJ5IGlzIGEgaG91c2UgZm9yIGJlbGxzLCAzMmI=")
    said = belfry("workspace", "list")
    assert said.code == 1
    assert "BELFRY_DATABASE" in said.err
    assert "secret" not in said.err


def test_workspaces_are_added_listed_and_told_apart(clinic: Belfry) -> None:
    assert json.loads(clinic("workspace", "list", "--json").out)[0] == {
        "id": 1,
        "name": "Clinic",
        "zone": "Europe/Lisbon",
        "language": "en",
        "country": "PT",
    }
    assert clinic("workspace", "add", "Clinic").code == 1
    assert clinic("workspace", "add", "Shop", "--timezone", "Asia/Jakarta", "--language", "id").code == 0
    said = clinic("staff", "list")
    assert said.code == 2
    assert "Clinic, Shop" in said.err
    assert clinic("staff", "list", "--workspace", "shop").code == 0
    assert clinic("staff", "list", "--workspace", "Bakery").code == 1


def test_an_invitation_is_a_code_for_the_bot(clinic: Belfry) -> None:
    said = clinic("invite", "--role", "manager")
    assert said.code == 0
    assert said.out.startswith("/start ")
    assert "manager" in said.out


def test_a_channel_is_added_with_what_its_provider_must_be_told(clinic: Belfry) -> None:
    added = json.loads(clinic(*CHANNEL, "--key", "k", "--json").out)
    assert set(added) == {"id", "webhook_url", "webhook_secret"}
    assert added["webhook_url"].startswith("http://127.0.0.1:8080/webhooks/")
    (row,) = json.loads(clinic("channel", "list", "--json").out)
    assert (row["name"], row["gateway"], row["sender"], row["pace"]) == ("clinic", "waha", "clinic", "10-14s")
    assert row["url"] == "http://127.0.0.1:1"
    assert added["webhook_secret"] not in json.dumps(row)


def test_a_channels_key_comes_from_standard_input_or_the_environment_and_is_never_shown(
    clinic: Belfry, monkeypatch: pytest.MonkeyPatch
) -> None:
    said = clinic(*CHANNEL, "--key", "-", stdin="key-from-stdin\n")
    assert said.code == 0
    monkeypatch.setenv("BELFRY_CHANNEL_KEY", "key-from-environment")
    assert clinic("channel", "add", "second", *CHANNEL[3:]).code == 0
    shown = clinic("channel", "list", "--json").out + said.out
    assert "key-from" not in shown


@pytest.mark.parametrize(
    ("more", "part"),
    [
        ((), "--key"),
        (("--key", "k", "--pace", "soon"), "soon"),
        (("--key", "k", "--daily-limit", "0"), "daily limit"),
    ],
)
def test_a_channel_that_cannot_be_is_refused_in_a_sentence(clinic: Belfry, more: tuple[str, ...], part: str) -> None:
    said = clinic(*CHANNEL, *more)
    assert said.code == 1
    assert part in said.err


def test_limits_and_quiet_hours_are_set_and_taken_away(clinic: Belfry) -> None:
    assert clinic(*CHANNEL, "--key", "k", "--new-limit", "30").code == 0
    assert clinic("channel", "set", "clinic", "--people", "none", "--warm-up", "20").code == 0
    (row,) = json.loads(clinic("channel", "list", "--json").out)
    assert (row["most_people"], row["new_limit"], row["warm_up"]) == (None, 30, 20)
    assert clinic("workspace", "set", "--quiet", "9pm-8:00", "--person-limit", "3").code == 0
    assert "no quiet hours" in clinic("workspace", "set", "--quiet", "soon").err
    assert "no limit" in clinic("channel", "set", "clinic", "--people", "lots").err


def test_an_unknown_gateway_is_refused_and_the_kinds_named(clinic: Belfry) -> None:
    said = clinic("channel", "add", "x", "--gateway", "pigeon")
    assert said.code == 1
    assert "belfry channel kinds" in said.err
    assert "waha" in clinic("channel", "kinds").out


def test_the_templates_of_a_channel_are_listed_or_it_says_why_not(clinic: Belfry) -> None:
    assert clinic(*CHANNEL, "--key", "k").code == 0
    said = clinic("channel", "templates", "clinic")
    assert said.code == 1
    assert said.err == "belfry: clinic is a channel of a gateway that knows no templates.\n"
    line = ("--gateway", "cloud", "--url", "http://127.0.0.1:1", "--key", "k", "--session", "106")
    assert clinic("channel", "add", "meta", *line, "--set", "app_secret=s").code == 0
    away = clinic("channel", "templates", "meta", "--json")
    assert away.code == 1
    assert away.err == "belfry: the templates of meta cannot be had now (unreachable).\n"


def test_a_channel_is_changed_checked_and_removed(clinic: Belfry) -> None:
    assert clinic(*CHANNEL, "--key", "k").code == 0
    assert clinic("channel", "set", "clinic", "--pace", "3s", "--set", "timeout=5").code == 0
    assert json.loads(clinic("channel", "list", "--json").out)[0]["pace"] == "3s"
    said = clinic("channel", "check", "clinic", "--json")
    assert said.code == 1
    assert json.loads(said.out)["health"] == "down"
    assert "Nothing answers at that address" in clinic("channel", "check", "clinic").out
    assert clinic("channel", "set", "clinic").code == 2
    assert clinic("channel", "remove", "clinic").code == 0
    assert clinic("channel", "remove", "clinic").code == 1


def test_a_channel_of_a_team_inbox_asks_for_all_that_it_needs_and_says_what_is_wrong(clinic: Belfry) -> None:
    team = (
        "channel",
        "add",
        "team",
        "--gateway",
        "chatwoot",
        "--url",
        "http://127.0.0.1:1",
        "--key",
        "k",
        "--session",
        "7",
    )
    said = clinic(*team)
    assert said.code == 1
    assert "--set account=" in said.err
    assert clinic(*team, "--set", "account=mine").code == 0
    said = clinic("channel", "check", "team")
    assert said.code == 1
    assert "accounts/4 and inboxes/7" in said.out
    assert "k" not in said.out.split()


def test_help_loads_neither_the_database_nor_telegram(tmp_path: Path) -> None:
    code = (
        "import sys; from bot.__main__ import main; main(['--help'])\n"
        "print(sorted({'tortoise', 'aiogram', 'aiohttp', 'arq'} & set(sys.modules)))"
    )
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=tmp_path, check=True)
    assert said.stdout.splitlines()[-1] == "[]"


def test_people_are_added_with_numbers_in_any_style_and_listed(clinic: Belfry) -> None:
    assert clinic("contact", "add", "Ana", "912 000 001", "--tag", "VIP").out == "Ana +351912000001\n"
    said = clinic("contact", "add", "Bea", "+351 912 000 001")
    assert said.code == 1
    assert "Ana" in said.err
    assert clinic("contact", "add", "Bea", "12").code == 1
    assert clinic("contact", "add", "Bea", "912000002", "--timezone", "Nowhere").code == 1
    (row,) = json.loads(clinic("contact", "list", "--json").out)
    assert (row["name"], row["phone"], row["tags"], row["blocked"]) == ("Ana", "+351912000001", ["vip"], False)


def test_a_message_that_is_not_there_is_said_so(clinic: Belfry) -> None:
    for action in ("show", "cancel"):
        said = clinic("message", action, "12")
        assert said.code == 1
        assert "#12" in said.err
    assert clinic("message", "list", "--json").out == "[]\n"


def test_the_doctor_has_a_line_for_each_thing_and_fails_when_one_does(
    clinic: Belfry, monkeypatch: pytest.MonkeyPatch
) -> None:
    clinic(*CHANNEL, "--key", "k")
    monkeypatch.setenv("BELFRY_OWNER", "7")
    said = clinic("doctor")
    assert said.code == 1
    state = {line.split()[1]: line.split()[0] for line in said.out.splitlines()}
    assert state == {"settings": "fail", "database": "ok", "redis": "ok", "telegram": "fail", "channel": "fail"}
    assert "BELFRY_OWNER" in said.out
    assert "BELFRY_TELEGRAM_TOKEN" in said.out


def test_migrating_twice_is_harmless(belfry: Belfry) -> None:
    assert belfry("migrate").code == 0
    assert belfry("migrate").code == 0


def test_a_channel_is_paused_made_the_default_and_given_to_somebody(clinic: Belfry) -> None:
    for name in ("first", "second"):
        assert clinic("channel", "add", name, *CHANNEL[3:], "--key", "k").code == 0
    assert clinic("channel", "pause", "first").out == "first is paused: nothing leaves over it.\n"
    assert clinic("channel", "default", "second").out == "second is the default channel.\n"
    assert (
        clinic("channel", "failover", "first", "second").out == "second stands in for first while that does not work.\n"
    )
    assert clinic("channel", "failover", "first", "none").out == "No channel stands in for first.\n"
    found = {row["name"]: row for row in json.loads(clinic("channel", "list", "--json").out)}
    assert (found["first"]["state"], found["first"]["default"]) == ("paused", False)
    assert (found["second"]["state"], found["second"]["default"], found["second"]["sent_today"]) == ("working", True, 0)
    assert clinic("channel", "resume", "first").out == "first sends again.\n"
    said = clinic("channel", "set", "first", "--staff", "nobody at all")
    assert (said.code, said.err) == (
        1,
        "belfry: nobody on the staff is called 'nobody at all'; see `belfry staff list`.\n",
    )
    assert clinic("channel", "set", "first", "--staff", "everybody").code == 0


def test_the_people_of_a_file_are_said_first_and_kept_with_yes(clinic: Belfry, tmp_path: Path) -> None:
    file = tmp_path / "people.csv"
    file.write_text("name,phone\nDora,912 000 009\nEva,12\n")
    said = clinic("contact", "import", str(file)).out
    assert "1 new, 0 known already, 1 wrong." in said
    assert "line 3: no phone number (12)" in said
    assert json.loads(clinic("contact", "list", "--json").out) == []
    assert clinic("contact", "import", str(file), "--yes").out.endswith("Done.\n")
    assert [row["name"] for row in json.loads(clinic("contact", "list", "--json").out)] == ["Dora"]
    assert clinic("contact", "import", str(tmp_path / "none.csv")).code == 1


@pytest.mark.parametrize(
    ("words", "named"),
    [
        (("contact", "add", "Ana", "+351912000001", "--timezone", "Mars/North"), "--timezone: it must be an IANA zone"),
        (("contact", "add", "Ana", "+351912000001", "--language", "klingon"), "--language: it must be a language code"),
        (("workspace", "add", "Shop", "--timezone", "Mars/North"), "--timezone: it must be an IANA zone"),
        (
            ("workspace", "add", "Shop", "--language", "zz"),
            "--language: it must be a language that sentences are read in: en",
        ),
        (("workspace", "add", "Shop", "--country", "ZZ"), "--country: it must be a two-letter country code"),
        (("workspace", "add", "Shop", "--country", "Mars"), "--country: it must be a two-letter country code"),
    ],
)
def test_an_option_that_is_wrong_is_named_and_no_setting_is(belfry: Belfry, words: tuple[str, ...], named: str) -> None:
    belfry("workspace", "add", "Clinic")
    said = belfry(*words)
    assert said.code == 1
    assert said.err.startswith(f"belfry: {named}")
    assert "BELFRY_" not in said.err


@pytest.mark.parametrize(
    "words",
    [
        ("message", "show", "99999999999999999999"),
        ("message", "cancel", "99999999999999999999"),
        ("message", "show", "1", "--limit", "0"),
        ("message", "show", "1", "--limit", "-1"),
        ("message", "show", "1", "--after", "99999999999999999999"),
        ("message", "show", "1", "--state", "arrived"),
        ("understand", "list", "--now", "noon"),
    ],
)
def test_what_no_message_has_is_wrong_usage(clinic: Belfry, words: tuple[str, ...]) -> None:
    said = clinic(*words)
    assert said.code == 2
    assert "went wrong" not in said.err
    assert words[-1] in said.err or "at least 1" in said.err


def test_the_states_of_a_delivery_are_told_to_whoever_names_another(clinic: Belfry) -> None:
    assert "planned, queued, sending, sent, delivered, read" in clinic("message", "show", "1", "--state", "arrived").err
    assert "there is no message #1" in clinic("message", "show", "1", "--state", "unsure", "--after", "0").err


def test_a_workbook_is_no_table_of_people_and_is_told_what_would_be(clinic: Belfry, tmp_path: Path) -> None:
    (tmp_path / "people.xlsx").write_bytes(b"PK\x03\x04\0\0\0\0")
    said = clinic("contact", "import", "people.xlsx")
    assert said.code == 1
    assert "saved as CSV" in said.err


def test_a_channel_cannot_stand_in_for_itself(clinic: Belfry) -> None:
    assert clinic(*CHANNEL, "--key", "k").code == 0
    said = clinic("channel", "failover", "clinic", "clinic")
    assert said.code == 1
    assert said.err == "belfry: clinic cannot stand in for itself.\n"


def test_the_line_that_is_no_json_is_named(belfry: Belfry, tmp_path: Path) -> None:
    (tmp_path / "world.json").write_text('{"tz": "Europe/Lisbon", "contacts": ["Ana"], "now": "2026-11-25T10:00"}')
    said = belfry("understand", "--jsonl", "--world", "world.json", stdin='{"id": 1, "text": "list"}\nlist\n')
    assert said.code == 1
    assert json.loads(said.out)["id"] == 1
    assert said.err.startswith("belfry: line 2 is no JSON")


def test_what_nobody_foresaw_is_written_into_the_folder_that_the_env_file_names(
    clinic: Belfry, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / ".env").write_text(f"BELFRY_DATA={tmp_path / 'elsewhere'}\n")
    assert clinic("workspace", "add", "Shop").code == 0

    async def broken(workspace: int) -> None:
        raise RuntimeError(f"nobody foresaw {workspace}")

    monkeypatch.setattr("core.messages.export.message_list", broken)
    assert "errors.log in the data folder" in clinic("message", "list", "--workspace", "Shop").err
    assert "RuntimeError" in (tmp_path / "elsewhere" / "errors.log").read_text()
    assert not (tmp_path / ".belfry" / "errors.log").exists()


def test_a_setting_that_no_gateway_reads_is_refused_with_those_that_it_does(clinic: Belfry) -> None:
    line = (
        "--gateway",
        "chatwoot",
        "--url",
        "http://127.0.0.1:1",
        "--key",
        "k",
        "--session",
        "7",
        "--set",
        "account=4",
    )
    wrong = clinic("channel", "add", "team", *line, "--set", "signing_secert=hush")
    assert wrong.code == 1
    assert wrong.err == (
        "belfry: chatwoot knows no setting 'signing_secert'; --set takes account, signing_secret, window, template,"
        " template_language, timeout, connect_timeout.\n"
    )
    assert json.loads(clinic("channel", "list", "--json").out) == []
    assert clinic("channel", "add", "team", *line, "--set", "timeout=20").code == 0
    assert "'windw'" in clinic("channel", "set", "team", "--set", "windw=24h").err
    assert "'url'" in clinic("channel", "set", "team", "--set", "url=http://127.0.0.1:2").err, (
        "it has an option of its own"
    )
    assert clinic("channel", "set", "team", "--set", "window=24h", "--set", "connect_timeout=2").code == 0


def test_what_every_gateway_takes_besides_is_listed_with_the_kinds(clinic: Belfry) -> None:
    said = clinic("channel", "kinds").out
    kinds = json.loads(clinic("channel", "kinds", "--json").out)
    assert said.count("--set timeout=") == said.count("--set connect_timeout=") == len(kinds)
    assert all({"timeout", "connect_timeout"} <= {one["name"] for one in kind["fields"]} for kind in kinds)


def test_a_channel_that_nobody_has_reached_is_listed_as_not_checked_yet(clinic: Belfry) -> None:
    assert clinic(*CHANNEL, "--key", "k").code == 0
    assert "not checked yet" in clinic("channel", "list").out
    assert json.loads(clinic("channel", "list", "--json").out)[0]["checked"] is False
    kept(lambda: channels.learn(1, ChannelCheck(Health.WORKING)))
    assert "not checked yet" not in clinic("channel", "list").out
    assert json.loads(clinic("channel", "list", "--json").out)[0]["checked"] is True
