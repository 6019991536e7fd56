"""Idioms of Odoo 17 and 18, which Odoo 19 refuses, ignores or deprecates."""

import ast
import io
import re
import tokenize
from dataclasses import dataclass
from pathlib import Path

from .places import at, python_files, script_files, xml_files


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

SCRIPT_IDIOMS = [
    _idiom(
        r"\.doAction\((?!readable\(|[{\"'`]|$)",
        "the words of its empty screen would show their tags: doAction(readable(action))",
        "this.action.doAction(action);",
    ),
]

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


def check_script_idioms(root: Path) -> list[str]:
    return [
        at(root, path, number, idiom.advice)
        for path in script_files(root)
        for number, line in enumerate(path.read_text().splitlines(), 1)
        for idiom in SCRIPT_IDIOMS
        if idiom.pattern.search(line)
    ]


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
