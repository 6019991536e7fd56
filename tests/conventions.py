"""Rules of this repository that no linter knows.

Each ``check_*`` takes the root of a repository and returns what is wrong there, one
sentence per place, ``file:line: what to do``.
"""

import ast
import csv
import doctest
import importlib.util
import io
import re
import subprocess
import sys
import tokenize
import types
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

# --- Where things are -----------------------------------------------------------------


def addons(root: Path) -> list[Path]:
    """The folders of the addons of ``root``."""
    return sorted(path.parent for path in root.glob("addons/*/__manifest__.py"))


def python_files(root: Path, tests: bool = True) -> Iterator[Path]:
    """The Python files of the addons of ``root``."""
    for addon in addons(root):
        for path in sorted(addon.rglob("*.py")):
            if tests or "tests" not in path.relative_to(addon).parts:
                yield path


def xml_files(root: Path) -> Iterator[tuple[Path, etree._Element]]:
    """The XML files of the addons of ``root``, parsed."""
    for addon in addons(root):
        for path in sorted(addon.rglob("*.xml")):
            yield path, etree.parse(str(path)).getroot()


def repository_files(root: Path) -> list[Path]:
    """What is committed, or would be by ``git add --all``."""
    listed = subprocess.run(
        ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        cwd=root,
        check=True,
        capture_output=True,
        text=True,
    ).stdout
    paths = sorted({root / name for name in listed.split("\0") if name})
    return [path for path in paths if path.is_file()]


def at(root: Path, path: Path, line: int, text: str) -> str:
    """A finding in the form that editors make clickable."""
    return f"{path.relative_to(root)}:{line}: {text}"


# --- Idioms of Odoo 17 and 18 ---------------------------------------------------------


@dataclass(frozen=True)
class Idiom:
    """What Odoo 19 refuses, ignores or deprecates, with a sample of it."""

    pattern: re.Pattern
    advice: str
    sample: str


def _idiom(pattern: str, advice: str, sample: str) -> Idiom:
    return Idiom(re.compile(pattern), advice, sample)


PYTHON_IDIOMS = [
    _idiom(
        r"\b_sql_constraints\b",
        "ignored by Odoo 19: use _name_of_it = models.Constraint(sql, message)",
        "_sql_constraints = []",
    ),
    _idiom(
        r"(\.|\bdef )read_group\(",
        "use _read_group(domain, groupby, aggregates)",
        "self.env['x'].read_group([], ['a'], ['b'])",
    ),
    _idiom(
        r"\bodoo\.osv\b|\bfrom odoo import osv\b",
        "use odoo.fields.Domain",
        "from odoo.osv import expression",
    ),
    _idiom(
        r"\.(_cr|_uid|_context)\b",
        "use self.env.cr, env.uid or env.context",
        "self._cr.execute(q)",
    ),
    _idiom(
        r"\btoggle_active\b",
        "use action_archive and action_unarchive",
        "partners.toggle_active()",
    ),
    _idiom(
        r"\bgroup_operator\s*=",
        "use aggregator=",
        "a = fields.Float(group_operator='sum')",
    ),
    _idiom(r"\bgroups_id\b", "use group_ids", "user.groups_id"),
    _idiom(
        r"\btype\s*=\s*[\"']json[\"']",
        'use type="jsonrpc"',
        "@http.route('/x', type='json')",
    ),
    _idiom(r"\bname_get\b", "use _compute_display_name", "def name_get(self): ..."),
    _idiom(
        r"\bcheck_access_(rights|rule)\b",
        "use check_access or has_access",
        "self.check_access_rights('read')",
    ),
    _idiom(
        r"\buser_has_groups\b",
        "use self.env.user.has_group",
        "self.user_has_groups('base.group_user')",
    ),
    _idiom(r"\bapi\.returns\b", "gone in Odoo 19: remove it", "@api.returns('self')"),
    _idiom(
        r"\bcr\.commit\(",
        "use self.env['ir.cron']._commit_progress, which a test can run",
        "self.env.cr.commit()",
    ),
    _idiom(
        r"\b(datetime|date|dt)\.(now|utcnow|today)\(",
        "the server's clock is in UTC: use fields.Date.context_today(record) or "
        "fields.Datetime.now()",
        "date.today()",
    ),
    _idiom(
        r"\bfreezegun\b",
        "use odoo.tests.freeze_time",
        "from freezegun import freeze_time",
    ),
    _idiom(
        r"\bodoo\.tests\.common import .*\b(Form|SavepointCase)\b",
        "use from odoo.tests import Form, TransactionCase",
        "from odoo.tests.common import Form",
    ),
    _idiom(
        r"\bview_mode\b.*[\"',]tree\b",
        "use list",
        "action = {'view_mode': 'tree,form'}",
    ),
]

