"""What the Dockerfile, the compose files and the units promise, read from the files: no engine is needed."""

from __future__ import annotations

import importlib.util
import re
import shlex
import stat
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from bot.cli.parser import make_parser
from core.environment import FROM_FILES
from core.settings import Settings

ROOT = Path(__file__).parents[2]
DOCKER = ROOT / "docker"
SECRET = re.compile(r"SECRET|TOKEN|PASSWORD|KEY", re.IGNORECASE)
OURS = ("migrate", "web", "chat", "worker-1", "worker-2")

Service = dict[str, Any]


def compose(name: str) -> dict[str, Any]:
    found: dict[str, Any] = YAML(typ="safe").load(DOCKER / name)
    return found


@pytest.fixture(scope="module")
def services() -> dict[str, Service]:
    return dict(compose("compose.yaml")["services"])


# --- the Dockerfile


def instructions() -> list[tuple[str, str]]:
    text = re.sub(
        r"\\\n", " ", "\n".join(li for li in (DOCKER / "Dockerfile").read_text().splitlines() if li[:1] != "#")
    )
    return [(word.upper(), rest.strip()) for word, _, rest in (li.partition(" ") for li in text.splitlines()) if word]


def final() -> list[tuple[str, str]]:
    """The instructions of the last stage."""
    found = instructions()
    starts = [at for at, (word, _) in enumerate(found) if word == "FROM"]
    assert len(starts) == 2  # what built it is not in the image
    return found[starts[-1] :]


def one(word: str) -> str:
    (found,) = [rest for name, rest in final() if name == word]
    return found


def test_the_base_is_pinned_and_may_be_pinned_by_digest() -> None:
    (base,) = [rest for word, rest in instructions() if word == "ARG"]
    assert re.fullmatch(r"BASE=python:3\.11-slim-\w+", base)
    assert all(rest.split()[0] == "${BASE}" for word, rest in instructions() if word == "FROM")


def test_it_runs_as_a_fixed_user_that_is_not_root_and_writes_only_its_data() -> None:
    assert one("USER") == "10001:10001"
    assert one("VOLUME") == "/data"
    assert "BELFRY_DATA=/data" in one("ENV")
    words = [word for word, _ in final()]
    assert all(word not in ("RUN", "COPY", "ADD") for word in words[words.index("USER") :])


def test_it_stops_by_sigterm_and_its_process_hears_it() -> None:
    assert one("STOPSIGNAL") == "SIGTERM"
    assert (one("ENTRYPOINT"), one("CMD")) == ('["belfry"]', '["up"]')  # no shell between the signal and us
    launcher = next(rest for word, rest in instructions() if word == "RUN" and "/bin/belfry" in rest)
    assert "exec /opt/belfry/bin/python" in launcher


def test_its_health_check_is_a_module_of_ours() -> None:
    words = one("HEALTHCHECK").partition("CMD ")[2]
    module = re.search(r'"-m", "([\w.]+)"', words)
    assert module
    assert importlib.util.find_spec(module[1])


