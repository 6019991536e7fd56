import re

from markupsafe import Markup

from odoo import api, fields, models
from odoo.exceptions import AccessError

from ..tools import verdict as layers
from ..tools.check import check_many
from ..tools.official import available
from .facturx_check import PDFA, PROFILES

LAYER_FIELDS = ("checked_at", "verdict", "findings", "not_run", "not_applied")


class TpeFacturxFile(models.Model):
    """An e-invoice that somebody sent us: the file, kept as it came, and its verdict."""

    _name = "tpe.facturx.file"
    _description = "Received e-invoice"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _check_company_auto = True

    name = fields.Char(string="File", required=True, readonly=True)
    company_id = fields.Many2one("res.company", required=True, readonly=True)
    attachment_id = fields.Many2one(
        "ir.attachment", required=True, readonly=True, ondelete="restrict"
    )
    checksum = fields.Char(required=True, readonly=True)
    checked_at = fields.Datetime(string="Checked on", readonly=True)
    verdict = fields.Selection(
        [("accept", "Nothing found"), ("reject", "Refused")], readonly=True
    )
    readable = fields.Boolean(
        readonly=True, help="Its XML could be read, whatever it says."
    )
    profile = fields.Selection(PROFILES, readonly=True)
    pdfa = fields.Selection(PDFA, string="PDF/A", readonly=True)
    not_run = fields.Char(readonly=True)
    not_applied = fields.Char(readonly=True)
    waiting = fields.Boolean(readonly=True)
    stopped = fields.Boolean(readonly=True)
    findings = fields.Json(readonly=True)
    move_id = fields.Many2one(
        "account.move", string="Bill", readonly=True, index="btree_not_null"
    )
    words = fields.Char(string="Verdict in words", compute="_compute_words")
    details = fields.Html(compute="_compute_words")
    partner_id = fields.Many2one(related="move_id.partner_id", string="Supplier")

    _file_unique = models.Constraint(
        "UNIQUE (company_id, checksum)", "This file was already received."
    )

    @api.depends(*LAYER_FIELDS, "waiting", "stopped")
    @api.depends_context("lang")
    def _compute_words(self):
        for file in self:
            file.words = file._words()
            file.details = file._details()

    def _words(self):
        fatal = {each["words"] for each in self._told() if each["fatal"]}
        if self.verdict == "reject":
            first = next(iter(sorted(fatal)), "")
            if first[1:3].islower():  # « La mention », not « SIREN »
                first = first[0].lower() + first[1:]
            if len(fatal) == 1:
                return self.env._("Refused: %s", first)
            values = {"first": first.removesuffix("."), "n": len(fatal) - 1}
            if len(fatal) == 2:
                return self.env._("Refused: %(first)s (and one more)", **values)
            return self.env._("Refused: %(first)s (and %(n)s more)", **values)
        if self.waiting:
            return self.env._(
                "Nothing found so far: the official rules run in a moment."
            )
        left = set((self.not_run or "").split())
        if left and self.stopped:
            return self.env._(
                "Nothing found; the official rules were stopped before their end."
            )
        if left & {layers.PROFILE, layers.FRENCH}:
            return self.env._(
                "Nothing found; the official rules did not run (module missing)."
            )
        if layers.PDF in left:
            return self.env._(
                "Nothing found; PDF/A-3 was not looked at (module missing)."
            )
        return self.env._("Accepted by all the rules that concern it.")

    def _told(self):
        """The findings, with the owner's sentence for each."""
        rules = self.env["tpe.facturx.rule"]
        told = []
        for each in self.findings or ():
            rule = rules._for(each["rule"], each["where"])
            words = rule.received_name or rule.name or each["text"]
            # « A rule of the European standard »: what the rule says is not told by that.
            general = not any(map(str.isdigit, rule.code or ""))
            told.append({**each, "words": words, "general": general})
        return told

    def _details(self):
        """A line for each sentence, those that refuse first, the rule's own words after."""
        told, lines = set(), []
        for each in sorted(self._told(), key=lambda each: not each["fatal"]):
            key = each["words"], each["rule"]
            if key in told:
                continue
            told.add(key)
            lines.append(
                Markup("<li class='%s'>%s <small class='text-muted'>%s %s</small></li>")
                % (
                    "" if each["fatal"] else "text-muted",
                    each["words"],
                    " ".join(filter(None, (each["rule"], each["where"]))),
                    self._in_the_file(each),
                )
            )
        return Markup("<ul>%s</ul>") % Markup().join(lines) if lines else False

    def _in_the_file(self, finding):
        """The rule's own words where they add something in a language that is read here.

        Elsewhere the European rules, which speak English, are told by our words alone, and
        ours by the value they found.
        """
        text = re.sub(r"^\[[^]]*\]-?|^BR-\S+ : ", "", finding["text"])
        english = (self.env.lang or "en_US").startswith("en")
        if finding["rule"].startswith("TPE-") and not english:
            return " ".join(re.findall("'([^']+)'", text))
        if english or finding["general"] or finding["rule"].startswith("BR-FR"):
            return text
        return ""

    @api.model
    def _receive(self, attachments, company, official=True):
        """The files of ``attachments``, each kept in a copy and checked; known ones again.

        Nobody may write a verdict by himself: it would be worth nothing.
        """
        files = self.sudo().browse()
        for attachment in attachments:
            known = self.sudo().search(
                [
                    ("company_id", "=", company.id),
                    ("checksum", "=", attachment.checksum),
                ]
            )
            files |= known or self._keep(attachment, company)
        files.filtered(lambda file: not file.checked_at)._check(official)
        return files.sudo(False)

    def _keep(self, attachment, company):
        # A copy: the bill takes the other one with it when somebody deletes it.
        kept = attachment.sudo().copy({"res_model": False, "res_id": False})
        file = self.sudo().create(
            {
                "name": attachment.name,
                "company_id": company.id,
                "attachment_id": kept.id,
                "checksum": attachment.checksum,
            }
        )
        kept.write({"res_model": self._name, "res_id": file.id})
        return file

    def _check(self, official=True):
        """Look at the files, apart from this process, and keep the verdicts."""
        today = fields.Date.context_today(self)
        items = ((file.attachment_id.raw or b"", file.name) for file in self)
        verdicts = check_many(items, today, official=official)
        for file, verdict in zip(self, verdicts, strict=True):
            line = verdict.as_dict(file.name)
            later = not official and any(available().values()) and verdict.not_run
            file.write(
                {
                    "checked_at": fields.Datetime.now(),
                    "verdict": verdict.verdict,
                    "readable": layers.SCHEMA not in verdict.not_run,
                    "profile": verdict.profile or False,
                    "pdfa": {True: "yes", False: "no"}.get(verdict.pdfa, "unknown"),
                    "not_run": " ".join(verdict.not_run),
                    "not_applied": " ".join(verdict.not_applied),
                    "findings": line["findings"],
                    "waiting": bool(later),
                    "stopped": verdict.stopped,
                }
            )
        if any(self.mapped("waiting")):
            self.env.ref("tpe_facturx.ir_cron_file")._trigger()

    @api.model
    def _cron_file(self):
        self.search([("waiting", "=", True)], limit=100)._check()

    def _check_may_write(self):
        if not self.env.user.has_group("tpe_base.group_tpe_assistant"):
            raise AccessError(
                self.env._("You may read received e-invoices, not handle them.")
            )
        self.check_access("read")

    def action_check(self):
        """Look at it again, with all the layers."""
        self._check_may_write()
        self.sudo()._check()