XML_IDIOMS = [
    ("//tree", "a list view is <list>", "<tree/>"),
    ("//*[@attrs]", "use invisible=, readonly= or required=", '<a attrs="{}"/>'),
    ("//*[@states]", "use invisible=", '<button states="draft"/>'),
    ("//attribute[@name='attrs' or @name='states']", "use invisible=",
     '<attribute name="attrs">{}</attribute>'),
    ("//field[@name='groups_id']", "use group_ids", '<field name="groups_id"/>'),
    ("//record[@model='res.groups']/field[@name='category_id']",
     "use privilege_id, a res.groups.privilege",
     '<record id="a" model="res.groups"><field name="category_id"/></record>'),
    ("//record[@model='res.groups']/field[@name='users']", "use user_ids",
     '<record id="a" model="res.groups"><field name="users"/></record>'),
    ("//*[@t-esc or @t-raw]", "use t-out", '<t t-esc="a"/>'),
    ("//group[@expand]", "a search view refuses expand: use a bare <group>",
     '<group expand="0"/>'),
    ("//search//group[@string]", "a search view refuses string: use a bare <group>",
     '<search><group string="Group By"/></search>'),
    ("//field[@name='numbercall' or @name='doall']", "gone from ir.cron: remove it",
     '<field name="numbercall">-1</field>'),
    ("//*[contains(concat(' ', @class, ' '), ' oe_chatter ')]", "use <chatter />",
     '<div class="oe_chatter"/>'),
    ("//*[@t-name='kanban-box']", 'use t-name="card"', '<t t-name="kanban-box"/>'),
    ("//*[@name='toggle_active']", "use action_archive",
     '<button name="toggle_active"/>'),
    ("//field[@name='view_mode'][contains(concat(',', ., ','), ',tree,')]", "use list",
     '<field name="view_mode">tree,form</field>'),
    ("//field[@name='target'][.='inline']", "gone: use current, new or main",
     '<field name="target">inline</field>'),
]  # fmt: skip

COMMAND_IN_XML = re.compile(
    r"\(\s*(?:0\s*,\s*0\s*,\s*\{|[1234]\s*,\s*(?:ref\b|obj\b)|5\s*,?\s*\)|5\s*,\s*0\s*,|6\s*,\s*0\s*,)"
)
COMMANDS = "use Command.create, link, set, ... from odoo.fields"


def _without_comments(source: str) -> str:
    """``source`` with its comments blanked, so that they may name what is forbidden."""
    lines = source.splitlines(keepends=True)
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            row, column = token.start
            line = lines[row - 1]
            lines[row - 1] = line[:column] + line[column + len(token.string) :]
    return "".join(lines)


def check_python_idioms(root: Path) -> list[str]:
    wrong = []
    for path in python_files(root):
        source = _without_comments(path.read_text())
        for number, line in enumerate(source.splitlines(), 1):
            wrong += [
                at(root, path, number, idiom.advice)
                for idiom in PYTHON_IDIOMS
                if idiom.pattern.search(line)
            ]
    return wrong


def check_xml_idioms(root: Path) -> list[str]:
    return [
        at(root, path, node.sourceline, advice)
        for path, tree in xml_files(root)
        for xpath, advice, _sample in XML_IDIOMS
        for node in tree.xpath(xpath)
    ]


def _is_command(node: ast.AST) -> bool:
    """Whether ``node`` is a tuple such as ``(4, partner.id)`` or ``(6, 0, ids)``."""
    if not isinstance(node, ast.Tuple) or not node.elts:
        return False
    code, *rest = node.elts
    code = code.value if isinstance(code, ast.Constant) else None
    if type(code) is not int:
        return False
    zero = bool(rest) and isinstance(rest[0], ast.Constant) and rest[0].value == 0
    # A pair of two plain values is a date or a score, not a command.
    record = bool(rest) and isinstance(
        rest[0], ast.Name | ast.Attribute | ast.Subscript
    )
    return (
        (code == 5 and (not rest or zero))
        or (code == 6 and zero and len(rest) == 2)
        or (code == 0 and zero and len(rest) == 2 and isinstance(rest[1], ast.Dict))
        or (code == 1 and len(rest) == 2 and isinstance(rest[1], ast.Dict))
        or (code in {2, 3, 4} and len(rest) == 1 and record)
    )


