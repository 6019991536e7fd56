import base64
from datetime import timedelta

from dateutil.relativedelta import relativedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date, formatLang

CASES = [
    ("price", "Price rise"),
    ("deposit", "Deposit at the order"),
    ("term", "Shorter payment term"),
    ("end", "End of an established relation, with notice"),
    ("prospect", "Polite refusal to a prospect"),
    ("consumer", "Refusal to a consumer, with its reason"),
]
TO_RECEIVE = 5  # days: the notice runs from the receipt


class ClientLetter(models.Model):
    """A letter about the terms of a customer, or to let him go: written, read, then sent."""

    _name = "tpe.client.letter"
    _description = "Letter to a Customer"
    _inherit = ["mail.thread"]
    _order = "id desc"
    _rec_name = "subject"

    company_id = fields.Many2one(
        "res.company",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.company,
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    case = fields.Selection(CASES, required=True, default="price")
    state = fields.Selection(
        [
            ("draft", "Being written"),
            ("printed", "Printed"),
            ("sent", "Sent by e-mail"),
        ],
        default="draft",
        readonly=True,
        required=True,
        copy=False,
    )
    lang = fields.Selection(
        "_langs", string="Language", compute="_compute_lang", store=True, readonly=False
    )
    percent = fields.Float(string="Percentage", digits=(5, 1))
    days = fields.Integer(string="Days to pay", default=30)
    starts_on = fields.Date(
        string="From",
        compute="_compute_starts_on",
        store=True,
        readonly=False,
        precompute=True,
    )
    notice_months = fields.Integer(
        string="Notice (months)",
        compute="_compute_notice_months",
        store=True,
        readonly=False,
        precompute=True,
    )
    ends_on = fields.Date(string="The relation ends on", compute="_compute_ends_on")
    reason = fields.Char(
        string="Legitimate reason", help="Written in the letter to a consumer."
    )
    subject = fields.Char(compute="_compute_text", store=True, readonly=False)
    body = fields.Html(
        string="Text", compute="_compute_text", store=True, readonly=False
    )
    guard = fields.Text(string="Before it leaves", compute="_compute_guard")

    @api.model
    def _langs(self):
        return self.env["res.lang"].get_installed()

    @api.depends("partner_id", "company_id")
    def _compute_lang(self):
        """The customer's language, else that of the company."""
        installed = dict(self._langs())
        for letter in self:
            wanted = (letter.partner_id.lang, letter.company_id.partner_id.lang)
            letter.lang = next((code for code in wanted if code in installed), False)

    @api.depends("case", "company_id")
    def _compute_starts_on(self):
        for letter in self:
            today = letter.company_id._dunning_today()
            letter.starts_on = (
                today + timedelta(TO_RECEIVE)
                if letter.case == "end"
                else today + relativedelta(months=2, day=1)
            )

    @api.depends("case", "partner_id", "company_id")
    def _compute_notice_months(self):
        for letter in self:
            parting = letter.case == "end" and letter.partner_id
            letter.notice_months = (
                letter.partner_id._tpe_relation(letter.company_id)[2] if parting else 0
            )

    @api.depends("case", "starts_on", "notice_months")
    def _compute_ends_on(self):
        for letter in self:
            last = letter.case == "end" and letter.starts_on
            letter.ends_on = last and last + relativedelta(months=letter.notice_months)

    @api.depends("case", "partner_id", "company_id", "notice_months")
    def _compute_guard(self):
        for letter in self:
            letter.guard = letter._guard() if letter.partner_id else ""

    def _guard(self):
        """What to look at before it leaves; the customer does not see it."""
        if self.case in ("end", "consumer", "prospect"):
            return self.partner_id._tpe_notice_guard(self.company_id)
        return self.env._(
            "Orders accepted before keep their terms. A sharp change without notice may "
            "count as a partial end of an established relation (Code de commerce, art. "
            "L442-1 II): leave time, and say that you are ready to talk."
        )

    @api.depends(
        "case",
        "lang",
        "partner_id",
        "company_id",
        "percent",
        "days",
        "starts_on",
        "notice_months",
        "reason",
    )
    def _compute_text(self):
        for letter in self:
            speaking = letter.with_context(lang=letter.lang or self.env.lang)
            letter.subject = speaking._subject()
            letter.body = speaking._body()

    def _subject(self):
        return {
            "price": self.env._("Our prices"),
            "deposit": self.env._("Deposit at the order"),
            "term": self.env._("Our payment terms"),
            "end": self.env._("End of our commercial relation and notice"),
            "prospect": self.env._("Your request"),
            "consumer": self.env._("Your request"),
        }.get(self.case, "")

    def _body(self):
        first, _months, _notice = self.partner_id._tpe_relation(self.company_id)
        percent = formatLang(
            self.env, self.percent, digits=0 if self.percent == int(self.percent) else 1
        )
        return self.env["ir.qweb"]._render(
            f"tpe_client_scoring.letter_text_{self.case}",
            {
                "letter": self,
                "percent": f"{percent}\N{NO-BREAK SPACE}%",
                "since": first and self._written(first, "MMMM y"),
                "starts_on": self._written(self.starts_on),
                "ends_on": self._written(self.ends_on),
                "writer": self.env.user.name,
            },
        )

    def _written(self, day, pattern="d MMMM y"):
        """As a letter says it: « 1er janvier 2027 » in French."""
        if not day:
            return "…"
        lang = self.env.context["lang"]
        words = format_date(self.env, day, date_format=pattern, lang_code=lang)
        if lang.startswith("fr") and words.startswith("1 "):
            words = f"1er{words[1:]}"
        return words

    def write(self, vals):
        kept = {"body", "subject", "case", "partner_id", "company_id"} & set(vals)
        if kept and any(letter.state == "sent" for letter in self):
            raise UserError(self.env._("This letter has left: write another one."))
        return super().write(vals)

    # --- Leaving ----------------------------------------------------------------------

    @api.model
    def _open(self, partner, case, **values):
        """A new letter to ``partner``, to be read before it leaves."""
        context = {"default_partner_id": partner.commercial_partner_id.id}
        context["default_case"] = case
        if values.get("percent"):
            context["default_percent"] = values["percent"]
        if values.get("term"):
            context["default_days"] = values["term"]
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Letter"),
            "res_model": "tpe.client.letter",
            "views": [[False, "form"]],
            "target": "current",
            "context": context,
        }

    def action_print(self):
        """The PDF, kept with the letter."""
        self._check_ready()
        self.filtered(lambda letter: letter.state == "draft").state = "printed"
        return self.env.ref("tpe_client_scoring.client_letter_report").report_action(
            self, config=False
        )

    def action_send(self):
        """The mail composer, with the letter in it and joined to it."""
        self.ensure_one()
        self._check_ready()
        content, _kind = self.env["ir.actions.report"]._render_qweb_pdf(
            "tpe_client_scoring.client_letter_report", self.ids
        )
        paper = self.env["ir.attachment"].create(
            {
                "name": self._file_name(),
                "datas": base64.b64encode(content),
                "res_model": self._name,
                "res_id": self.id,
                "mimetype": "application/pdf",
            }
        )
        return {
            "type": "ir.actions.act_window",
            "name": self.env._("Send by e-mail"),
            "res_model": "mail.compose.message",
            "views": [[False, "form"]],
            "target": "new",
            "context": {
                "default_model": self._name,
                "default_res_ids": self.ids,
                "default_composition_mode": "comment",
                "default_partner_ids": self.partner_id.ids,
                "default_subject": self.subject,
                "default_body": self.body,
                "default_attachment_ids": paper.ids,
                "default_email_layout_xmlid": "mail.mail_notification_light",
                "tpe_letter_leaves": True,
            },
        }

    def message_post(self, **kwargs):
        message = super().message_post(**kwargs)
        if self.env.context.get("tpe_letter_leaves"):
            self.state = "sent"
        return message

    def _check_ready(self):
        self.env.user._tpe_check_manager()
        for letter in self:
            if letter.case == "consumer" and not (letter.reason or "").strip():
                raise UserError(
                    self.env._("Write the legitimate reason: the letter gives it.")
                )
            if letter.case in ("price", "deposit") and letter.percent <= 0:
                raise UserError(self.env._("Write the percentage first."))

    def _file_name(self):
        name = "".join(c if c.isalnum() else "-" for c in self.subject or "")
        return f"{name[:60].strip('-')}-{self.id}.pdf"
