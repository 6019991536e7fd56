import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq
from odoo.tools.misc import hmac

from odoo.addons.tpe_dunning.tools import visitor

VALID_DAYS = 30
PATH = "/tpe/welcome/"
TEMPLATE = "tpe_onboarding_sop.mail_template_request"


class SopRequest(models.Model):
    """What a customer is asked for by a link: his details, documents to sign.

    He sees this page and nothing else of the run it belongs to.  What he answers is
    written on his record only once somebody here accepted it.
    """

    _name = "tpe.sop.request"
    _description = "Request to a Customer"
    _inherit = ["tpe.dunning.guarded", "mail.thread", "mail.activity.mixin"]
    _order = "id desc"
    _rec_name = "partner_id"
    _mail_post_access = "read"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
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
    key = fields.Char(
        required=True,
        copy=False,
        groups=fields.NO_ACCESS,
        default=lambda self: secrets.token_urlsafe(16),
    )
    expires_on = fields.Date(readonly=True, copy=False)

    _key_uniq = models.UniqueIndex("(key)")

    @api.model
    def _default_words(self):
        return self.env._(
            "Welcome, and thank you for your trust. For our invoices to be right from the "
            "first one, please check the details below."
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

    def _check_state(self, *states):
        self.check_access("write")
        if any(request.state not in states for request in self):
            raise UserError(self.env._("This request is past that."))

    def _signature(self):
        """What only this database can say of the key."""
        request = self.sudo()
        message = (request.key or "", request.company_id.id, request.partner_id.id)
        signed = hmac(self.env(su=True), "tpe_sop_request", message)
        return signed[: visitor.SIGNATURE_LENGTH]

    def _path(self):
        self.ensure_one()
        return f"{PATH}{self.sudo().key}{self._signature()}"

    def _link(self):
        return f"{self.get_base_url()}{self._path()}"

    @api.model
    def _find(self, token):
        """The open request that ``token`` opens, or an empty record.

        Unknown, forged, expired and revoked cost the same: one search, one comparison.
        """
        key, signature = visitor.split(token)
        found = self.sudo().search([("key", "=", key)])
        genuine = consteq(found._signature(), signature)
        today = self.env["tpe.sop"]._today(found.company_id or None)
        if not (found and genuine) or found.state not in (
            "sent",
            "answered",
            "accepted",
        ):
            return self.sudo().browse()
        if not found.expires_on or found.expires_on < today:
            return self.sudo().browse()
        return found
