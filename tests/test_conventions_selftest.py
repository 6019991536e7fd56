"""Each check finds what it is for, and leaves a good addon alone."""

import subprocess
import textwrap

import conventions
import pytest
from test_conventions import CHECKS

GOOD = {
    "__init__.py": "from . import models\n",
    "__manifest__.py": """\
        {
            "name": "Good",
            "version": "19.0.1.0.0",
            "author": "TPE Suite",
            "license": "LGPL-3",
            "data": [
                "security/good_groups.xml",
                "security/ir.model.access.csv",
                "security/good_rules.xml",
                "data/ir_cron_data.xml",
                "reports/good_report.xml",
                "wizards/good_wizard_views.xml",
                "views/good_views.xml",
                "views/good_menus.xml",
            ],
            "assets": {"web.assets_tests": ["good/static/tests/tours/**/*"]},
        }
        """,
    "README.md": "# Good\n\n## Supported\n\n## Not supported\n\n## How to test\n",
    "i18n/fr.po": "",
    "i18n/good.pot": "",
    "static/description/icon.png": "",
    "static/tests/tours/good.js": "",
    "models/__init__.py": "from . import good\n",
    "models/good.py": '''\
        from odoo import api, fields, models
        from odoo.fields import Command


        class Good(models.Model):
            """What is good."""

            _name = "good"
            _inherit = ["mail.thread"]
            _description = "Good"

            company_id = fields.Many2one("res.company")

            def _half(self):  # never cr.commit() nor self._cr
                return [(4, 5), (12, 25), Command.link(self.id)]

            def action_open(self):
                return self._read_group([], ["company_id"])

            @api.private
            def helper(self):
                return fields.Date.context_today(self)

            def get_portal_url(self):
                return super().get_portal_url()
        ''',
    "models/res_partner.py": """\
        from odoo import fields, models


        class ResPartner(models.Model):
            _inherit = "res.partner"

            company_id = fields.Many2one("res.company")
        """,
    "tools/__init__.py": "",
    "tools/other.py": '''\
        def one():
            """
            >>> one()
            1
            """
            return 1
        ''',
    "tools/half.py": '''\
        from datetime import date

        from .other import one


        def half(day: date) -> float:
            """
            >>> half(date(2026, 1, 4))
            3.0
            """
            return day.day / 2 + one()
        ''',
    "security/good_groups.xml": "<odoo/>",
    "security/ir.model.access.csv": """\
        id,name,model_id:id,group_id:id,perm_read,perm_write,perm_create,perm_unlink
        access_good,good,good.model_good,base.group_user,1,0,0,0
        """,
    "security/good_rules.xml": """\
        <odoo noupdate="1">
            <record id="rule_good" model="ir.rule">
                <field name="model_id" ref="model_good" />
                <field name="domain_force">[("company_id", "in", company_ids)]</field>
            </record>
        </odoo>
        """,
    "data/ir_cron_data.xml": """\
        <odoo noupdate="1"><record id="ir_cron_good" model="ir.cron" /></odoo>
        """,
    "reports/good_report.xml": "<odoo/>",
    "wizards/good_wizard_views.xml": "<odoo/>",
    "views/good_views.xml": """\
        <odoo>
            <record id="a" model="res.groups">
                <field name="privilege_id" ref="p" />
                <field name="implied_ids" eval="[Command.link(ref('base.user'))]" />
                <field name="sequence" eval="(4 + 5)" />
            </record>
            <search><group><filter name="a" string="A" /></group></search>
            <form><group string="Amounts" /><chatter /></form>
            <list><field name="state" /></list>
        </odoo>
        """,
    "views/good_menus.xml": "<odoo/>",
}


@pytest.fixture
def repository(tmp_path):
    """A repository with one good addon."""
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    for name, content in GOOD.items():
        _write(tmp_path, name, content)
    return tmp_path


def _write(root, name, content):
    path = root / "addons/good" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(content))
    return path


def _replace(root, name, old, new):
    content = textwrap.dedent(GOOD[name])
    assert old in content
    return _write(root, name, content.replace(old, new))


def _one(wrong, name, *words):
    """Exactly one finding, in that file, saying those words."""
    assert len(wrong) == 1, wrong
    assert wrong[0].startswith(f"addons/good/{name}:"), wrong
    for word in words:
        assert word in wrong[0]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_good_addon_passes(repository, check):
    assert check(repository) == []


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_a_repository_without_addons_passes(tmp_path, check):
    subprocess.run(["git", "init", "-q", tmp_path], check=True)
    assert check(tmp_path) == []


@pytest.mark.parametrize(
    "idiom", conventions.PYTHON_IDIOMS, ids=lambda idiom: idiom.sample[:30]
)
def test_each_python_idiom_is_found(repository, idiom):
    _write(repository, "models/bad.py", f"# first line\n{idiom.sample}\n")
    _one(conventions.check_python_idioms(repository), "models/bad.py:2", idiom.advice)


