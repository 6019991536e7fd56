from odoo import fields, models
from odoo.tools import format_date

STATES = [
    ("queued", "About to leave"),
    ("sending", "Outcome unknown"),
    ("sent", "Sent"),
    ("failed", "Not sent"),
]


class CashMonday(models.Model):
    """The e-mail of a Monday to a manager of a company: that it left, not what it said."""

    _name = "tpe.cash.monday"
    _description = "Monday E-mail"
    _order = "monday desc, id desc"
    _rec_name = "monday"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, ondelete="cascade"
    )
    user_id = fields.Many2one(
        "res.users", string="To", required=True, readonly=True, ondelete="cascade"
    )
    monday = fields.Date(string="Week of", required=True, readonly=True)
    state = fields.Selection(STATES, required=True, readonly=True, default="queued")
    note = fields.Char(readonly=True, help="What the mail server said.")
    # What the message says, made when it leaves.
    first_name = fields.Char(compute="_compute_words")
    week_words = fields.Char(compute="_compute_words")
    summary = fields.Html(compute="_compute_words", sanitize=False)
    page_url = fields.Char(compute="_compute_words")

    _once = models.UniqueIndex(
        "(company_id, user_id, monday)", "This week's e-mail is already there."
    )

    def _compute_words(self):
        for mail in self:
            # With the rights of the reader: no word in it that the page would not show.
            reader = mail.user_id.sudo()
            company = mail.company_id.sudo()
            as_reader = mail.with_user(reader).with_context(
                lang=reader.lang,
                tz=reader.tz or company.partner_id.tz or "Europe/Paris",
                allowed_company_ids=company.ids,
            )
            env = as_reader.env
            mail.first_name = (reader.name or "").split(" ")[0]
            mail.week_words = format_date(env, mail.monday, date_format="d MMMM")
            mail.page_url = f"{company.get_base_url()}/odoo/steering"
            mail.summary = env["tpe.cash.dashboard"]._monday_summary()

    def action_send_again(self):
        """Somebody decided that it leaves once more, with the next run."""
        self.env.user._tpe_check_manager()
        self.check_access("read")
        self.filtered(lambda mail: mail.state in ("failed", "sending")).sudo().write(
            {"state": "queued", "note": False}
        )
        self.env.ref("tpe_cashforecast.ir_cron_forecast")._trigger()
        return True
