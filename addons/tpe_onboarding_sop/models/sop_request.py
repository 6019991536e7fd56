from odoo import api, fields, models
from odoo.exceptions import UserError

VALID_DAYS = 30
TEMPLATE = "tpe_onboarding_sop.mail_template_request"


class SopRequest(models.Model):
    """What a customer is asked for by a link: his details, documents to sign.

    He sees this page and nothing else of the run it belongs to.  What he answers is
    written on his record only once somebody here accepted it.
    """

    _name = "tpe.sop.request"
    _description = "Request to a Customer"
    _inherit = ["tpe.sop.link", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"
    _mail_post_access = "read"
    _link_path = "/tpe/welcome/"
    _link_states = ("sent", "answered", "accepted")

    run_step_id = fields.Many2one(
        "tpe.sop.run.step",
        string="Step",
        ondelete="set null",
        index="btree_not_null",
        help="Done by itself once the answer is accepted.",
    )
    user_id = fields.Many2one(
        "res.users",
        string="Asked by",
        required=True,
        default=lambda self: self.env.user,
        domain="[('share', '=', False)]",
    )
    words = fields.Text(
        string="Word of welcome",
        default=lambda self: self._default_words(),
        help="At the top of the message and of the page.",
    )
    ask_details = fields.Boolean(
        string="Ask for the billing details",
        default=True,
        help="Name, SIREN or SIRET, VAT number, address, where invoices go: what a valid "
        "e-invoice needs.",
    )
    document_ids = fields.One2many("tpe.sop.request.document", "request_id")
    state = fields.Selection(
        [
            ("draft", "Being prepared"),
            ("sent", "Sent"),
            ("answered", "Answered"),
            ("accepted", "Accepted"),
            ("revoked", "Revoked"),
        ],
        default="draft",
        required=True,
        readonly=True,
        tracking=True,
        copy=False,
    )

    @api.model
    def _default_words(self):
        return self.env._(
            "Welcome, and thank you for your trust. For our invoices to be right from the "
            "first one, please check your details."
        )

    def action_send(self):
        """Give the link to the customer by e-mail, good for thirty days."""
        self.ensure_one()
        self._check_state("draft", "sent")
        if not self.partner_id.email:
            raise UserError(
                self.env._("%s has no e-mail address.", self.partner_id.display_name)
            )
        if not (self.ask_details or self.document_ids):
            raise UserError(self.env._("Nothing is asked for yet."))
        today = self.env["tpe.sop"]._today(self.company_id)
        self.sudo().write(
            {"state": "sent", "expires_on": fields.Date.add(today, days=VALID_DAYS)}
        )
        self.env.ref(TEMPLATE).send_mail(self.id)
        return True

    def action_revoke(self):
        """The link stops working at once."""
        self._check_state("draft", "sent", "answered")
        self.sudo().state = "revoked"
        return True
