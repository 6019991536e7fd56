"""Rules of this repository that no linter knows.

Each ``check_*`` takes the root of a repository and returns what is wrong there, one
sentence per place, ``file:line: what to do``.
"""

from .files import (
    README_HEADINGS,
    check_readme,
    check_translations_and_icon,
    check_manifests,
    check_crons,
)
from .idioms import (
    PYTHON_IDIOMS,
    SCRIPT_IDIOMS,
    XML_IDIOMS,
    check_python_idioms,
    check_script_idioms,
    check_xml_idioms,
    check_commands,
)
from .models import (
    check_descriptions,
    check_access_lines,
    check_company_rules,
    check_public_methods,
    check_names_apart,
    check_one_model_per_file,
    check_file_length,
)
from .plain import tool_files, check_tools_are_plain, check_doctests
from .text import check_repository_text

__all__ = [
    "PYTHON_IDIOMS",
    "README_HEADINGS",
    "SCRIPT_IDIOMS",
    "XML_IDIOMS",
    "check_access_lines",
    "check_commands",
    "check_company_rules",
    "check_crons",
    "check_descriptions",
    "check_doctests",
    "check_file_length",
    "check_manifests",
    "check_names_apart",
    "check_one_model_per_file",
    "check_public_methods",
    "check_python_idioms",
    "check_readme",
    "check_repository_text",
    "check_script_idioms",
    "check_tools_are_plain",
    "check_translations_and_icon",
    "check_xml_idioms",
    "tool_files",
]
