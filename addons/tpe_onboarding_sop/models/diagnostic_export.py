import io
import secrets

import xlsxwriter

from odoo import models
from odoo.tools.float_utils import float_round

from ..tools.blur import blurred


class DiagnosticExport(models.Model):
    """Diagnostics as a file that compares firms without naming one."""

    _inherit = "tpe.diagnostic"

    def action_export_anonymous(self):
        """Download these diagnostics as XLSX: scores and rounded figures, no name."""
        self.env["tpe.cash.card"]._check_reader()
        self.check_access("read")
        attachment = self.env["ir.attachment"].create(
            {
                "name": self.env._("anonymous-diagnostics.xlsx"),
                "raw": self._anonymous_workbook(),
                "mimetype": "application/vnd.openxmlformats-officedocument"
                ".spreadsheetml.sheet",
            }
        )
        return {
            "type": "ir.actions.act_url",
            "url": f"/web/content/{attachment.id}?download=true",
            "target": "self",
        }

    def _anonymous_workbook(self) -> bytes:
        rows = [diagnostic._anonymous() for diagnostic in self]
        heads = list(dict.fromkeys(key for row in rows for key in row))
        stream = io.BytesIO()
        book = xlsxwriter.Workbook(
            stream, {"in_memory": True, "strings_to_formulas": False}
        )
        sheet = book.add_worksheet(self.env._("Diagnostics"))
        sheet.write_row(0, 0, heads, book.add_format({"bold": True}))
        for number, row in enumerate(rows, 1):
            sheet.write_row(number, 0, [row.get(head, "") for head in heads])
        sheet.set_column(0, len(heads) - 1, 18)
        sheet.freeze_panes(1, 1)
        book.close()
        return stream.getvalue()

    def _anonymous(self) -> dict:
        """What says how a firm does and not which one it is.

        Numbers of the books keep two digits: exact ones would name a firm to whoever has
        its accounts.  The number of the row is drawn anew for each file.
        """
        scores = self._scores()
        row = {
            self.env._("Firm"): secrets.token_hex(4),
            self.env._("Quarter"): f"{self.day.year} T{(self.day.month + 2) // 3}",
            self.env._("Size"): self._size_band(),
            self.env._("Overall"): _score(scores["overall"]["score"]),
        }
        for axis in scores["axes"]:
            row[axis["label"]] = _score(axis["score"])
        for answer in self.sudo().answer_ids.filtered("question_id.measure"):
            value = answer.corrected_value if answer.corrected else answer.value
            known = answer.known or answer.corrected
            row[answer.question_id.text] = blurred(value) if known else ""
        return row

    def _size_band(self):
        people = self.env["tpe.sop.people"].sudo()
        last = people.search([("company_id", "=", self.company_id.id)], limit=1)
        if not last:
            return self.env._("Not known")
        for least, most in ((0, 0), (1, 2), (3, 5), (6, 9), (10, 20)):
            if least <= last.headcount <= most:
                return f"{least}-{most}"
        return "20+"


def _score(score):
    return "" if score is None else float_round(score, precision_digits=0)
