from odoo import api, fields, models

from ..tools.alert import is_worse

ALERTS = [
    ("threshold", "Balance under the threshold"),
    ("cover", "Cover too short"),
    ("big_receipt", "Big receipt late"),
    ("expense", "Expense that jumps"),
    ("subscription", "Subscription in doubt"),
    ("mail", "Monday e-mail not sent"),
    ("forecast", "Forecast not computed"),
]
ACTIVITY = "mail.mail_activity_data_todo"


class CashAlert(models.Model):
    """Something to look at, as long as its cause lasts."""

    _name = "tpe.cash.alert"
    _description = "Cash Alert"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "state desc, amount desc, id desc"
    _rec_name = "name"
    _mail_post_access = (
        "read"  # nobody writes on an alert, all who see it may talk of it
    )

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    currency_id = fields.Many2one(related="company_id.currency_id")
    kind = fields.Selection(ALERTS, required=True, readonly=True)
    key = fields.Char(required=True, readonly=True, help="Names its cause.")
    name = fields.Char(string="Why", required=True, readonly=True, translate=True)
    amount = fields.Monetary(readonly=True, help="How bad it is.")
    day = fields.Date(readonly=True)
    state = fields.Selection(
        [("done", "Over"), ("ignored", "Put aside"), ("open", "To look at")],
        required=True,
        default="open",
        readonly=True,
    )
    ignored_amount = fields.Monetary(
        readonly=True, help="How bad it was when somebody put it aside."
    )
    decided_by_id = fields.Many2one("res.users", string="Decided by", readonly=True)
    decided_on = fields.Datetime(readonly=True)
    res_model = fields.Char(readonly=True)
    res_id = fields.Many2oneReference(model_field="res_model", readonly=True)

    _one_a_cause = models.UniqueIndex(
        "(company_id, key) WHERE state <> 'done'", "This alert is already there."
    )

    @api.model
    def _raise_all(self, company, causes):
        """Open, update or close alerts so that they say ``causes``, a list of values.

        ``words`` of a cause: what it says, by language.
        """
        mine = self.sudo()
        lasting = mine.search(
            [("company_id", "=", company.id), ("state", "!=", "done")]
        )
        by_key = lasting.grouped("key")
        for cause in causes:
            by_key.pop(cause["key"], mine)._raise(company, cause)
        for alert in by_key.values():
            alert.state = "done"
            alert.activity_unlink([ACTIVITY])

    def _raise(self, company, cause):
        """Open or update the alert of ``cause``; an empty set is a new one."""
        values = {**cause}
        words = values.pop("words")
        alert = self
        if not alert:
            values |= {"company_id": company.id, "name": words["en_US"]}
            alert = self.create(values)
            alert._say(words)
            alert._ask()
            return
        alert._say(words)
        changed = {name: new for name, new in values.items() if alert[name] != new}
        worse = alert.state == "ignored" and is_worse(
            alert.ignored_amount, values["amount"]
        )
        if worse:
            changed["state"] = "open"
        if changed:
            alert.write(changed)
        if worse:
            alert._ask()

    def _say(self, words):
        """What it is about, to each in his language."""
        for lang, sentence in words.items():
            alert = self.with_context(lang=lang)
            if alert.name != sentence:
                alert.name = sentence

    def _ask(self):
        """An activity for each manager of the company."""
        for user in self.company_id._cash_managers():
            alert = self.with_context(lang=user.lang, mail_activity_quick_update=True)
            alert.activity_schedule(
                ACTIVITY,
                user_id=user.id,
                summary=alert.name,
                date_deadline=self.company_id._dunning_today(),
            )

    def action_see(self):
        """Open what it is about."""
        self.ensure_one()
        if self.kind == "expense":
            return self._charges_action()
        if self.res_model:
            return {
                "type": "ir.actions.act_window",
                "res_model": self.res_model,
                "res_id": self.res_id,
                "views": [(False, "form")],
            }
        return self.env["ir.actions.act_window"]._for_xml_id(
            "tpe_cashforecast.cash_forecast_line_action"
        )

    def action_ignore(self):
        """Put aside until it gets worse."""
        self.env.user._tpe_check_manager()
        self.check_access("read")
        for alert in self.filtered(lambda alert: alert.state == "open").sudo():
            alert.write(
                {
                    "state": "ignored",
                    "ignored_amount": alert.amount,
                    "decided_by_id": self.env.uid,
                    "decided_on": fields.Datetime.now(),
                }
            )
            alert.activity_unlink([ACTIVITY])
        return True