def test_what_is_installed_is_pinned_by_hash() -> None:
    (pip,) = [rest for word, rest in instructions() if "pip install" in rest]
    assert "--require-hashes" in pip
    assert "-r requirements.txt" in pip
    wanted = re.findall(r"^[\w.-]+==\S+", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    assert len(wanted) > 30
    assert (ROOT / "requirements.txt").read_text().count("--hash=sha256:") >= len(wanted)


def test_no_secret_can_stay_in_a_layer() -> None:
    assert not [rest for word, rest in instructions() if word in ("ARG", "ENV") and SECRET.search(rest)]
    assert not [word for word, _ in instructions() if word == "ADD"]
    ignored = (ROOT / ".dockerignore").read_text().split("\n")
    rules = [rule for rule in ignored if rule and not rule.startswith("#")]
    assert rules[0] == "*"
    let_in = {rule[1:] for rule in rules if rule.startswith("!")}
    assert let_in == {"bot", "core", "storage", "requirements.txt"}
    copied = {rest.split()[0] for word, rest in instructions() if word == "COPY" and not rest.startswith("--from")}
    assert copied == let_in


# --- the compose files


@pytest.mark.parametrize("name", ["compose.yaml", "compose.sandbox.yaml"])
def test_it_is_what_the_published_schema_says(name: str) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec", str(DOCKER / name)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout


def test_every_part_is_there_and_runs_a_command_that_exists(services: dict[str, Service]) -> None:
    assert set(services) == {*OURS, "postgres", "valkey", "waha"}
    parser = make_parser()
    for name in OURS:
        assert parser.parse_args(services[name]["command"]).command == name.partition("-")[0]
    assert parser.parse_args(compose("compose.sandbox.yaml")["services"]["sandbox"]["command"]).sandbox


def test_only_web_is_published_and_by_default_to_this_machine(services: dict[str, Service]) -> None:
    assert {name for name, service in services.items() if "ports" in service} == {"web"}
    assert services["web"]["ports"] == ["${BELFRY_PUBLISH:-127.0.0.1:8080}:8080"]
    for name in OURS:
        assert "BELFRY_ADMIN_LISTEN" not in services[name]["environment"]  # its default is loopback
    networks = compose("compose.yaml")["networks"]
    assert networks["inside"] == {"internal": True}
    assert services["postgres"]["networks"] == services["valkey"]["networks"] == ["inside"]
    assert services["waha"]["networks"] == ["outside"]


def test_ours_are_read_only_without_privileges_and_have_time_to_end(services: dict[str, Service]) -> None:
    sandbox = compose("compose.sandbox.yaml")["services"]["sandbox"]
    for service in (*(services[name] for name in OURS), sandbox):
        assert service["read_only"] is True
        assert service["cap_drop"] == ["ALL"]
        assert service["security_opt"] == ["no-new-privileges:true"]
        assert service["stop_grace_period"] == "25s"
        assert [volume.partition(":")[2] for volume in service["volumes"]] == ["/data"]


def test_what_stays_has_a_health_check_and_what_is_needed_is_waited_for(services: dict[str, Service]) -> None:
    for name in ("postgres", "valkey", "waha"):
        assert services[name]["healthcheck"]["test"][0] == "CMD"
    assert services["migrate"]["healthcheck"] == {"disable": True}  # the others have the image's own
    assert services["migrate"]["depends_on"] == {"postgres": {"condition": "service_healthy"}}
    for name in ("web", "chat", "worker-1", "worker-2"):
        assert "healthcheck" not in services[name]
        assert services[name]["depends_on"] == {
            "postgres": {"condition": "service_healthy"},
            "valkey": {"condition": "service_healthy"},
            "migrate": {"condition": "service_completed_successfully"},
        }


def test_volumes_networks_and_secrets_are_all_defined(services: dict[str, Service]) -> None:
    whole = compose("compose.yaml")
    for service in services.values():
        assert {volume.partition(":")[0] for volume in service.get("volumes", [])} <= set(whole["volumes"])
        assert set(service["networks"]) <= set(whole["networks"])
        assert set(service.get("secrets", [])) <= set(whole["secrets"])


def test_secrets_come_from_files_and_go_only_where_they_are_used(services: dict[str, Service]) -> None:
    for service in services.values():
        for name, value in service["environment"].items() if "environment" in service else ():
            assert not SECRET.search(name) or name.endswith("_FILE"), name
            if name.endswith("_FILE"):
                assert value.removeprefix("/run/secrets/") in service["secrets"]
                assert name == "POSTGRES_PASSWORD_FILE" or name[7:-5] in FROM_FILES
    assert [name for name in services if "telegram_token" in services[name].get("secrets", [])] == ["chat"]


def test_images_of_others_are_pinned_by_a_tag(services: dict[str, Service]) -> None:
    for name in ("postgres", "valkey", "waha"):
        tag = services[name]["image"].rpartition(":")[2]
        assert re.search(r"\d", tag)
        assert "latest" not in services[name]["image"]


def test_every_image_is_pinned_by_its_digest_on_demand_and_other_settings_are_kept(tmp_path: Path) -> None:
    for name in ("pin.sh", "compose.yaml"):
        (tmp_path / name).write_text((DOCKER / name).read_text())
    (tmp_path / ".env").write_text("BELFRY_TIMEZONE=Europe/Lisbon\nWAHA_IMAGE=devlikeapro/waha:old@sha256:0\n")
    engine = tmp_path / "docker"
    engine.write_text(
        '#!/bin/sh\nfor last; do :; done\necho "sha256:$(printf %s "$last" | sha256sum | cut -d" " -f1)"\n'
    )
    engine.chmod(0o755)
    path = {"PATH": f"{tmp_path}:/usr/bin:/bin"}
    for _ in range(2):
        subprocess.run(["sh", str(tmp_path / "pin.sh")], check=True, capture_output=True, env=path)
        kept, *pinned = (tmp_path / ".env").read_text().splitlines()
        assert kept == "BELFRY_TIMEZONE=Europe/Lisbon"
        found = dict(line.split("=", 1) for line in pinned)
        assert set(found) == {"BELFRY_BASE", "POSTGRES_IMAGE", "VALKEY_IMAGE", "WAHA_IMAGE"}
        assert all(re.fullmatch(r"[\w./-]+:[\w.-]+@sha256:[0-9a-f]{64}", image) for image in found.values())
    engine.write_text("#!/bin/sh\nexit 1\n")
    before = (tmp_path / ".env").read_text()
    assert subprocess.run(["sh", str(tmp_path / "pin.sh")], check=False, capture_output=True, env=path).returncode
    assert (tmp_path / ".env").read_text() == before


def test_the_sandbox_listens_on_loopback_of_this_machine() -> None:
    sandbox = compose("compose.sandbox.yaml")["services"]["sandbox"]
    assert sandbox["network_mode"] == "host"
    assert "ports" not in sandbox
    for name in ("BELFRY_LISTEN", "BELFRY_ADMIN_LISTEN", "BELFRY_SANDBOX_LISTEN"):
        assert re.search(r":-127\.0\.0\.1:\d+}$", sandbox["environment"][name])


# --- the secrets


def test_secrets_are_made_once_work_together_and_are_nobody_elses(tmp_path: Path) -> None:
    script = tmp_path / "docker" / "secrets.sh"
    script.parent.mkdir()
    script.write_text((DOCKER / "secrets.sh").read_text())
    subprocess.run(["sh", str(script), "123456789:AAtoken"], check=True, capture_output=True)
    made = tmp_path / "docker" / "secrets"
    assert stat.S_IMODE(made.stat().st_mode) == 0o700
    before = {file.name: file.read_text() for file in made.iterdir()}
    assert {Path(one["file"]).name for one in compose("compose.yaml")["secrets"].values()} <= set(before)
    found = Settings.read(
        {f"BELFRY_{name}_FILE": str(made / name.lower()) for name in ("SECRET_KEY", "TELEGRAM_TOKEN")}
        | {"BELFRY_DATABASE_FILE": str(made / "database_url")}
    )
    assert found.telegram_token == "123456789:AAtoken"
    assert found.database == f"postgres://belfry:{before['postgres_password'].strip()}@postgres/belfry"
    assert before["waha.env"] == f"WAHA_API_KEY={before['waha_key']}"
    again = subprocess.run(["sh", str(script)], check=True, capture_output=True, text=True)
    assert "made  " not in again.stdout
    assert {file.name: file.read_text() for file in made.iterdir()} == before


def test_secrets_are_never_committed() -> None:
    assert "docker/secrets/" in (ROOT / ".gitignore").read_text().split()


# --- the units


def unit(name: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for line in (DOCKER / "systemd" / name).read_text().splitlines():
        key, equals, value = line.partition("=")
        if equals and not line.startswith("#"):
            found.setdefault(key, []).append(value)
    return found


@pytest.mark.parametrize("name", ["belfry.service", "belfry-role@.service"])
def test_a_unit_gives_time_to_end_starts_again_and_hides_its_secrets(name: str) -> None:
    found = unit(name)
    assert found["TimeoutStopSec"] == ["25"]
    assert found["KillSignal"] == ["SIGTERM"]
    assert found["Restart"] == ["always"]
    assert found["NoNewPrivileges"] == found["ProtectHome"] == found["PrivateTmp"] == ["true"]
    assert found["ProtectSystem"] == ["strict"]  # only its StateDirectory is written
    credentials = {value.partition(":")[0] for value in found["LoadCredential"]}
    for line in found["Environment"]:
        setting, _, value = line.partition("=")
        assert not SECRET.search(setting) or setting.endswith("_FILE")
        if setting.endswith("_FILE"):
            assert setting[7:-5] in FROM_FILES
            assert value.removeprefix("%d/") in credentials


def test_the_role_of_a_unit_is_what_stands_before_its_number() -> None:
    (start,) = unit("belfry-role@.service")["ExecStart"]
    script = shlex.split(start)[-1].replace("$$", "$").replace("%%", "%")
    for instance, role in (("worker-2", "worker"), ("web", "web")):
        spoken = script.replace("%i", instance).replace("exec /opt/belfry/.venv/bin/belfry", "echo")
        assert subprocess.run(["sh", "-c", spoken], capture_output=True, text=True, check=True).stdout.strip() == role
