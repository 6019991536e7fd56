import secrets

from odoo import api, fields, models
from odoo.tools import consteq
from odoo.tools.misc import hmac

from ..tools import visitor


class OutsideLink(models.AbstractModel):
    """What somebody outside sees by a link, without a login, until a day.

    The address holds a random key, which finds the record, and its signature with the
    secret of the database, which nobody can make from a copy of the table alone.
    """

    _name = "tpe.outside.link"
    _description = "Page behind a Link"
    _link_path = ""

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

    def _signature(self):
        """What only this database can say of the key, for this customer and company."""
        link = self.sudo()
        message = (link.key or "", link.company_id.id, link.partner_id.id)
        signed = hmac(self.env(su=True), self._name, message)
        return signed[: visitor.SIGNATURE_LENGTH]

    def _path(self):
        self.ensure_one()
        return f"{self._link_path}{self.sudo().key}{self._signature()}"

    def _link(self):
        return f"{self.get_base_url()}{self._path()}"

    def _reader(self):
        """Who the page is for: it speaks his language."""
        return self.partner_id

    def _is_open(self):
        """Whether the page is shown today, to whoever has its link."""
        today = self.company_id._dunning_today()
        return bool(self.expires_on) and self.expires_on >= today

    @api.model
    def _find(self, token):
        """The open record that ``token`` opens, or an empty one.

        Unknown, forged, expired, revoked and malformed cost the same: one search by the
        key, one signature, one comparison.
        """
        key, signature = visitor.split(token)
        found = self.sudo().search([("key", "=", key)])
        genuine = consteq(found._signature(), signature)
        return found if found and genuine and found._is_open() else found.browse()
