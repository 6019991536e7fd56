"""Plain Python modules: no Odoo, no clock, and a doctest."""

import ast
import doctest
import importlib.util
import io
import sys
import types
from pathlib import Path

from .places import addons, at

CLOCKS = {"today", "now", "utcnow", "localtime", "gmtime", "monotonic", "perf_counter"}


def tool_files(root: Path) -> list[Path]:
    """The modules of the ``tools`` folders, which compute and know nothing of Odoo."""
    return [
        path
        for addon in addons(root)
        for path in sorted(addon.glob("tools/*.py"))
        if path.name != "__init__.py"
    ]


def _imports_odoo(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return any(alias.name.split(".")[0] == "odoo" for alias in node.names)
    if isinstance(node, ast.ImportFrom):
        # Beyond its own folder, everything imports Odoo.
        return node.level > 1 or (node.module or "").split(".")[0] == "odoo"
    return False


def _reads_the_clock(node: ast.AST) -> bool:
    if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
        return False
    owner = node.func.value
    is_time = isinstance(owner, ast.Name) and owner.id == "time"
    return node.func.attr in CLOCKS or (is_time and node.func.attr == "time")


def check_tools_are_plain(root: Path) -> list[str]:
    wrong = []
    for path in tool_files(root):
        for node in ast.walk(ast.parse(path.read_text())):
            if _imports_odoo(node):
                text = "tools are plain Python: do not import Odoo"
                wrong.append(at(root, path, node.lineno, text))
            elif _reads_the_clock(node):
                text = "tools have no clock: take the date as an argument"
                wrong.append(at(root, path, node.lineno, text))
    return wrong


def check_doctests(root: Path, path: Path) -> list[str]:
    """The module ``path`` of a ``tools`` folder says what it does, and does it."""
    package = f"_tools_of_{path.parent.parent.name}"
    before = set(sys.modules)
    try:
        # A package of that name lets modules of one folder import each other without
        # going through the addon, which would import Odoo.
        sys.modules[package] = types.ModuleType(package)
        sys.modules[package].__path__ = [str(path.parent)]
        spec = importlib.util.spec_from_file_location(f"{package}.{path.stem}", path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        report = io.StringIO()
        runner = doctest.DocTestRunner(verbose=False)
        for test in doctest.DocTestFinder().find(module, path.stem):
            runner.run(test, out=report.write)
    finally:
        for name in set(sys.modules) - before:
            if name.split(".")[0] == package:
                del sys.modules[name]
    if not runner.tries:
        return [at(root, path, 1, "show with a doctest what it computes")]
    if runner.failures:
        return [at(root, path, 1, f"its doctests fail:\n{report.getvalue()}")]
    return []