def check_commands(root: Path) -> list[str]:
    wrong = [
        at(root, path, node.lineno, COMMANDS)
        for path in python_files(root)
        for node in ast.walk(ast.parse(path.read_text()))
        if _is_command(node)
    ]
    wrong += [
        at(root, path, node.sourceline, COMMANDS)
        for path, tree in xml_files(root)
        for node in tree.xpath("//*[@eval]")
        if COMMAND_IN_XML.search(node.get("eval"))
    ]
    return wrong


# --- Models ---------------------------------------------------------------------------

MODEL_BASES = {"Model", "TransientModel", "AbstractModel"}
# Called by Odoo or by its web client under these names, and meant to be overridden.
CORE_METHODS = {
    "copy",
    "copy_data",
    "create",
    "default_get",
    "fields_get",
    "get_view",
    "get_views",
    "init",
    "message_new",
    "message_post",
    "message_update",
    "name_create",
    "name_search",
    "read",
    "search_fetch",
    "unlink",
    "web_read",
    "web_read_group",
    "web_save",
    "web_search_read",
    "write",
}
# (model, method) that integrations may call: each is documented in its addon's README.
PUBLIC_METHODS: set[tuple[str, str]] = set()


@dataclass
class Model:
    """What the source of a model class says."""

    path: Path
    line: int
    kind: str
    name: str = ""
    inherits: list[str] = field(default_factory=list)
    described: bool = False
    fields: set[str] = field(default_factory=set)
    methods: list[ast.FunctionDef] = field(default_factory=list)

    @property
    def is_new(self) -> bool:
        """Whether this class defines a model, rather than extending one."""
        return bool(self.name) and self.name not in self.inherits

    @property
    def xml_id(self) -> str:
        return "model_" + self.name.replace(".", "_")


def _texts(node: ast.AST) -> list[str]:
    parts = node.elts if isinstance(node, ast.List | ast.Tuple) else [node]
    return [part.value for part in parts if isinstance(part, ast.Constant)]


def _model(path: Path, node: ast.ClassDef) -> Model | None:
    kinds = [
        base.attr
        for base in node.bases
        if isinstance(base, ast.Attribute) and base.attr in MODEL_BASES
    ]
    if not kinds:
        return None
    model = Model(path, node.lineno, kinds[0])
    for item in node.body:
        if isinstance(item, ast.FunctionDef):
            model.methods.append(item)
        elif isinstance(item, ast.Assign) and isinstance(item.targets[0], ast.Name):
            name = item.targets[0].id
            if name == "_name":
                model.name = "".join(_texts(item.value))
            elif name == "_inherit":
                model.inherits = _texts(item.value)
            elif name == "_description":
                model.described = True
            elif isinstance(item.value, ast.Call):
                model.fields.add(name)
    return model


def models(addon: Path) -> list[Model]:
    """The model classes of an addon, its tests left out."""
    return [
        model
        for path in sorted(addon.rglob("*.py"))
        if "tests" not in path.relative_to(addon).parts
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ClassDef) and (model := _model(path, node))
    ]


def check_descriptions(root: Path) -> list[str]:
    return [
        at(root, model.path, model.line, f"give {model.name} a _description")
        for addon in addons(root)
        for model in models(addon)
        if model.is_new and not model.described
    ]


def check_access_lines(root: Path) -> list[str]:
    wrong = []
    for addon in addons(root):
        lines = addon / "security/ir.model.access.csv"
        granted = set()
        if lines.exists():
            with lines.open() as file:
                granted = {
                    row["model_id:id"].rpartition(".")[2]
                    for row in csv.DictReader(file)
                }
        wrong += [
            at(
                root,
                model.path,
                model.line,
                f"nobody may use {model.name}: add a line for {model.xml_id} to "
                f"{lines.relative_to(root)}",
            )
            for model in models(addon)
            if model.is_new
            and model.kind != "AbstractModel"
            and model.xml_id not in granted
        ]
    return wrong


