from odoo import fields, models

PHASES = [("audit", "Audit"), ("tooling", "Tooling"), ("compliance", "Compliance")]


class DiagnosticAction(models.Model):
    """One thing to do of the plan: who, when, for how much, and what starts it."""

    _name = "tpe.diagnostic.action"
    _description = "Action of the Plan"
    _inherit = ["mail.thread", "mail.activity.mixin"]
    _order = "phase, sequence, due_on, id"

    diagnostic_id = fields.Many2one(
        "tpe.diagnostic", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="diagnostic_id.company_id", store=True)
    currency_id = fields.Many2one(related="company_id.currency_id")
    sequence = fields.Integer(default=10)
    name = fields.Char(required=True, tracking=True)
    why = fields.Text(help="The answer or the figure that asks for it.")
    kind = fields.Char(readonly=True, help="What starts it; empty when typed by hand.")
    phase = fields.Selection(PHASES, required=True, default="audit", tracking=True)
    axis = fields.Selection(
        lambda self: self.env["tpe.diagnostic.question"]._fields["axis"].selection
    )
    user_id = fields.Many2one(
        "res.users", string="Owner", domain="[('share', '=', False)]", tracking=True
    )
    due_on = fields.Date(string="Due on", tracking=True)
    euros = fields.Monetary(
        string="Expected over twelve months", currency_field="currency_id"
    )
    minutes = fields.Integer(help="Time it takes, once.")
    state = fields.Selection(
        [
            ("todo", "To do"),
            ("started", "Started"),
            ("done", "Done"),
            ("dropped", "Dropped"),
        ],
        default="todo",
        required=True,
        tracking=True,
        copy=False,
    )
    started_on = fields.Datetime(readonly=True, copy=False)
    done_on = fields.Datetime(readonly=True, copy=False)
    # What the start made or opened: a run, a policy, a list.
    res_model = fields.Char(readonly=True, copy=False)
    res_id = fields.Many2oneReference(
        model_field="res_model", readonly=True, copy=False
    )
