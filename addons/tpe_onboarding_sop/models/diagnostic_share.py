from odoo import api, fields, models
from odoo.exceptions import AccessError, UserError

TEMPLATE = "tpe_onboarding_sop.mail_template_diagnostic_share"
DAYS = 30


class DiagnosticShare(models.Model):
    """The report shown to somebody outside by a link, until a day.

    With the figures of the firm only if whoever shares it said so; the page is read with
    his rights, as long as he has them.
    """

    _name = "tpe.diagnostic.share"
    _description = "Diagnostic Shared"
    _inherit = ["tpe.sop.link", "mail.thread"]
    _order = "id desc"
    _rec_name = "partner_id"
    _link_path = "/tpe/diagnostic/"
    _link_states = ("open",)

    diagnostic_id = fields.Many2one(
        "tpe.diagnostic", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(
        related="diagnostic_id.company_id",
        store=True,
        index=True,
        readonly=True,
        precompute=True,
        default=None,
    )
    partner_id = fields.Many2one(
        string="Shown to", help="The page speaks his language."
    )
    user_id = fields.Many2one(
        "res.users",
        string="Shared by",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
    )
    with_figures = fields.Boolean(
        tracking=True,
        help="Without it, the page has no amount and no number of the books.",
    )
    until = fields.Date(
        string="Open until",
        required=True,
        default=lambda self: fields.Date.add(self.env["tpe.sop"]._today(), days=DAYS),
        help="The link closes by itself after that day.",
    )
    state = fields.Selection(
        [("draft", "Being prepared"), ("open", "Open"), ("revoked", "Closed")],
        default="draft",
        required=True,
        readonly=True,
        copy=False,
        tracking=True,
    )
    address = fields.Char(compute="_compute_address")
    visited_on = fields.Datetime(string="Last visit", readonly=True, copy=False)
    visits = fields.Integer(readonly=True, copy=False)

    @api.depends("state")
    def _compute_address(self):
        for share in self:
            share.address = share._link() if share.state == "open" else False

    def _settled_fields(self):
        given = {"diagnostic_id", "partner_id", "until", "with_figures", "user_id"}
        return given if self.state != "draft" else set()

    def action_open(self):
        """Open the link, without sending it."""
        self.ensure_one()
        self._check_state("draft")
        self.diagnostic_id._check_done()
        if self.until < self.env["tpe.sop"]._today(self.company_id):
            raise UserError(self.env._("The last day has passed."))
        self.sudo().write(
            {"state": "open", "expires_on": self.until, "user_id": self.env.uid}
        )
        return True

    def action_send(self):
        """Open the link and send it by e-mail."""
        self.ensure_one()
        if not self.partner_id.email:
            raise UserError(
                self.env._("%s has no e-mail address.", self.partner_id.display_name)
            )
        if self.state == "draft":
            self.action_open()
        self._check_state("open")
        if not self._is_open():
            raise UserError(self.env._("The last day has passed."))
        self.env.ref(TEMPLATE).send_mail(self.id)
        return True

    def action_close(self):
        """The link stops working at once."""
        self._check_state("draft", "open")
        self.sudo().state = "revoked"
        return True

    def _visited(self):
        """Called as superuser by the page."""
        self.write({"visited_on": fields.Datetime.now(), "visits": self.visits + 1})

    def _page(self):
        """The report with the rights of who shared it."""
        if not self.user_id.active:
            # Who left the firm keeps his groups.
            raise AccessError(self.env._("Who shared this page has left."))
        diagnostic = self.diagnostic_id.with_user(self.user_id).sudo(False)
        return diagnostic._report(figures=self.with_figures)
