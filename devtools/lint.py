"""`./tpe lint`: what can be judged without starting Odoo."""

import ast
import os
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path

# Run by the environment's Python, which has polib; this one has the standard library.
TRANSLATIONS = r"""
import re
import sys
from pathlib import Path
import polib

PLACEHOLDER = re.compile(r"%\(\w+\)[sdf]|%[sdf]\b")
wrong = []
for name in sys.argv[1:]:
    translated = polib.pofile(name)
    known = {(entry.msgctxt, entry.msgid) for entry in translated if not entry.obsolete}
    for entry in translated:
        where = f"{name}:{entry.linenum}"
        if entry.obsolete:
            continue
        if "fuzzy" in entry.flags:
            wrong.append(f"{where}: fuzzy, check it: {entry.msgid[:60]!r}")
        elif not entry.translated():
            wrong.append(f"{where}: no translation: {entry.msgid[:60]!r}")
        elif len({str(sorted(PLACEHOLDER.findall(text)))
                  for text in (entry.msgid, entry.msgstr)}) > 1:
            wrong.append(f"{where}: other placeholders than {entry.msgid[:60]!r}")
    for template in Path(name).parent.glob("*.pot"):
        for entry in polib.pofile(template):
            if (entry.msgctxt, entry.msgid) not in known:
                wrong.append(f"{name}: is not there yet: {entry.msgid[:60]!r}")
print("\n".join(wrong))
sys.exit(bool(wrong))
"""


@dataclass(frozen=True)
class Tool:
    """A linter: the program it needs, and either its arguments or a check of ours."""

    name: str
    program: Path
    arguments: tuple = ()
    targets: tuple = ()
    check: Callable[[], list[str]] | None = None
    mend: tuple = ()


@dataclass(frozen=True)
class Result:
    """What a linter said, and how long it took."""

    name: str
    ok: bool
    seconds: float
    output: str = ""
    remark: str = ""


def run_lint(
    root: Path, bin_dir: Path, node_dir: Path, odoo_addons: Path, env: dict, fix=False
) -> int:
    """Run the linters, two at a time, and return how many failed.

    With ``fix``, those that can mend what they find do so first, one after the other.
    """
    env = {
        **env,
        "PATH": f"{bin_dir}{os.pathsep}{env.get('PATH', os.defpath)}",
        # prettier.config.cjs stays with the sources, its plugin does not.
        "NODE_PATH": str(node_dir / "node_modules"),
        "PYTHONDONTWRITEBYTECODE": "1",
    }
    if fix:
        for tool in _tools(root, bin_dir, node_dir, odoo_addons):
            if tool.mend:
                _run(replace(tool, arguments=tool.mend), root, env)
    tools = _tools(root, bin_dir, node_dir, odoo_addons)
    failed = 0
    with ThreadPoolExecutor(2) as pool:
        for result in pool.map(lambda tool: _run(tool, root, env), tools):
            state = "ok" if result.ok else "failed"
            line = f"  {result.name:<22} {state:<6} {result.seconds:5.1f} s"
            print(f"{line}  {result.remark}".rstrip(), flush=True)
            if not result.ok:
                failed += 1
                print(result.output, flush=True)
    return failed


def _tools(root, bin_dir, node_dir, odoo_addons) -> list[Tool]:
    """The linters, the slowest first: it then shares the processor with the others."""
    python = bin_dir / "python"
    modules = tuple(
        path.parent.relative_to(root)
        for path in sorted(root.glob("addons/*/__manifest__.py"))
    )
    translations = _files(root, "po")
    return [
        Tool(
            "pylint-odoo",
            bin_dir / "pylint",
            # A model in several files by subject is how no file gets long; the file
            # of settings cannot say this beside the group it enables.
            ("--rcfile=.pylintrc", "--disable=consider-merging-classes-inherited"),
            modules,
        ),
        Tool(
            "ruff check",
            bin_dir / "ruff",
            ("check", "--no-cache"),
            (".",),
            mend=("check", "--no-cache", "--fix"),
        ),
        Tool(
            "ruff format",
            bin_dir / "ruff",
            ("format", "--check", "--no-cache"),
            (".",),
            mend=("format", "--no-cache"),
        ),
        Tool(
            "OCA: XML and CSV",
            bin_dir / "oca-checks-odoo-module",
            (),
            modules,
            mend=("--fix",),
        ),
        Tool(
            "OCA: translations",
            bin_dir / "oca-checks-po",
            (),
            translations,
        ),
        Tool(
            "prettier",
            node_dir / "node_modules/prettier/bin/prettier.cjs",
            ("--check", "--log-level=warn"),
            (*_files(root, "xml"), *_files(root, "js")),
            mend=("--write", "--log-level=warn"),
        ),
        Tool(
            "French is complete",
            python,
            ("-c", TRANSLATIONS),
            tuple(path for path in translations if path.name == "fr.po"),
        ),
        Tool(
            "dependencies",
            python,
            check=lambda: check_dependencies(root, odoo_addons),
        ),
    ]


def _files(root: Path, suffix: str) -> tuple[Path, ...]:
    return tuple(
        path.relative_to(root)
        for path in sorted(root.glob(f"addons/**/*.{suffix}"))
        if "node_modules" not in path.parts
    )


def _run(tool: Tool, root: Path, env: dict) -> Result:
    start = time.monotonic()

    def result(ok, output="", remark=""):
        return Result(tool.name, ok, time.monotonic() - start, output, remark)

    if not tool.program.exists():
        return result(
            False,
            f"{tool.program} is missing: this check did not run. Its package is in "
            "requirements/dev.txt or package-lock.json; ./tpe clean --all, then ./tpe "
            "lint installs it again.",
        )
    if tool.check:
        wrong = tool.check()
        return result(not wrong, "\n".join(wrong))
    if not tool.targets:
        return result(True, remark="(nothing to check yet)")
    command = [tool.program, *tool.arguments, *tool.targets]
    if tool.program.suffix == ".cjs":
        command.insert(0, "node")
    try:
        done = subprocess.run(
            [str(part) for part in command],
            cwd=root,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
    except OSError as error:
        return result(False, f"{command[0]} does not start: {error.strerror}.")
    return result(done.returncode == 0, done.stdout.rstrip())


def check_dependencies(root: Path, odoo_addons: Path) -> list[str]:
    """What our manifests depend on must be there, and must allow LGPL-3."""
    wrong = []
    for manifest in sorted(root.glob("addons/*/__manifest__.py")):
        for name in ast.literal_eval(manifest.read_text()).get("depends", []):
            where = f"{manifest.relative_to(root)}: depends on {name}"
            found = [
                path
                for path in (
                    root / "addons" / name / "__manifest__.py",
                    odoo_addons / name / "__manifest__.py",
                    # `base` does not live with the other addons.
                    odoo_addons.parent / "addons" / name / "__manifest__.py",
                )
                if path.exists()
            ]
            if not found:
                wrong.append(f"{where}, which is neither here nor in Odoo Community.")
                continue
            licence = ast.literal_eval(found[0].read_text()).get("license", "LGPL-3")
            if licence != "LGPL-3":
                wrong.append(f"{where}, whose licence {licence} would bind our users.")
    return wrong
