"""Runs the official rules; started by ``official``, one job a line.

>>> list(answer({"folder": "."}))
[]
"""

from functools import lru_cache
from pathlib import Path

from lxml import etree

from .child import serve
from .verdict import PDF, PROFILE

_SVRL = "{http://purl.oclc.org/dsdl/svrl}"


def answer(job):
    """One answer for each layer asked for."""
    folder = Path(job["folder"])
    if "pdf" in job:
        yield {"layer": PDF, **_guarded(_validate, folder / "invoice.pdf")}
    for layer, sheet in job.get("sheets", {}).items():
        found = _guarded(_transform, sheet, folder / "invoice.xml")
        if layer == PROFILE and job.get("names"):
            _guarded(_name, found, job["names"], folder / "invoice.xml")
        yield {"layer": layer, **found}


def _guarded(call, *arguments) -> dict:
    try:
        return call(*arguments)
    # Whatever a library raises on a hostile file, the answer is "not run".
    except Exception as error:
        return {"error": f"{type(error).__name__}: {error}"[:300]}


def _validate(path: Path) -> dict:
    import page

    report = page.validate_pdf(str(path), profile=page.ValidationProfile.PDF_A_3B)
    return {"failures": [[f.rule_id, f.message] for f in report.failures]}


@lru_cache(maxsize=1)
def _saxon():
    from saxonche import PySaxonProcessor

    return PySaxonProcessor(license=False)


@lru_cache(maxsize=16)
def _compiled(sheet: str):
    return _saxon().new_xslt30_processor().compile_stylesheet(stylesheet_file=sheet)


def _transform(sheet: str, path: Path) -> dict:
    svrl = _compiled(sheet).transform_to_string(source_file=str(path))
    root = etree.fromstring(svrl.encode())
    return {"failed": [_failed(node) for node in root.iter(*_FAILED)]}


def _name(found: dict, sheet: str, path: Path) -> dict:
    """Give a value outside its list of codes the id that EN 16931 gives it.

    The style sheets of Factur-X number these rules in their own way; that of CII names
    them, and finds them at the same place.
    """
    unnamed = [
        f for f in found.get("failed", ()) if f[2].strip().startswith("Value of")
    ]
    if unnamed:
        named = _transform(sheet, path)["failed"]
        ids = {f[3]: f[0] for f in named if f[0].startswith("BR-CL-")}
        for failed in unnamed:
            failed[0] = ids.get(failed[3], failed[0])
    return found


_FAILED = (f"{_SVRL}failed-assert", f"{_SVRL}successful-report")


def _failed(node) -> list[str]:
    text = "".join(node.find(f"{_SVRL}text").itertext())
    return [node.get("id", ""), node.get("flag", ""), text, node.get("location", "")]


if __name__ == "__main__":
    serve(answer)
