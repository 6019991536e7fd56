from odoo import fields, models

CHANNELS = [("email", "E-mail"), ("phone", "Telephone call")]


class QuoteStep(models.Model):
    """One of the steps by which a quote without an answer is chased."""

    _name = "tpe.quote.step"
    _description = "Step of Quote Chasing"
    _order = "company_id, days, id"

    name = fields.Char(required=True)
    active = fields.Boolean(default=True)
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    days = fields.Integer(
        string="Days after the sending",
        required=True,
        help="Steps follow one another in the order of their days.",
    )
    channel = fields.Selection(
        CHANNELS,
        required=True,
        default="email",
        help="A call becomes an activity of the salesperson; so does an e-mail to a "
        "customer without an address.",
    )
    template_id = fields.Many2one(
        "mail.template",
        string="Message",
        domain="[('model', '=', 'sale.order')]",
        ondelete="restrict",
    )
    script = fields.Text(help="What to say on the telephone, shown in the activity.")
    chase_ids = fields.One2many("tpe.quote.chase", "step_id")

    _days_positive = models.Constraint(
        "CHECK (days > 0)", "A step comes at least one day after the sending."
    )
    _days_uniq = models.UniqueIndex(
        "(company_id, days) WHERE active", "Two steps cannot come on the same day."
    )
    _message_given = models.Constraint(
        "CHECK (channel <> 'email' OR template_id IS NOT NULL)",
        "A step by e-mail needs its message.",
    )