@pytest.mark.parametrize("idiom", conventions.SCRIPT_IDIOMS)
def test_each_script_idiom_is_found(repository, idiom):
    _write(repository, "static/src/bad.js", f"// first line\n{idiom.sample}\n")
    _one(
        conventions.check_script_idioms(repository), "static/src/bad.js:2", idiom.advice
    )


@pytest.mark.parametrize(
    "idiom", conventions.XML_IDIOMS, ids=lambda idiom: idiom[2][:30]
)
def test_each_xml_idiom_is_found(repository, idiom):
    _write(repository, "views/bad.xml", f"<odoo>\n{idiom[2]}\n</odoo>")
    _one(conventions.check_xml_idioms(repository), "views/bad.xml:2", idiom[1])


@pytest.mark.parametrize(
    "command",
    [
        "(0, 0, {})",
        "(1, i, {})",
        "(3, tag.id)",
        "(4, i)",
        "(5,)",
        "(5, 0, 0)",
        "(6, 0, i)",
    ],
)
def test_each_command_tuple_is_found(repository, command):
    _write(repository, "models/bad.py", f"x = [{command}]\n")
    _one(conventions.check_commands(repository), "models/bad.py:1", "Command")


@pytest.mark.parametrize(
    "command", ["(0, 0, {})", "(4, ref('a'))", "(6, 0, [])", "(5,)"]
)
def test_each_command_tuple_is_found_in_xml(repository, command):
    _write(repository, "views/bad.xml", f'<odoo>\n<field eval="[{command}]"/></odoo>')
    _one(conventions.check_commands(repository), "views/bad.xml:2", "Command")


def test_a_model_without_description(repository):
    _replace(repository, "models/good.py", '_description = "Good"', "")
    _one(conventions.check_descriptions(repository), "models/good.py:5", "_description")


def test_a_model_that_extends_under_its_own_name_needs_no_description(repository):
    _replace(
        repository,
        "models/res_partner.py",
        "_inherit",
        '_name = "res.partner"\n    _inherit',
    )
    for check in CHECKS:
        assert check(repository) == []


def test_a_model_that_nobody_may_use(repository):
    _replace(repository, "security/ir.model.access.csv", "model_good", "model_bad")
    _one(conventions.check_access_lines(repository), "models/good.py:5", "model_good")


def test_a_wizard_needs_an_access_line_too(repository):
    wizard = """\
        class Wizard(models.TransientModel):
            _name = "good.wizard"
        """
    _write(repository, "wizards/good_wizard.py", wizard)
    _one(conventions.check_access_lines(repository), "wizards/good_wizard.py:1")


def test_an_abstract_model_needs_no_access_line(repository):
    mixin = """\
        class Mixin(models.AbstractModel):
            _name = "good.mixin"
        """
    _write(repository, "models/good_mixin.py", mixin)
    assert conventions.check_access_lines(repository) == []


@pytest.mark.parametrize(
    ("old", "new"),
    [('ref="model_good"', 'ref="model_other"'), ("company_id", "user_id")],
)
def test_a_company_without_a_rule(repository, old, new):
    rules = textwrap.dedent(GOOD["security/good_rules.xml"])
    rules = rules.replace(old, new).replace("company_ids", "[1]")
    _write(repository, "security/good_rules.xml", rules)
    _one(conventions.check_company_rules(repository), "models/good.py:5", "ir.rule")


def test_a_public_method(repository):
    _replace(repository, "models/good.py", "def _half", "def half")
    wrong = conventions.check_public_methods(repository)
    _one(wrong, "models/good.py:14", "half")
    allowed = {("good", "half")}
    assert conventions.check_public_methods(repository, allowed) == []


def test_a_method_that_is_no_longer_private(repository):
    _replace(repository, "models/good.py", "@api.private", "@api.model")
    _one(conventions.check_public_methods(repository), "models/good.py:21", "helper")


def test_a_name_taken_by_another_file(repository):
    second = """\
        class Better(models.Model):
            _inherit = "good"

            def action_open(self):
                return {}

            def _half(self):
                return super()._half()
        """
    _write(repository, "models/good_better.py", second)
    _one(
        conventions.check_names_apart(repository),
        "models/good_better.py:4",
        "action_open",
    )


def test_two_models_in_a_file(repository):
    second = '\n\nclass Two(models.Model):\n    _name = "two"\n'
    _write(
        repository, "models/good.py", textwrap.dedent(GOOD["models/good.py"]) + second
    )
    _one(conventions.check_one_model_per_file(repository), "models/good.py:28", "two")


def test_a_long_file(repository):
    _write(repository, "models/long.py", "x = 1\n" * 301)
    _write(repository, "tests/test_long.py", "x = 1\n" * 301)
    _one(conventions.check_file_length(repository), "models/long.py", "301")


@pytest.mark.parametrize("heading", conventions.README_HEADINGS)
def test_a_missing_heading(repository, heading):
    _replace(repository, "README.md", f"## {heading}\n", "")
    _one(conventions.check_readme(repository), "README.md", heading)


