import secrets

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import consteq
from odoo.tools.misc import hmac

from odoo.addons.tpe_dunning.tools import visitor


class OutsideLink(models.AbstractModel):
    """What somebody outside sees by a link, without a login, until a day.

    The address holds a random key, which finds the record, and its signature with the
    secret of the database, which nobody can make from a copy of the table alone.
    """

    _name = "tpe.outside.link"
    _description = "Page behind a Link"
    _inherit = "tpe.dunning.guarded"
    _link_path = ""
    # The states in which the link opens; the models that inherit define ``state``.
    _link_states = ()

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    partner_id = fields.Many2one(
        "res.partner", string="Customer", required=True, index=True, ondelete="cascade"
    )
    key = fields.Char(
        required=True,
        copy=False,
        groups=fields.NO_ACCESS,
        default=lambda self: secrets.token_urlsafe(16),
    )
    expires_on = fields.Date(readonly=True, copy=False)

    _key_uniq = models.UniqueIndex("(key)")

    def _check_state(self, *states):
        self.check_access("write")
        if any(link.state not in states for link in self):
            raise UserError(self.env._("This request is past that."))

    def _signature(self):
        """What only this database can say of the key."""
        link = self.sudo()
        message = (link.key or "", link.company_id.id, link.partner_id.id)
        signed = hmac(self.env(su=True), self._name, message)
        return signed[: visitor.SIGNATURE_LENGTH]

    def _reader(self):
        """Who the page is for: it speaks his language."""
        return self.partner_id

    def _path(self):
        self.ensure_one()
        return f"{self._link_path}{self.sudo().key}{self._signature()}"

    def _link(self):
        return f"{self.get_base_url()}{self._path()}"

    @api.model
    def _find(self, token):
        """The open record that ``token`` opens, or an empty one.

        Unknown, forged, expired and revoked cost the same: one search, one comparison.
        """
        key, signature = visitor.split(token)
        found = self.sudo().search([("key", "=", key)])
        genuine = consteq(found._signature(), signature)
        today = self.env["tpe.sop"]._today(found.company_id or None)
        if not (found and genuine) or found.state not in self._link_states:
            return self.sudo().browse()
        if not found.expires_on or found.expires_on < today:
            return self.sudo().browse()
        return found

    @api.model
    def _raw(self, document):
        """The bytes of a document of the page, not a copy in memory of a form."""
        return (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", document._name),
                    ("res_field", "=", "file"),
                    ("res_id", "=", document.id),
                ],
                limit=1,
            )
            .raw
            or b""
        )
