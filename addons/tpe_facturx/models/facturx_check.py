from odoo import Command, api, fields, models

from ..tools import verdict as layers
from ..tools.official import available

VERDICTS = [("accept", "Nothing to mend"), ("reject", "To mend")]
# What `tools/profile.py` may find, ours or a supplier's.
PROFILES = [
    ("minimum", "MINIMUM"),
    ("basicwl", "BASIC WL"),
    ("basic", "BASIC"),
    ("en16931", "EN 16931"),
    ("extended", "EXTENDED"),
    ("extended-ctc-fr", "EXTENDED-CTC-FR"),
    ("xrechnung", "XRechnung"),
    ("cius", "EN 16931, use of a country"),
    ("zugferd1", "ZUGFeRD 1"),
]
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
    partner_id = fields.Many2one(
        related="move_id.commercial_partner_id", string="Customer"
    )
    checked_at = fields.Datetime(string="Checked on", required=True, readonly=True)
    profile = fields.Selection(PROFILES, readonly=True)
    verdict = fields.Selection(VERDICTS, required=True, readonly=True)
    pdfa = fields.Selection(PDFA, string="PDF/A", readonly=True)
    ran = fields.Char(string="Layers that ran", readonly=True)
    not_run = fields.Char(
        readonly=True, help="Layers that could not run: they prove nothing."
    )
    waiting = fields.Boolean(
        readonly=True, help="The official rules run in the background in a moment."
    )
    stopped = fields.Boolean(
        readonly=True, help="Rules that are installed failed or took too long."
    )
    checksum = fields.Char(readonly=True, help="Of the file that was looked at.")
    finding_ids = fields.One2many("tpe.facturx.finding", "check_id", readonly=True)
    outdated = fields.Boolean(compute="_compute_outdated")
    words = fields.Char(string="Result", compute="_compute_words")
    not_run_words = fields.Char(compute="_compute_words")

    _move_unique = models.Constraint(
        "UNIQUE (move_id)", "An invoice has one check, that of its last file."
    )

    @api.depends(
        "checksum",
        "move_id.invoice_pdf_report_file",
        "move_id.message_main_attachment_id",
    )
    def _compute_outdated(self):
        """The file of the invoice is another one now, or is gone."""
        for check in self:
            attachment = check.move_id.sudo().invoice_pdf_report_id
            check.outdated = bool(check.checksum) and (
                attachment.checksum != check.checksum
            )

    @api.depends(
        *("verdict", "profile", "pdfa", "ran", "waiting", "stopped"),
        "finding_ids.fatal",
    )
    @api.depends_context("lang")
    def _compute_words(self):
        for check in self:
            check.not_run_words = check._not_run_words()
            fatal = len(check.finding_ids.filtered("fatal"))
            if check.verdict == "accept":
                check.words = check._accepted_words()
            elif fatal == 1:
                check.words = self.env._("1 thing to mend")
            else:
                check.words = self.env._("%s things to mend", fatal)

    def _accepted_words(self):
        """« Factur-X EN 16931: conforming (…) » names the layers that ran, and no other."""
        ran = set((self.ran or "").split())
        named = {
            layers.SCHEMA: self.env._("XSD"),
            layers.OWN: self.env._("checks"),
            layers.PROFILE: self.env._("European rules"),
            layers.FRENCH: self.env._("French rules"),
        }
        detail = ", ".join(words for layer, words in named.items() if layer in ran)
        if self.pdfa == "yes":
            detail = self.env._("%s; PDF/A-3", detail)
        values = {"profile": self._profile_words(), "layers": detail}
        # Without the official rules nothing is « conforming ».
        if self.not_run_words:
            return self.env._(
                "Factur-X %(profile)s: nothing to mend (%(layers)s)", **values
            )
        return self.env._("Factur-X %(profile)s: conforming (%(layers)s)", **values)

    def _not_run_words(self):
        left = set((self.not_run or "").split())
        if self.waiting and left:
            return self.env._("Official rules: in a moment.")
        if left and self.stopped:
            return self.env._(
                "Official rules: stopped before their end. Check the file again."
            )
        if left & {layers.PROFILE, layers.FRENCH}:
            return self.env._("Official rules: not run (module missing).")
        if layers.PDF in left:
            return self.env._("PDF/A-3: not run (module missing).")
        return ""

    def _profile_words(self):
        return dict(PROFILES).get(self.profile, "")

    @api.model
    def _record(self, move, verdict, checksum, waiting=False):
        """Keep ``verdict`` as the check of ``move``, in place of the one before.

        Nobody may write a check by himself: it would be worth nothing.
        """
        values = {
            "checked_at": fields.Datetime.now(),
            "profile": verdict.profile or False,
            "verdict": verdict.verdict,
            "pdfa": {True: "yes", False: "no"}.get(verdict.pdfa, "unknown"),
            "ran": " ".join(
                layer
                for layer in layers.LAYERS
                if layer not in (*verdict.not_run, *verdict.not_applied)
            ),
            "not_run": " ".join(verdict.not_run),
            "waiting": waiting and bool(verdict.not_run) and any(available().values()),
            "stopped": verdict.stopped,
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
        check = move.sudo().tpe_facturx_check_ids
        if check:
            check.write(values)
        else:
            self.sudo().create({"move_id": move.id, **values})

    def action_open_invoice(self):
        self.ensure_one()
        return self.move_id._facturx_open("invoice")
