import re

from markupsafe import Markup
from stdnum.fr import siren, siret

from odoo import fields, models

# What the page asks for, and the field of the customer it is for.
DETAILS = {
    "answer_name": "name",
    "answer_registry": "company_registry",
    "answer_vat": "vat",
    "answer_street": "street",
    "answer_street2": "street2",
    "answer_zip": "zip",
    "answer_city": "city",
    "answer_email": "email",
    "answer_phone": "phone",
}
REQUIRED = ("answer_name", "answer_street", "answer_zip", "answer_city", "answer_email")
LONGEST = 200


class SopRequest(models.Model):
    """What the customer answered, and what becomes of it."""

    _inherit = "tpe.sop.request"

    answer_name = fields.Char(string="Name on invoices", readonly=True, copy=False)
    answer_registry = fields.Char(string="SIREN or SIRET", readonly=True, copy=False)
    answer_vat = fields.Char(string="VAT number", readonly=True, copy=False)
    answer_street = fields.Char(string="Street", readonly=True, copy=False)
    answer_street2 = fields.Char(string="Street, next", readonly=True, copy=False)
    answer_zip = fields.Char(string="Postcode", readonly=True, copy=False)
    answer_city = fields.Char(string="City", readonly=True, copy=False)
    answer_email = fields.Char(string="E-mail for invoices", readonly=True, copy=False)
    answer_phone = fields.Char(string="Telephone", readonly=True, copy=False)
    answered_by = fields.Char(readonly=True, copy=False)
    answered_on = fields.Datetime(readonly=True, copy=False)
    changes = fields.Html(
        string="What changes",
        compute="_compute_changes",
        help="The customer's words beside what is written here.",
    )

    def _compute_changes(self):
        for request in self:
            lines = [
                Markup("<li><strong>%s</strong> <del>%s</del> <ins>%s</ins></li>")
                % (request._fields[name]._description_string(self.env), old or "–", new)
                for name, old, new in request._differences()
            ]
            request.changes = Markup("<ul>%s</ul>") % Markup().join(lines)

    def _differences(self):
        """``[(field, what is written here, what the customer says)]``, where they differ."""
        partner = self.partner_id.commercial_partner_id
        return [
            (name, partner[field], self[name])
            for name, field in DETAILS.items()
            if self[name] and _plain(self[name]) != _plain(partner[field])
        ]

    def _known(self):
        """What the page shows at first: the last answer, else what is written here."""
        partner = self.partner_id.commercial_partner_id
        return {
            name: self[name] or partner[field] or "" for name, field in DETAILS.items()
        }

    def _wrong(self, values):
        """``{field: sentence}`` of what the customer has to mend.  Called as superuser."""
        wrong = {
            name: self.env._("Please fill this in.")
            for name in REQUIRED
            if self.ask_details and not values.get(name, "").strip()
        }
        digits = re.sub(r"[\s.]", "", values.get("answer_registry", ""))
        if digits and not (siren.is_valid(digits) or siret.is_valid(digits)):
            wrong["answer_registry"] = self.env._(
                "This is neither a SIREN (9 digits) nor a SIRET (14 digits): one digit may "
                "be mistyped."
            )
        if "@" not in values.get("answer_email", "@"):
            wrong["answer_email"] = self.env._("This is not an e-mail address.")
        if not values.get("signed_by", "").strip():
            wrong["signed_by"] = self.env._("Please write your name.")
        return wrong

    def _answer(self, values, signed):
        """Keep the customer's answer and ask somebody here to look at it.

        Called as superuser; ``signed`` are the documents he accepts.
        """
        self.ensure_one()
        name = values["signed_by"].strip()[:LONGEST]
        kept = {key: values.get(key, "").strip()[:LONGEST] for key in DETAILS}
        kept["answer_registry"] = re.sub(r"[\s.]", "", kept["answer_registry"])
        if not self.ask_details:
            kept = {}
        self.write(
            {
                **kept,
                "state": "answered",
                "answered_by": name,
                "answered_on": fields.Datetime.now(),
            }
        )
        (self.document_ids & signed)._sign(name)
        self.activity_unlink(["mail.mail_activity_data_todo"])
        speaker = self.with_context(lang=self.user_id.lang)
        speaker.activity_schedule(
            "mail.mail_activity_data_todo",
            self.env["tpe.sop"]._today(self.company_id),
            summary=speaker.env._("%s answered: look and accept", self.partner_id.name),
            user_id=self.user_id.id,
        )

    def action_accept(self):
        """Write the customer's words on his record, and finish the step."""
        self.ensure_one()
        self._check_state("answered")
        changes = {DETAILS[name]: new for name, _old, new in self._differences()}
        if changes:
            # Whoever welcomes customers need not be allowed to change every contact.
            partner = self.partner_id.commercial_partner_id.sudo()
            partner.write(changes)
            partner.message_post(
                body=self.env._(
                    "Details given by %(customer)s on the welcome page, accepted by "
                    "%(user)s.",
                    customer=self.answered_by,
                    user=self.env.user.name,
                )
            )
        self.sudo().state = "accepted"
        self.activity_feedback(["mail.mail_activity_data_todo"])
        self._finish_step()
        return True

    def _finish_step(self):
        """The customer did this step: as far as who accepts may say so."""
        step = self.run_step_id
        if step and step.state == "todo" and self.env.user in step.sudo()._actors():
            step.action_finish("done", ticked=range(len(step.sudo().step_id._items())))


def _plain(text):
    return re.sub(r"\s", "", text or "").casefold()
