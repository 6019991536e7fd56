from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError


class AccountMove(models.Model):
    """The quiet line under the status bar: conforming, or what to mend and where."""

    _inherit = "account.move"

    tpe_facturx_check_ids = fields.One2many(
        "tpe.facturx.check", "move_id", string="Check of the e-invoice"
    )
    tpe_facturx_line = fields.Json(
        compute="_compute_tpe_facturx_line",
        groups="account.group_account_invoice,account.group_account_readonly",
    )

    @api.depends(
        "state",
        "move_type",
        "partner_id",
        "company_id",
        "tpe_facturx_check_ids.checked_at",
        "tpe_facturx_check_ids.outdated",
    )
    @api.depends_context("lang", "uid")
    def _compute_tpe_facturx_line(self):
        for move in self:
            shown = (
                move._facturx_is_ours()
                and move.state != "cancel"
                and move.partner_id
                and not move._facturx_past()
            )
            move.tpe_facturx_line = move._facturx_words() if shown else {}

    def _facturx_is_ours(self):
        """An invoice or a credit note that a French company of ours issues."""
        self.ensure_one()
        return (
            self.is_sale_document(include_receipts=False)
            and self.company_id._facturx_in_france()
        )

    def _facturx_words(self):
        """``{tone, text, items, notes, check}``: what the line says."""
        check = self.tpe_facturx_check_ids
        if self.state == "posted" and check and not check.outdated:
            return self._facturx_words_of_check(check)
        items = self._facturx_missing()
        notes = []
        if check.outdated:
            notes.append(self.env._("The file has changed since it was checked."))
        if items:
            text, tone = self._facturx_count(len(items)), "warning"
        elif self.state == "draft":
            text, tone = self.env._("Factur-X: customer and firm are ready."), "muted"
        else:
            text, tone = self.env._("Factur-X: not checked yet."), "muted"
        return self._facturx_told(tone, text, items, notes)

    def _facturx_words_of_check(self, check):
        findings, items = {}, []
        for finding in check.finding_ids.sorted(lambda each: not each.fatal):
            # Three rules may say the same thing to the owner: he reads it once.
            findings.setdefault(finding.words, finding)
        for words, finding in findings.items():
            items.append(
                {
                    "key": f"finding:{finding.id}",
                    "text": words,
                    "rule": finding.rule,
                    "fatal": finding.fatal,
                }
            )
        notes = [check.not_run_words] if check.not_run_words else []
        if check.verdict == "reject":
            text = self._facturx_count(sum(item["fatal"] for item in items))
        else:
            text = check.words
        tone = "warning" if check.verdict == "reject" else "success"
        return self._facturx_told(tone, text, items, notes)

    def _facturx_told(self, tone, text, items, notes):
        may_check = self.env.user.has_group("account.group_account_invoice")
        return {
            "tone": tone,
            "text": text,
            "items": items,
            "notes": notes,
            "check": self.state == "posted" and may_check,
        }

    def _facturx_count(self, number):
        if number == 1:
            return self.env._("Factur-X: 1 thing to mend")
        return self.env._("Factur-X: %s things to mend", number)

    def _facturx_missing(self):
        """What is missing before there is a file: first what refuses it, then the rest.

        A draft has no number and perhaps no line yet: only its customer and the firm are
        looked at.
        """
        mine = [
            (gap.record, gap.field, gap.text)
            for gap in self._facturx_gaps()
            if self.state == "posted"
            or gap.record._name in ("res.partner", "res.company")
        ]
        told = {(record._name, record.id, name) for record, name, _text in mine}
        for gap in self._facturx_record_gaps():
            record, name = gap._mended_on()
            if (record._name, record.id, name) not in told:
                mine.append((record, name, gap.words))
        return [
            {
                "key": f"gap:{record._name}:{record.id}:{name or ''}",
                "text": text,
                "fatal": True,
            }
            for record, name, text in mine
        ]

    def _facturx_record_gaps(self):
        """The lines of the readiness list on this customer and this firm."""
        partner = self.commercial_partner_id._origin
        gaps = self.env["tpe.facturx.gap"].with_context(tpe_facturx_partner=partner.id)
        if not partner:
            return gaps
        return gaps.search(
            [("company_id", "=", self.company_id.id), ("fatal", "=", True)]
        )

    def action_tpe_facturx_check(self):
        """Look at the file of these invoices again, with all the layers."""
        if not self.env.user.has_group("account.group_account_invoice"):
            raise AccessError(
                self.env._("You may read the checks of invoices, not make them.")
            )
        for move in self:
            if not move.tpe_facturx_offered:
                raise UserError(
                    self.env._("Only posted customer invoices have a file to check.")
                )
        self._facturx_check_files(official=True)

    def action_tpe_facturx_mend(self, key):
        """Open what a button of the quiet line names: a finding, a customer, the firm."""
        self.ensure_one()
        kind, _colon, name = key.partition(":")
        if kind == "finding":
            finding = self.tpe_facturx_check_ids.finding_ids.filtered(
                lambda each: str(each.id) == name
            )
            return finding.action_mend() if finding else False
        keys = [item["key"] for item in self._facturx_missing()]
        if key not in keys:
            return False
        model, record_id, _field = name.split(":")
        record = self.env[model].browse(int(record_id))
        return (
            record._facturx_open("company")
            if model == "res.company"
            else (self._facturx_form(record))
        )

    def _facturx_open(self, place):
        """Action that opens what has to be mended for this invoice."""
        self.ensure_one()
        if place in ("company", "bank"):
            return self.company_id._facturx_open(place)
        if place == "settings":
            return self.env["tpe.facturx.gap"]._open_settings(self.company_id)
        return self._facturx_form(
            self.commercial_partner_id if place == "customer" else self
        )

    def _facturx_form(self, record):
        return {
            "type": "ir.actions.act_window",
            "res_model": record._name,
            "res_id": record.id,
            "views": [(False, "form")],
            "target": "current",
        }
