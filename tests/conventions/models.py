"""Models: description, access lines, company rules, what may be called from outside."""

import ast
import csv
from dataclasses import dataclass, field
from pathlib import Path

from lxml import etree

from .places import addons, at, python_files

MODEL_BASES = {"Model", "TransientModel", "AbstractModel"}
# Called by Odoo or by its web client under these names, and meant to be overridden.
CORE_METHODS = {
    "copy",
    "copy_data",
    "create",
    "create_document_from_attachment",  # called by the upload button of `account`
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


def check_names_apart(root: Path) -> list[str]:
    """One addon, one model, one name: two files that do not know each other clash."""
    wrong = []
    for addon in addons(root):
        seen: dict[tuple[str, str], Path] = {}
        for model in models(addon):
            name = model.name or next(iter(model.inherits), "")
            for method in model.methods:
                if _calls_super(method):
                    continue
                first = seen.setdefault((name, method.name), model.path)
                if first != model.path:
                    wrong.append(
                        at(
                            root,
                            model.path,
                            method.lineno,
                            f"{method.name} of {name} is in {first.name} too: call "
                            "super() or choose another name",
                        )
                    )
    return wrong


def _calls_super(method: ast.FunctionDef) -> bool:
    return any(
        isinstance(node, ast.Name) and node.id == "super" for node in ast.walk(method)
    )


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
