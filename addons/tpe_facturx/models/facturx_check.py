from odoo import Command, api, fields, models
from odoo.exceptions import AccessError

from ..tools import verdict as layers

VERDICTS = [("accept", "Accepted"), ("reject", "To mend")]
PDFA = [("yes", "PDF/A-3"), ("no", "Not PDF/A"), ("unknown", "Not looked at")]


class TpeFacturxCheck(models.Model):
    """What the layers said of the file of an invoice: one record for each invoice."""

    _name = "tpe.facturx.check"
    _description = "Check of an e-invoice"
    _order = "checked_at desc, id desc"
    _rec_name = "move_id"
    _check_company_auto = True

    move_id = fields.Many2one(
        "account.move",
        string="Invoice",
        required=True,
        readonly=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="move_id.company_id", store=True, index=True)
    partner_id = fields.Many2one(related="move_id.commercial_partner_id")
    checked_at = fields.Datetime(string="Checked on", required=True, readonly=True)
    profile = fields.Char(readonly=True)
    verdict = fields.Selection(VERDICTS, required=True, readonly=True)
    pdfa = fields.Selection(PDFA, string="PDF/A", readonly=True)
    not_run = fields.Char(
        readonly=True, help="Layers that could not run: they prove nothing."
    )
    checksum = fields.Char(readonly=True, help="Of the file that was looked at.")
    finding_ids = fields.One2many("tpe.facturx.finding", "check_id", readonly=True)
    outdated = fields.Boolean(compute="_compute_outdated")
    words = fields.Char(string="Result", compute="_compute_words")

    _move_unique = models.Constraint(
        "UNIQUE (move_id)", "An invoice has one check, that of its last file."
    )

    @api.depends(
        "checksum", "move_id.invoice_pdf_report_file", "move_id.message_main_attachment_id"
    )
    def _compute_outdated(self):
        """The file of the invoice is another one now, or is gone."""
        for check in self:
            attachment = check.move_id.sudo().invoice_pdf_report_id
            check.outdated = bool(check.checksum) and (
                attachment.checksum != check.checksum
            )

    @api.depends("verdict", "profile", "pdfa", "not_run", "finding_ids.fatal")
    @api.depends_context("lang")
    def _compute_words(self):
        for check in self:
            fatal = len(check.finding_ids.filtered("fatal"))
            if check.verdict == "accept":
                check.words = check._accepted_words()
            elif fatal == 1:
                check.words = self.env._("1 thing to mend")
            else:
                check.words = self.env._("%s things to mend", fatal)

    def _accepted_words(self):
        """« Factur-X EN 16931: conforming (…) » names the layers that ran, and no other."""
        ran = set(layers.LAYERS) - set((self.not_run or "").split())
        _ = self.env._
        named = [
            words
            for layer, words in (
                (layers.SCHEMA, _("XSD")),
                (layers.OWN, _("checks")),
                (layers.PROFILE, _("official rules")),
                (layers.FRENCH, _("French rules")),
            )
            if layer in ran
        ]
        detail = ", ".join(named)
        if self.pdfa == "yes":
            detail = _("%s; PDF/A-3", detail)
        conforming = not {layers.PROFILE, layers.FRENCH} - ran
        values = {"profile": self._profile_words(), "layers": detail}
        if conforming:
            return _("Factur-X %(profile)s: conforming (%(layers)s)", **values)
        return _(
            "Factur-X %(profile)s: nothing found (%(layers)s); official rules: not run "
            "(module missing)",
            **values,
        )

    def _profile_words(self):
        return {
            "en16931": "EN 16931",
            "extended": "EXTENDED",
            "basic": "BASIC",
            "basicwl": "BASIC WL",
            "minimum": "MINIMUM",
        }.get(self.profile, self.profile or "")

    @api.model
    def _record(self, move, verdict, checksum):
        """Keep ``verdict`` as the check of ``move``, in place of the one before."""
        if not self.env.su and not self.has_access("create"):
            raise AccessError(
                self.env._("You may read the checks of invoices, not make them.")
            )
        values = {
            "checked_at": fields.Datetime.now(),
            "profile": verdict.profile,
            "verdict": verdict.verdict,
            "pdfa": {True: "yes", False: "no"}.get(verdict.pdfa, "unknown"),
            "not_run": " ".join(verdict.not_run),
            "checksum": checksum,
            "finding_ids": [Command.clear()]
            + [
                Command.create(
                    {
                        "rule": each.rule,
                        "layer": each.layer,
                        "where": each.where,
                        "text": each.text,
                        "fatal": each.fatal,
                    }
                )
                for each in verdict.findings
            ],
        }
        check = move.tpe_facturx_check_ids
        if check:
            check.write(values)
            return check
        return self.create({"move_id": move.id, **values})

    def action_open_invoice(self):
        self.ensure_one()
        return self.move_id._facturx_open("invoice")
