from odoo import api, fields, models
from odoo.api import SUPERUSER_ID
from odoo.exceptions import UserError
from odoo.tools import format_date

POINTS = [
    ("platform", "Platform chosen"),
    ("flows", "Flows documented"),
    ("data", "Data structured"),
    ("team", "Team trained"),
    ("tested", "Three invoices tested"),
]
# The question whose note is the name of the platform.
NAMED = "einv_platform"
STATES = [
    ("ok", "Done"),
    ("to_do", "To do"),
    ("late", "Late"),
    ("unknown", "Not known"),
]


class DiagnosticPoint(models.Model):
    """One of the five points of e-invoicing: what a person said, beside what is read."""

    _name = "tpe.diagnostic.point"
    _description = "Point of E-invoicing"
    _inherit = ["mail.thread"]
    _order = "company_id, sequence"
    _rec_name = "code"

    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, index=True, ondelete="cascade"
    )
    code = fields.Selection(POINTS, string="Point", required=True, readonly=True)
    sequence = fields.Integer(readonly=True)
    said = fields.Selection(
        [("yes", "It is done"), ("no", "Not yet")],
        string="What you say",
        tracking=True,
        help="Of what the books do not show.",
    )
    platform = fields.Char(string="Approved platform", tracking=True)
    note = fields.Text()
    said_on = fields.Date(readonly=True)
    said_by_id = fields.Many2one("res.users", string="Said by", readonly=True)
    state = fields.Selection(STATES, compute="_compute_state")
    sentence = fields.Char(string="Where you stand", compute="_compute_state")
    due_on = fields.Date(string="By law from", compute="_compute_state")
    source = fields.Char(compute="_compute_state")
    url = fields.Char(string="Address of the source", compute="_compute_state")

    _once = models.UniqueIndex("(company_id, code)", "Each point is there once.")

    @api.depends("code")
    @api.depends_context("lang")
    def _compute_display_name(self):
        labels = dict(self._fields["code"]._description_selection(self.env))
        for point in self:
            point.display_name = labels.get(point.code, "")

    @api.depends("said", "platform", "company_id", "code")
    @api.depends_context("lang", "uid")
    def _compute_state(self):
        for company, points in self.grouped("company_id").items():
            today = self.env["tpe.sop"]._today(company)
            found = {
                row["code"]: row
                for row in self.env["tpe.diagnostic"]._einvoicing_points(company, today)
            }
            for point in points:
                row = found[point.code]
                point.state = row["state"]
                point.sentence = row["sentence"]
                point.due_on = row["date"]
                point.source = row["source"]
                point.url = row["url"]

    def write(self, vals):
        if "said" in vals or "platform" in vals:
            if self.env.uid == SUPERUSER_ID:
                raise UserError(self.env._("Only a person says where the firm stands."))
            said = vals.get("said", True)
            vals = {
                **vals,
                "said_on": said and self.env["tpe.sop"]._today(),
                "said_by_id": said and self.env.uid,
            }
        return super().write(vals)

    def action_mend(self):
        """Open what settles this point."""
        self.ensure_one()
        self.check_access("read")
        return self.env["tpe.diagnostic"]._einvoicing_action(self.code, self.company_id)

    @api.model
    def _of(self, company, code):
        self._create_missing(company)
        return self.search([("company_id", "=", company.id), ("code", "=", code)])

    def _told(self):
        """Who said so, and when."""
        return self.env._(
            "Said by %(who)s on %(day)s.",
            who=self.sudo().said_by_id.name,
            day=format_date(self.env, self.said_on),
        )

    @api.model
    def _create_missing(self, companies=None):
        """The five points of each company."""
        points = self.sudo()
        everybody = [("id", "!=", False)]
        companies = companies or points.env["res.company"].search(everybody)
        known = {
            (point.company_id, point.code)
            for point in points.search([("company_id", "in", companies.ids)])
        }
        return points.create(
            [
                {"company_id": company.id, "code": code, "sequence": rank}
                for company in companies
                for rank, (code, _label) in enumerate(POINTS, 1)
                if (company, code) not in known
            ]
        )
