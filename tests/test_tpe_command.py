"""`./tpe` says in one sentence what cannot be had, and the way out."""

import os
import socket
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from devtools import console, odoo_tree, paths, system

ROOT = Path(__file__).resolve().parent.parent
RELEASE = "version_info = ({major}, 0, 0, 'final', 0, '')\n"


def tpe(*arguments, **variables):
    """Run `./tpe` as a person would; return the finished process."""
    return subprocess.run(
        [sys.executable, ROOT / "tpe", *arguments],
        capture_output=True,
        text=True,
        env={**os.environ, **variables},
        timeout=120,
    )


def make_odoo(folder, major=19):
    """The least that is taken for a source checkout of Odoo."""
    for part in ("odoo/addons/base", "addons/web/static"):
        (folder / part).mkdir(parents=True)
    (folder / "odoo/release.py").write_text(RELEASE.format(major=major))
    return folder


@pytest.fixture
def cache(tmp_path, monkeypatch):
    """An empty cache folder, for code that is called here rather than run."""
    for module in (paths, odoo_tree):
        monkeypatch.setattr(module, "CACHE", tmp_path)
    return tmp_path


def test_a_taken_port_is_named_with_another_one(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = tpe("up", "--port", port, TPE_CACHE=str(tmp_path))
    assert done.returncode == 2
    assert f"Port {port} is taken" in done.stderr
    assert "--port" in done.stderr


def test_a_server_that_refuses_is_said_in_one_sentence():
    done = tpe("shell", "nothing", PGHOST="127.0.0.1", PGPORT=str(system.free_port()))
    assert done.returncode == 2
    assert "PG* variables name refuses" in done.stderr
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1


def test_an_odoo_home_without_odoo(tmp_path):
    done = tpe("shell", "nothing", ODOO_HOME=str(tmp_path))
    assert done.returncode == 2
    assert "no Odoo in" in done.stderr


def test_an_unknown_addon_names_those_there_are():
    done = tpe("test", "tpe_nothing")
    assert done.returncode == 2
    assert "tpe_dunning" in done.stderr


def test_an_unknown_benchmark_names_those_there_are():
    done = tpe("bench", "nothing")
    assert done.returncode == 2
    assert "Name a benchmark: bank, diagnostic, dunning" in done.stderr


def test_a_python_that_is_too_old_says_which_one_to_install(tmp_path):
    code = (
        "import sys, runpy; sys.version_info = (3, 9, 2, 'final', 0); "
        f"runpy.run_path({str(ROOT / 'tpe')!r}, run_name='__main__')"
    )
    done = subprocess.run(
        [sys.executable, "-c", code],
        capture_output=True,
        text=True,
        env={"PATH": str(tmp_path)},
    )
    assert done.returncode == 1
    assert "Python 3.9 cannot run Odoo 19. Install Python 3.10 to 3.13" in done.stderr


def test_a_cache_that_cannot_be_written(tmp_path):
    (tmp_path / "file").write_text("in the way")
    done = tpe("shell", "nothing", TPE_CACHE=str(tmp_path / "file"))
    assert done.returncode == 2
    assert "Set TPE_CACHE" in done.stderr


def test_a_full_disk(tmp_path, monkeypatch):
    monkeypatch.setattr(paths, "CACHE", tmp_path)
    monkeypatch.setattr(paths, "RUN", tmp_path / "run")
    monkeypatch.setattr(paths, "FREE_SPACE", 2**80)
    with pytest.raises(console.Stop, match="3 GB"):
        paths.make_cache()


def test_a_source_checkout_is_found(tmp_path, monkeypatch):
    home = make_odoo(tmp_path / "odoo")
    monkeypatch.setenv("ODOO_HOME", str(home))
    tree = odoo_tree.find()
    assert tree.python_path == home
    assert home / "addons" in tree.addons


def test_another_series_of_odoo_is_refused(tmp_path, monkeypatch):
    monkeypatch.setenv("ODOO_HOME", str(make_odoo(tmp_path / "odoo", major=18)))
    with pytest.raises(console.Stop, match=r"not a 19\.0"):
        odoo_tree.find()


def test_the_source_archive_is_unpacked(tmp_path, monkeypatch, cache):
    monkeypatch.delenv("ODOO_HOME", raising=False)
    make_odoo(tmp_path / "source")
    archive = tmp_path / "odoo.tar.gz"
    with tarfile.open(archive, "w:gz") as tar:
        tar.add(tmp_path / "source", arcname="odoo-19.0.post20260101")
    monkeypatch.setattr(odoo_tree, "_importable", lambda: None)
    tree = odoo_tree.find(archive.as_uri())
    assert tree.python_path.name == "odoo-19.0.post20260101"


def test_no_odoo_at_all_names_every_way(tmp_path, monkeypatch, cache):
    monkeypatch.delenv("ODOO_HOME", raising=False)
    monkeypatch.setattr(odoo_tree, "_importable", lambda: None)
    with pytest.raises(console.Stop, match="ODOO_HOME.*--odoo-archive"):
        odoo_tree.find((tmp_path / "missing.tar.gz").as_uri())


def test_without_root_the_packages_come_in_one_line_to_paste(monkeypatch):
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system.shutil, "which", lambda name: f"/usr/bin/{name}")
    with pytest.raises(console.Stop, match="sudo apt-get install .* chromium"):
        system.install(["chromium"], "The tours need Chromium.")


def test_without_apt_the_packages_are_named(monkeypatch):
    monkeypatch.setattr(system.shutil, "which", lambda name: None)
    with pytest.raises(console.Stop, match="no apt-get.*chromium"):
        system.install(["chromium"], "The tours need Chromium.")


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ("assert True", 0),
        ("assert False", 1),
        ("import pytest; pytest." + "skip('no browser')", 1),
    ],
)
def test_a_test_that_did_not_run_fails_the_run(tmp_path, body, code):
    (tmp_path / "conftest.py").write_text((ROOT / "conftest.py").read_text())
    (tmp_path / "test_sample.py").write_text(f"def test_sample():\n    {body}\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:odoo", tmp_path],
        capture_output=True,
        text=True,
        cwd=tmp_path,
    )
    assert done.returncode == code, done.stdout
