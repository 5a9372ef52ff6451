"""How the project is set up and configured: nothing unlocked, nothing undeclared, no address of a registry."""

import argparse
import ast
import json
import os
import re
import subprocess
import tomllib
from importlib import import_module
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from remissvakt.cli.main import COMMANDS, MODULES
from remissvakt.config.variables import VARIABLES

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "remissvakt"
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
SCRIPTS = [ROOT / ".ci" / "run", *(ROOT / "script" / name for name in ("lock", "manage", "server", "test"))]


def tracked_files() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name]


def locked(lock: Path) -> dict[str, str]:
    """Package name to what stands after it, up to the next package."""
    text = lock.read_text(encoding="utf-8")
    entries = re.split(r"^(?=[a-z0-9][a-z0-9._-]*==)", text, flags=re.MULTILINE)[1:]
    return {entry.split("==")[0]: entry for entry in entries}


@pytest.mark.parametrize("lock", LOCKS, ids=lambda lock: lock.name)
def test_every_locked_package_has_a_version_and_hashes(lock):
    packages = locked(lock)
    assert packages
    for name, entry in packages.items():
        assert re.match(rf"{re.escape(name)}==[0-9][^ ]*", entry), name
        assert "--hash=sha256:" in entry, name


@pytest.mark.parametrize(
    ("lock", "wanted"),
    [
        ("run.txt", PROJECT["project"]["dependencies"]),
        *((f"{group}.txt", wanted) for group, wanted in PROJECT["dependency-groups"].items()),
    ],
)
def test_every_declared_package_is_locked(lock, wanted):
    packages = locked(ROOT / "requirements" / lock)
    names = {re.match(r"[A-Za-z0-9._-]+", requirement)[0].lower() for requirement in wanted}
    assert names <= packages.keys()


def test_sets_agree_on_every_version():
    versions: dict[str, set[str]] = {}
    for lock in LOCKS:
        for name, entry in locked(lock).items():
            versions.setdefault(name, set()).add(entry.split()[0])
    assert {name: found for name, found in versions.items() if len(found) > 1} == {}


def test_every_front_end_package_has_a_version_and_a_hash():
    lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))
    declared = json.loads((ROOT / "package.json").read_text(encoding="utf-8"))
    packages = {name: package for name, package in lock["packages"].items() if name}
    assert {
        f"node_modules/{name}" for name in declared["dependencies"] | declared["devDependencies"]
    } <= packages.keys()
    for name, package in packages.items():
        assert package["integrity"].startswith("sha512-"), name
        assert "resolved" not in package, name


def test_no_address_of_a_registry_is_committed():
    set_up = [
        *LOCKS,
        *(ROOT / name for name in ("package.json", "package-lock.json", "pyproject.toml", ".npmrc")),
    ]
    set_up += [path for path in tracked_files() if path.is_relative_to(ROOT / "script")]
    for path in set_up:
        text = path.read_text(encoding="utf-8")
        without_ours = text.replace("http://127.0.0.1", "").replace("sqlite:///", "")
        assert "://" not in without_ours, path
        for option in ("index-url", "find-links", "trusted-host", "registry="):
            assert option not in text.replace("--no-emit-index-url", ""), (path, option)


def test_nothing_that_is_made_on_a_machine_is_committed():
    made = {".venv", ".setup", "node_modules", "var", "vendor", "__pycache__"}
    for path in tracked_files():
        assert not made & set(path.relative_to(ROOT).parts), path
        assert path.suffix not in {".mo", ".pyc", ".sqlite3"}, path


def test_readme_lists_every_setting_with_its_default():
    rows = re.findall(
        r"^\| `([A-Z_]+)` \| (.*?) \| (.*) \|$", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE
    )
    declared = [
        (variable.name, f"`{variable.default}`" if variable.default else "none", variable.meaning)
        for variable in VARIABLES
    ]
    assert rows == declared


def test_readme_lists_every_command():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    for command in COMMANDS:
        assert f"`remissvakt {command}" in readme


def test_only_the_configuration_reads_the_environment():
    allowed = {
        SOURCE / "config" / "environment.py",
        SOURCE / "config" / "wsgi.py",
        SOURCE / "cli" / "main.py",
    }
    # The password of an administrator comes in a variable that its command names.
    allowed.add(SOURCE / "cli" / "commands" / "createadmin.py")
    for path in SOURCE.rglob("*.py"):
        if path in allowed:
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            read = isinstance(node, ast.Attribute) and node.attr in {"environ", "getenv"}
            assert not (read and isinstance(node.value, ast.Name) and node.value.id == "os"), path


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda script: script.name)
def test_scripts_can_be_run(script):
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")
    subprocess.run(["bash", "-n", str(script)], check=True)


def test_the_server_script_tells_its_options_before_it_installs_anything():
    server = str(ROOT / "script" / "server")
    told = subprocess.run([server, "--help"], capture_output=True, check=True, text=True)
    for option in ("--demo", "--port", "--host"):
        assert option in told.stdout
    for wrong in (["--nonsense"], ["--port"], ["demo"]):
        refused = subprocess.run([server, *wrong], capture_output=True, check=False, text=True)
        assert (refused.returncode, refused.stdout, refused.stderr) == (2, "", told.stdout)


def test_ci_runs_what_developers_run():
    assert "script/test" in (ROOT / ".ci" / "run").read_text(encoding="utf-8")


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_options_and_a_body(command):
    module = import_module(MODULES[command])
    module.add_arguments(argparse.ArgumentParser())
    assert callable(module.run)


def test_every_package_with_models_is_installed():
    with_models = {path.parent.name for path in SOURCE.glob("*/models.py")}
    with_models |= {path.parent.parent.name for path in SOURCE.glob("*/models/__init__.py")}
    ours = {app.label for app in apps.get_app_configs() if app.name.startswith("remissvakt.")}
    # That one has no tables: it is the one that makes them.
    assert ours - {"database"} == with_models
    for label in with_models:
        assert (SOURCE / label / "migrations" / "0001_initial.py").exists(), label


def test_debug_is_off_and_the_password_hash_is_argon2():
    assert settings.ENVIRONMENT is not None
    assert settings.TEMPLATES[0]["BACKEND"] == "django.template.backends.jinja2.Jinja2"
    assert len(settings.TEMPLATES) == 1
    tree = ast.parse((SOURCE / "config" / "settings.py").read_text(encoding="utf-8"))
    assigned = {
        node.targets[0].id: node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name)
    }
    assert ast.literal_eval(assigned["DEBUG"]) is False
    assert ast.literal_eval(assigned["PASSWORD_HASHERS"])[0].endswith("Argon2PasswordHasher")
