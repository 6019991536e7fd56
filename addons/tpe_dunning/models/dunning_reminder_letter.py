import base64
from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from ..tools.evidence import file_line

PRINTABLE = ("planned", "to_approve", "held", "failed", "sent")
POSTABLE = ("planned", "to_approve", "held", "failed")
OUTCOMES = [
    ("received", "Received"),
    ("refused", "Refused"),
    ("not_collected", "Not collected"),
    ("unknown", "Unknown at this address"),
]
RECEIPT_DAYS = 15


class DunningReminderLetter(models.Model):
    """A message on paper: printed, posted, and for a registered letter its receipt."""

    _inherit = "tpe.dunning.reminder"

    printed_at = fields.Datetime(
        readonly=True,
        copy=False,
        help="It does not leave by itself once it is printed.",
    )
    letter_subject = fields.Char(readonly=True, copy=False)
    # Kept as it was printed: sanitizing would change the evidence.
    letter_body = fields.Html(readonly=True, copy=False, sanitize=False)
    letter_amount = fields.Monetary(readonly=True, copy=False)
    # [[due line, step], …] that the paper calls for.
    letter_steps = fields.Json(readonly=True, copy=False)
    letter_qr = fields.Char(compute="_compute_letter_qr")
    posted_on = fields.Date(string="Posted on", readonly=True, copy=False)
    registered_number = fields.Char(
        string="Registered letter no.", readonly=True, copy=False
    )
    received_on = fields.Date(
        string="Received or presented on",
        readonly=True,
        copy=False,
        help="Day on the receipt. A letter that was refused or not collected counts from "
        "the day it was presented (to be confirmed).",
    )
    registered_outcome = fields.Selection(
        OUTCOMES, string="Receipt says", readonly=True, copy=False
    )
    deposit_scan = fields.Binary(
        string="Proof of deposit", attachment=True, readonly=True, copy=False
    )
    receipt_scan = fields.Binary(
        string="Acknowledgement", attachment=True, readonly=True, copy=False
    )

    @api.depends("amount_net", "company_id")
    def _compute_letter_qr(self):
        """Transfer code (SEPA, euros only), as an image address; empty when impossible."""
        euro = self.env.ref("base.EUR")
        for reminder in self:
            bank = reminder.company_id.partner_id.bank_ids[:1]
            amount = reminder._totals().get(euro, 0.0)
            possible = (
                bank
                and min(amount, reminder.amount_net) > 0
                and "sct_qr" in dict(bank.get_available_qr_methods_in_sequence())
            )
            in_euros = reminder.line_ids.filtered(lambda one: one.currency_id == euro)
            reminder.letter_qr = possible and bank.build_qr_code_base64(
                amount,
                reminder._names_of(in_euros),
                "",
                euro,
                reminder.partner_id,
                qr_method="sct_qr",
            )

    def action_print(self):
        """Print these messages as letters, in one PDF; they stay prepared."""
        self._check_operator()
        todo = self._only(PRINTABLE)
        todo._check_not_held()
        if todo.filtered(lambda reminder: reminder._is_unapproved()):
            self.env.user._tpe_check_manager()
        todo.sudo()._write_letter()
        return self.env.ref("tpe_dunning.letter_report").report_action(todo)

    def action_post(self):
        """Ask for the day of posting."""
        registered = len(self) == 1 and self.channel == "registered"
        return self._open_posting(self.env._("Posted"), registered)

    def action_registered(self):
        """Number, proofs and receipt of a registered letter."""
        self.ensure_one()
        return self._open_posting(self.env._("Registered letter"), True)

    def _open_posting(self, title, registered):
        self._check_operator()
        self.check_access("read")
        context = {
            "default_reminder_ids": self.ids,
            "default_is_registered": registered,
        }
        if len(self) == 1:
            context["default_number"] = self.registered_number
            context["default_received_on"] = self.received_on
            context["default_outcome"] = self.registered_outcome
            if self.posted_on:
                context["default_posted_on"] = self.posted_on
        return {
            "type": "ir.actions.act_window",
            "name": title,
            "res_model": "tpe.dunning.posting",
            "view_mode": "form",
            "target": "new",
            "context": context,
        }

    def _write_letter(self):
        """Keep the words as they are printed, and who let them leave."""
        for reminder in self.filtered(lambda reminder: reminder.state != "sent"):
            message = reminder._message()
            values = {
                "printed_at": fields.Datetime.now(),
                "letter_subject": message["subject"],
                "letter_body": message["body_html"],
                "letter_amount": reminder.amount_net,
                "letter_steps": reminder._letter_steps(),
            }
            if reminder.stream == "approval" and not reminder.approved_by_id:
                values["approved_by_id"] = self.env.uid
                values["approved_on"] = fields.Datetime.now()
            reminder.write(values)

    def _post(self, channel, on, number=False, scan=False):
        """It is in the post since ``on``: the step is delivered on that day."""
        self._check_operator()
        for reminder in self._only(POSTABLE):
            if on > reminder.company_id._dunning_today():
                raise UserError(self.env._("This day is still to come."))
            if not reminder.printed_at:
                raise UserError(
                    self.env._(
                        "Print the letter first: what is posted is kept as proof."
                    )
                )
            if any(
                step not in (reminder.letter_steps or ())
                for step in reminder._letter_steps()
            ):
                raise UserError(
                    self.env._(
                        "Print the letter again: steps are due that the paper does not "
                        "name."
                    )
                )
            reminder = reminder.sudo()
            reminder.write(
                {
                    "channel": channel,
                    "email_to": reminder._letter_address(),
                    "email_from": reminder.company_id.email_formatted,
                    "subject": reminder.letter_subject,
                    "body": reminder.letter_body,
                    "posted_on": on,
                    "registered_number": number,
                    "deposit_scan": scan,
                    "attachment_list": reminder._letter_file(),
                }
            )
            reminder._mark_sent(note=reminder._letter_note(), on=on)
            if channel == "registered":
                reminder.activity_schedule(
                    "mail.mail_activity_data_todo",
                    date_deadline=on + timedelta(RECEIPT_DAYS),
                    user_id=self.env.uid,
                    summary=self.env._("Has the receipt come back?"),
                )

    def _receipt(self, on, outcome, scan=False):
        """What the receipt of a registered letter says."""
        self._check_operator()
        for reminder in self._only(("sent",)).sudo():
            if on and on < reminder.posted_on:
                raise UserError(self.env._("This day is before the posting."))
            values = {"registered_outcome": outcome, "received_on": on}
            if scan:
                values["receipt_scan"] = scan
            reminder.write(values)
            labels = dict(
                self._fields["registered_outcome"]._description_selection(self.env)
            )
            reminder.message_post(
                body=f"{reminder.registered_number or ''} {labels[outcome]}".strip(),
                author_id=self.env.user.partner_id.id,
            )
            reminder.activity_feedback(["mail.mail_activity_data_todo"])
            if outcome == "unknown":
                reminder._came_back(labels[outcome])

    def _letter_steps(self):
        """``[[due line, step], …]`` that this message completes."""
        steps = self.line_ids.filtered("rank")
        return [[line.move_line_id.id, line.rank] for line in steps]

    def _letter_lang(self):
        """Language of the letter: that of the words in it."""
        customer = self.partner_id.with_company(self.company_id)
        reader = customer._dunning_recipient() or customer
        return self.lang or reader.lang or self.company_id.partner_id.lang

    def _letter_day(self):
        """The date at the head of the letter."""
        return self.posted_on or self.sent_on or self.company_id._dunning_today()

    def _page_qr(self):
        """The address of the customer's page as an image: nobody types a token."""
        image = self.env["ir.actions.report"].barcode(
            "QR", self.page_url, width=240, height=240
        )
        return f"data:image/png;base64,{base64.b64encode(image).decode()}"

    def _letter_address(self):
        """The address in the window, on one line."""
        rows = [
            self.partner_id.name,
            *self.partner_id._display_address(True).split("\n"),
        ]
        return ", ".join(row.strip() for row in rows if row and row.strip())

    def _letter_name(self):
        """File name of the letter; the report stores it under this name."""
        return f"letter-{self.id}.pdf"

    def _letter_file(self):
        """The last print of this letter, for the evidence, or False."""
        file = self.env["ir.attachment"].search(
            [
                ("res_model", "=", self._name),
                ("res_id", "=", self.id),
                ("name", "=", self._letter_name()),
            ],
            order="id desc",
            limit=1,
        )
        return file and file_line(file.name, base64.b64decode(file.datas or b""))

    def _letter_note(self):
        """Say that the paper names another amount than the books of today."""
        if not self.currency_id.compare_amounts(self.letter_amount, self.amount_net):
            return False
        return self.env._(
            "The letter says %(amount)s: something was paid or added since it was printed.",
            amount=self.currency_id.format(self.letter_amount),
        )
