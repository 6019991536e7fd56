"""Files of an addon: README, translations, icon, manifest, data."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from .places import addons, at, xml_files

README_HEADINGS = ("Supported", "Not supported", "How to test")
DATA_FOLDERS = ("security", "data", "reports", "views", "wizards")
VERSION = re.compile(r"19\.0\.\d+\.\d+\.\d+")
AUTHOR = "TPE Suite"


def check_readme(root: Path) -> list[str]:
    wrong = []
    for addon in addons(root):
        readme = addon / "README.md"
        text = readme.read_text() if readme.exists() else ""
        found = {
            line.lstrip("#").strip() for line in text.splitlines() if line[:1] == "#"
        }
        wrong += [
            at(root, readme, 1, f"add the heading « {heading} »")
            for heading in README_HEADINGS
            if heading not in found
        ]
    return wrong


def check_translations_and_icon(root: Path) -> list[str]:
    return [
        at(root, addon / name, 1, "add this file")
        for addon in addons(root)
        for name in (
            "i18n/fr.po",
            f"i18n/{addon.name}.pot",
            "static/description/icon.png",
        )
        if not (addon / name).exists()
    ]


def _rank(name: str) -> tuple[int, str]:
    """Place of a data file among the others, and what it is called there."""
    folder, _, file = name.rpartition("/")
    if file == "ir.model.access.csv":
        return 1, "access lines"
    if folder == "security":
        return (2, "record rules") if "rule" in file else (0, "groups")
    if file.endswith("_menus.xml"):
        return 6, "menus"
    return {
        "reports": (4, "reports"),
        "wizards": (5, "views"),
        "views": (5, "views"),
    }.get(folder.partition("/")[0], (3, "data"))


def check_manifests(root: Path) -> list[str]:
    wrong = []
    for addon in addons(root):
        path = addon / "__manifest__.py"
        manifest = ast.literal_eval(path.read_text())
        if manifest.get("license") != "LGPL-3":
            wrong.append(at(root, path, 1, "set the licence: LGPL-3"))
        if manifest.get("author") != AUTHOR:
            wrong.append(at(root, path, 1, f"set the author: {AUTHOR}"))
        if not VERSION.fullmatch(str(manifest.get("version"))):
            wrong.append(at(root, path, 1, "set the version: 19.0.x.y.z"))
        wrong += [at(root, path, 1, text) for text in _data_files(addon, manifest)]
    return wrong


def _data_files(addon: Path, manifest: dict) -> Iterator[str]:
    yield from _missing_files(addon, manifest)
    listed = [*manifest.get("data", []), *manifest.get("demo", [])]
    for folder in DATA_FOLDERS:
        for path in sorted((addon / folder).rglob("*")):
            name = path.relative_to(addon).as_posix()
            if path.suffix in {".xml", ".csv"} and name not in listed:
                yield f"{name} is not listed: Odoo does not load it"
    ordered = [(_rank(name), name) for name in manifest.get("data", [])]
    for (before, first), (after, second) in zip(ordered, ordered[1:], strict=False):
        if before > after and before[0] != after[0]:
            yield (
                f"list {second} ({after[1]}) before {first} ({before[1]}): groups, "
                "access lines, rules, data, reports, views, menus"
            )


def _missing_files(addon: Path, manifest: dict) -> Iterator[str]:
    for name in [*manifest.get("data", []), *manifest.get("demo", [])]:
        if not (addon / name).exists():
            yield f"{name} is listed and does not exist"
    for bundle in manifest.get("assets", {}).values():
        for entry in bundle:
            pattern = entry if isinstance(entry, str) else entry[-1]
            own, _, rest = pattern.lstrip("/").partition("/")
            if own == addon.name and not any(addon.glob(rest)):
                yield f"the asset {pattern} names no file"


def check_crons(root: Path) -> list[str]:
    """An update would undo what the consultant chose as hour and frequency."""
    return [
        at(root, path, node.sourceline, 'put the cron under noupdate="1"')
        for path, tree in xml_files(root)
        for node in tree.xpath("//record[@model='ir.cron']")
        if not node.xpath("ancestor::*[@noupdate='1']")
    ]
