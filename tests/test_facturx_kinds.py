"""One click on an invoice of each kind of the demo company gives a file that is accepted."""

import json
import subprocess
import sys
from pathlib import Path

from odoo_process import demo_database, run_script

from demo.facturx import KINDS

ROOT = Path(__file__).parent.parent
EXPORT = """
import json
from pathlib import Path

claire = env.ref("base.user_admin").search([("login", "=", "claire")])
lines = env["account.move.line"].search(
    [("parent_state", "=", "posted"), ("move_type", "=", "out_invoice")])
texts = %r
kinds = {
    kind: lines.filtered(lambda line: line.name == text).move_id
    for kind, text in texts.items()}
kinds["credit_note"] = kinds["goods"].reversal_move_ids
kinds["deposit"] = lines.filtered("sale_line_ids.is_downpayment").move_id.filtered(
    lambda move: move.partner_id.name == "Antoine Girard")
made = {}
for kind, move in kinds.items():
    move = move.with_user(claire)
    move.ensure_one().action_facturx()
    Path(%r, kind + ".pdf").write_bytes(move.invoice_pdf_report_id.raw)
    made[kind] = move.tpe_facturx_line["tone"]
broken = env["account.move"].search([
    ("partner_id.name", "=", "Cave Chantemerle"), ("state", "=", "draft")])
line = broken.with_user(claire).with_context(lang="fr_FR").tpe_facturx_line
received = {
    file.name[:3]: [
        file.verdict, file.not_run, [each["rule"] for each in file.findings or ()]]
    for file in env["tpe.facturx.file"].search([])}
print("FOUND", json.dumps({"made": made, "broken": line, "received": received}))
"""


def test_each_kind_is_accepted(tmp_path):
    texts = {kind: lines[0][0] for kind, _customer, lines in KINDS if kind != "broken"}
    with demo_database() as database:
        printed = run_script(database, EXPORT % (texts, str(tmp_path)))
    told = json.loads(printed.partition("FOUND ")[2])
    files = sorted(tmp_path.glob("*.pdf"))
    assert {file.stem for file in files} == {*texts, "credit_note", "deposit"}
    done = subprocess.run(
        [sys.executable, ROOT / "tpe", "check-invoice", "--json", *files],
        capture_output=True,
        text=True,
        timeout=240,
    )
    for found in map(json.loads, done.stdout.splitlines()):
        what = (found["verdict"], found["pdfa"], found["rules"], found["not_run"])
        assert what == ("accept", True, [], []), found
    assert len(done.stdout.splitlines()) == len(files)
    assert set(told["made"].values()) == {"success"}, told
    # What the owner reads of the customer whose record is broken: two things, in French.
    words = [item["text"] for item in told["broken"]["items"]]
    assert any("SIREN" in sentence for sentence in words), words
    # Of the two that suppliers sent, one lacks a note and has a cent too much of VAT.
    assert told["received"] == {
        "LUM": ["accept", "", []],
        "OUT": ["reject", "", ["BR-CO-14", "BR-FR-05_BT-22_PMT"]],
    }