@pytest.mark.parametrize(
    "name", ["i18n/fr.po", "i18n/good.pot", "static/description/icon.png"]
)
def test_a_missing_file(repository, name):
    (repository / "addons/good" / name).unlink()
    _one(conventions.check_translations_and_icon(repository), name)


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("LGPL-3", "AGPL-3", "licence"),
        ("19.0.1.0.0", "1.0", "version"),
        ("TPE Suite", "Somebody", "author"),
        ('"reports/good_report.xml",', "", "is not listed"),
        (
            '"views/good_menus.xml",',
            '"views/good_menus.xml", "data/no.csv",',
            "not exist",
        ),
        ("tours/**/*", "tour/**/*", "names no file"),
    ],
)
def test_a_wrong_manifest(repository, old, new, words):
    _replace(repository, "__manifest__.py", old, new)
    wrong = conventions.check_manifests(repository)
    assert any(words in text for text in wrong), wrong


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("security/good_groups.xml", "security/ir.model.access.csv"),
        ("security/ir.model.access.csv", "security/good_rules.xml"),
        ("security/good_rules.xml", "data/ir_cron_data.xml"),
        ("data/ir_cron_data.xml", "reports/good_report.xml"),
        ("reports/good_report.xml", "wizards/good_wizard_views.xml"),
        ("views/good_views.xml", "views/good_menus.xml"),
    ],
)
def test_data_in_the_wrong_order(repository, first, second):
    manifest = textwrap.dedent(GOOD["__manifest__.py"])
    manifest = manifest.replace(first, "@").replace(second, first).replace("@", second)
    _write(repository, "__manifest__.py", manifest)
    wrong = conventions.check_manifests(repository)
    assert any(f"list {first}" in text for text in wrong), wrong


def test_a_cron_that_an_update_would_reset(repository):
    _replace(repository, "data/ir_cron_data.xml", ' noupdate="1"', "")
    _one(conventions.check_crons(repository), "data/ir_cron_data.xml:1", "noupdate")


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("import odoo", "Odoo"),
        ("from odoo.fields import Date", "Odoo"),
        ("from ..models import good", "Odoo"),
        ("x = date.today()", "clock"),
        ("x = datetime.datetime.now()", "clock"),
        ("x = time.time()", "clock"),
    ],
)
def test_a_tool_that_is_not_plain(repository, line, words):
    _write(repository, "tools/bad.py", f"{line}\n")
    _one(conventions.check_tools_are_plain(repository), "tools/bad.py:1", words)


def test_doctests_that_pass(repository):
    path = repository / "addons/good/tools/half.py"
    assert path in conventions.tool_files(repository)
    assert conventions.check_doctests(repository, path) == []


def test_doctests_that_fail(repository):
    path = _replace(repository, "tools/half.py", "3.0", "4.0")
    _one(
        conventions.check_doctests(repository, path), "tools/half.py", "Expected", "4.0"
    )


def test_a_tool_without_doctest(repository):
    path = _replace(repository, "tools/half.py", ">>> half", "half")
    _one(conventions.check_doctests(repository, path), "tools/half.py", "doctest")


@pytest.mark.parametrize(
    "line",
    [
        "cd /wor" + "k/somewhere",
        "/roo" + "t/.cache",
        "/tmp/prot" + "o/odoo",
        "https://pyp" + "i.org/simple",
        "https://files.pythonhos" + "ted.org/x",
        "https://registry.npm" + "js.org/x",
        "http://deb.debi" + "an.org/debian",
        "# TO" + "DO later",
        "# FIX" + "ME",
        "# XX" + "X",
    ],
)
def test_text_that_does_not_belong(repository, line):
    path = repository / "docs/note.md"
    path.parent.mkdir()
    path.write_text(f"first\n{line}\n")
    wrong = conventions.check_repository_text(repository)
    assert [text.split(": ")[0] for text in wrong] == ["docs/note.md:2"]


@pytest.mark.parametrize(
    "line",
    [
        "@pytest.mark.ski" + "p",
        "@pytest.mark.ski" + "pif(x)",
        "pytest.importorski" + "p('x')",
        "self.ski" + "pTest('x')",
        "@unittest.ski" + "pIf(x, 'y')",
    ],
)
def test_a_test_that_skips(repository, line):
    _write(repository, "tests/test_bad.py", f"{line}\n")
    _one(conventions.check_repository_text(repository), "tests/test_bad.py:1", "skips")


def test_text_that_is_allowed(repository):
    (repository / "note.md").write_text(
        "See https://example.com/wor" + "k/ and /mnt/a\n"
    )
    (repository / "package-lock.json").write_text("sha512-a/XX" + "X+b\n")
    (repository / "image.png").write_bytes(b"\x89PNG\xff/wor" + b"k/")
    assert conventions.check_repository_text(repository) == []


def test_ignored_files_are_not_read(repository):
    (repository / ".gitignore").write_text(".env\n")
    (repository / ".env").write_text("/roo" + "t/secret\n")
    assert conventions.check_repository_text(repository) == []