def check_company_rules(root: Path) -> list[str]:
    wrong = []
    for addon in addons(root):
        ruled = {
            node.get("ref", "").rpartition(".")[2]
            for path in sorted(addon.rglob("*.xml"))
            for rule in etree.parse(str(path)).xpath("//record[@model='ir.rule']")
            for node in rule.xpath("field[@name='model_id']")
            if "company" in "".join(rule.xpath("field[@name='domain_force']//text()"))
        }
        wrong += [
            at(
                root,
                model.path,
                model.line,
                f"{model.name} has a company: add an ir.rule on {model.xml_id} with "
                "[('company_id', 'in', company_ids)]",
            )
            for model in models(addon)
            if model.is_new
            and model.kind == "Model"
            and "company_id" in model.fields
            and model.xml_id not in ruled
        ]
    return wrong


def _is_private(method: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Attribute) and node.attr == "private"
        for node in method.decorator_list
    )


def _calls_super(method: ast.FunctionDef) -> bool:
    """Whether it is an override: Odoo or another addon chose its name."""
    return any(
        isinstance(node, ast.Attribute)
        and node.attr == method.name
        and isinstance(node.value, ast.Call)
        and isinstance(node.value.func, ast.Name)
        and node.value.func.id == "super"
        for node in ast.walk(method)
    )


def check_public_methods(
    root: Path, allowed: set[tuple[str, str]] = PUBLIC_METHODS
) -> list[str]:
    return [
        at(
            root,
            model.path,
            method.lineno,
            f"anybody who can log in may call {method.name} from outside: start its "
            "name with an underscore, or decorate it with @api.private",
        )
        for addon in addons(root)
        for model in models(addon)
        for method in model.methods
        if not method.name.startswith(("_", "action_"))
        and method.name not in CORE_METHODS
        and not _is_private(method)
        and not _calls_super(method)
        and not {(model.name, method.name)} & allowed
        and not {(name, method.name) for name in model.inherits} & allowed
    ]


def check_one_model_per_file(root: Path) -> list[str]:
    wrong = []
    for addon in addons(root):
        seen = {}
        for model in models(addon):
            if not model.name:
                continue
            if model.path in seen:
                text = f"move {model.name} to a file of its own, away from "
                text += seen[model.path]
                wrong.append(at(root, model.path, model.line, text))
            seen.setdefault(model.path, model.name)
    return wrong


def check_file_length(root: Path, limit: int = 300) -> list[str]:
    return [
        at(root, path, limit + 1, f"{length} lines: split it by subject")
        for path in python_files(root, tests=False)
        if (length := len(path.read_text().splitlines())) > limit
    ]


# --- Files of an addon ----------------------------------------------------------------

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


# --- Plain Python modules -------------------------------------------------------------

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


# --- Text of the whole repository -----------------------------------------------------

# Cut in two, so that this file does not contain what it looks for.
MACHINE = re.compile(
    r"(?<![\w.])/(?:wor" r"k|roo" r"t)/|/tmp/(?:prot" r"o|habit" r"s)\b"
)
REGISTRIES = re.compile(
    r"\bpyp" r"i\.org|\bpythonhos" r"ted\.org|\bnpm" r"js\.(?:org|com)"
    r"|\b(?:deb|ftp|security|snapshot|packages)(?:\.\w+)?\.debi" r"an\.org",
    re.IGNORECASE,
)  # fmt: skip
LEFTOVERS = re.compile(r"\b(?:TO" r"DO|FIX" r"ME|XX" r"X)\b")
SKIPS = re.compile(
    r"\bpytest\.mark\.(?:ski" r"p|xfa" r"il)|\bpytest\.(?:ski" r"p|importorski" r"p)\b"
    r"|\bski" r"pTest\b|\bunittest\.ski" r"p|\bSki" r"pTest\b"
)  # fmt: skip
# Their hashes hold any letters.
LOCKS = re.compile(r"package-lock\.json|requirements/[^/]+\.txt")


def check_repository_text(root: Path) -> list[str]:
    wrong = []
    for path in repository_files(root):
        try:
            lines = path.read_text(encoding="utf-8").splitlines()
        except UnicodeDecodeError:
            continue
        rules = [
            (MACHINE, "a path of somebody's machine: make it relative"),
            (REGISTRIES, "a package registry's address: name the package only"),
        ]
        if not LOCKS.fullmatch(path.relative_to(root).as_posix()):
            rules.append((LEFTOVERS, "do it, or write down the limit in the README"))
        if path.suffix == ".py":
            rules.append((SKIPS, "a test runs or is not collected: it never skips"))
        for number, line in enumerate(lines, 1):
            wrong += [
                at(root, path, number, advice)
                for pattern, advice in rules
                if pattern.search(line)
            ]
    return wrong
