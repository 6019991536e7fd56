import io
import secrets

import xlsxwriter

from odoo import models
from odoo.tools.float_utils import float_round

from ..tools.blur import blurred, few


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
        # By the number that is drawn: the order of the days would tell a firm's own.
        rows = sorted(
            (diagnostic._anonymous() for diagnostic in self),
            key=lambda row: next(iter(row.values())),
        )
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

        Numbers of the books keep two digits and small counts are not said: exact ones
        would name a firm to whoever has its accounts.  Columns have the names of the
        measures, which nobody here writes.  The number of the row is drawn anew for each
        file.
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
        labels = self.env["tpe.diagnostic.measure"]._labels()
        for answer in self.sudo().answer_ids:
            question = answer.question_id
            value = answer.corrected_value if answer.corrected else answer.value
            known = answer.known or answer.corrected
            if question.measure in labels:
                said = few(value) if question.unit == "number" else blurred(value)
                row[labels[question.measure]] = said if known else ""
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
