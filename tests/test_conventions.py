"""The repository keeps its own rules: see ``conventions``."""

from pathlib import Path

import conventions
import pytest

ROOT = Path(__file__).resolve().parent.parent
CHECKS = [
    conventions.check_python_idioms,
    conventions.check_xml_idioms,
    conventions.check_script_idioms,
    conventions.check_commands,
    conventions.check_descriptions,
    conventions.check_access_lines,
    conventions.check_company_rules,
    conventions.check_public_methods,
    conventions.check_names_apart,
    conventions.check_one_model_per_file,
    conventions.check_file_length,
    conventions.check_readme,
    conventions.check_translations_and_icon,
    conventions.check_manifests,
    conventions.check_crons,
    conventions.check_tools_are_plain,
    conventions.check_repository_text,
]


def _fail_if(wrong):
    assert not wrong, "\n" + "\n".join(wrong)


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.__name__)
def test_convention(check):
    _fail_if(check(ROOT))


@pytest.mark.parametrize(
    "path", conventions.tool_files(ROOT), ids=lambda path: str(path.relative_to(ROOT))
)
def test_doctests(path):
    _fail_if(conventions.check_doctests(ROOT, path))
