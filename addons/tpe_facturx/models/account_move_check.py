from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class AccountMove(models.Model):
    """The check of the invoice's file, and the quiet line that tells it."""

    _inherit = "account.move"

    tpe_facturx_check_ids = fields.One2many(
        "tpe.facturx.check", "move_id", string="Check of the e-invoice"
    )
    tpe_facturx_line = fields.Json(compute="_compute_tpe_facturx_line")

    @api.depends(
        "state",
        "move_type",
        "partner_id",
        "company_id",
        "tpe_facturx_check_ids.checked_at",
        "tpe_facturx_check_ids.verdict",
        "invoice_pdf_report_file",
    )
    @api.depends_context("lang")
    def _compute_tpe_facturx_line(self):
        for move in self:
            move.tpe_facturx_line = move._facturx_line() if move._facturx_is_ours() else {}

    def _facturx_is_ours(self):
        """An invoice or a credit note that a French company of ours issues."""
        self.ensure_one()
        return (
            self.is_sale_document(include_receipts=False)
            and self.company_id.account_fiscal_country_id.code
            in self.company_id._get_france_country_codes()
        )

    def _facturx_line(self):
        """``{tone, text, items, notes, check}``: what the line under the status bar says."""
        check = self.tpe_facturx_check_ids
        if self.state == "posted" and check and not check.outdated:
            return self._facturx_line_of_check(check)
        if self.state == "cancel":
            return {}
        items = [
            {"key": f"gap:{gap.code}", "text": gap.words, "fatal": True}
            for gap in self._facturx_gaps()
        ]
        notes = []
        if check and check.outdated:
            notes.append(self.env._("The file has changed since it was checked."))
        if items:
            return {
                "tone": "warning",
                "text": self._facturx_count(len(items)),
                "items": items,
                "notes": notes,
                "check": self.state == "posted",
            }
        if self.state == "draft":
            text = self.env._("Factur-X: customer and firm are ready.")
        else:
            text = self.env._("Factur-X: not checked yet.")
        return {
            "tone": "muted",
            "text": text,
            "items": [],
            "notes": notes,
            "check": self.state == "posted",
        }

    def _facturx_line_of_check(self, check):
        findings = check.finding_ids
        shown, items = set(), []
        for finding in findings.sorted(lambda each: not each.fatal):
            if finding.words not in shown:  # three rules may say the same to the owner
                shown.add(finding.words)
                items.append(
                    {
                        "key": f"finding:{finding.id}",
                        "text": finding.words,
                        "rule": finding.rule,
                        "fatal": finding.fatal,
                    }
                )
        notes = []
        if check.verdict == "reject":
            text = self._facturx_count(sum(item["fatal"] for item in items))
            if {"factur-x", "br-fr"} & set((check.not_run or "").split()):
                notes.append(self.env._("Official rules: not run (module missing)."))
        else:
            text = check.words
        return {
            "tone": "warning" if check.verdict == "reject" else "success",
            "text": text,
            "items": items,
            "notes": notes,
            "check": True,
        }

    def _facturx_count(self, number):
        if number == 1:
            return self.env._("Factur-X: 1 thing to mend")
        return self.env._("Factur-X: %s things to mend", number)

    def _facturx_gaps(self):
        """What is missing on the customer and the firm, before there is a file."""
        self.ensure_one()
        partner = self.commercial_partner_id
        partner = partner if isinstance(partner.id, int) else partner._origin
        gaps = self.env["tpe.facturx.gap"].with_context(tpe_facturx_partner=partner.id)
        if not partner:
            return gaps
        return gaps.search([("company_id", "=", self.company_id.id)])

    def action_tpe_facturx_check(self):
        """Look at the file of these invoices again."""
        if not self.env["tpe.facturx.check"].has_access("create"):
            raise AccessError(
                self.env._("You may read the checks of invoices, not make them.")
            )
        for move in self:
            if move.state != "posted" or not move._facturx_is_ours():
                raise UserError(
                    self.env._("Only posted customer invoices have a file to check.")
                )
            move._facturx_check_now()

    def action_tpe_facturx_mend(self, key):
        """Open what the button of the quiet line names: a finding or a gap."""
        self.ensure_one()
        self.check_access("read")
        kind, _colon, name = key.partition(":")
        if kind == "finding":
            finding = self.tpe_facturx_check_ids.finding_ids.filtered(
                lambda each: str(each.id) == name
            )
            return finding.action_mend() if finding else False
        gap = self._facturx_gaps().filtered(lambda each: each.code == name)
        return gap[:1].action_mend() if gap else False

    def _facturx_open(self, place):
        """Action that opens what has to be mended for this invoice."""
        self.ensure_one()
        if place in ("company", "bank"):
            return self.company_id._facturx_open(place)
        if place == "settings":
            return self.env["tpe.facturx.gap"]._open_settings(self.company_id)
        record = self.commercial_partner_id if place == "customer" else self
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
            "target": "current",
        }
