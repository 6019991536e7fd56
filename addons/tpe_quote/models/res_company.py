from odoo import api, fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    tpe_quote_started_on = fields.Date(
        string="Quotes chased since",
        readonly=True,
        copy=False,
        help="Empty: nothing leaves. A manager starts it once.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        companies = super().create(vals_list)
        companies.sudo()._create_quote_steps()
        return companies

    def _create_quote_steps(self):
        """Three steps: a reminder, something useful, a last call."""
        steps = self.env["tpe.quote.step"].with_context(active_test=False)
        for company in self:
            if not steps.search_count([("company_id", "=", company.id)], limit=1):
                lang = company.partner_id.lang or self.env.lang
                steps.create(company.with_context(lang=lang)._quote_steps())

    def _quote_steps(self):
        """Values of the shipped steps; a message that somebody deleted has none."""
        return [
            step
            for step in self._shipped_quote_steps()
            if step.get("channel") == "phone" or step["template_id"]
        ]

    def _shipped_quote_steps(self):
        def message(name):
            xml_id = f"tpe_quote.mail_template_{name}"
            found = self.env.ref(xml_id, raise_if_not_found=False)
            return found and found.id

        return [
            {
                "company_id": self.id,
                "name": self.env._("Reminder"),
                "days": 4,
                "template_id": message("reminder"),
            },
            {
                "company_id": self.id,
                "name": self.env._("Added value"),
                "days": 10,
                "template_id": message("value"),
            },
            {
                "company_id": self.id,
                "name": self.env._("Last call"),
                "days": 20,
                "channel": "phone",
                "script": self.env._(
                    "« I am calling about our quote. Is it still of use to you? »\n"
                    "Yes, but not now: agree on a day and note it.\n"
                    "Too dear: ask what may be left out before any discount.\n"
                    "No: ask what decided it, note it, and mark the quote as cancelled."
                ),
            },
        ]

    def _quote_start(self):
        self.env.user._tpe_check_manager()
        for company in self.filtered(lambda one: not one.tpe_quote_started_on):
            company.sudo().tpe_quote_started_on = company._dunning_today()

    def _quote_stop(self):
        self.env.user._tpe_check_manager()
        self.sudo().tpe_quote_started_on = False
