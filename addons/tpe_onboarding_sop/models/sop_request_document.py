import hashlib

from odoo import api, fields, models
from odoo.exceptions import UserError


class SopRequestDocument(models.Model):
    """A document that the customer reads and accepts by his name.

    A simple electronic signature: a name, a moment, and the digest of the very bytes that
    were shown (Code civil, articles 1366 and 1367).
    """

    _name = "tpe.sop.request.document"
    _description = "Document to Sign"
    _inherit = "tpe.dunning.guarded"
    _order = "id"

    request_id = fields.Many2one(
        "tpe.sop.request", required=True, ondelete="cascade", index=True
    )
    name = fields.Char(required=True)
    file = fields.Binary(required=True, attachment=True)
    signed_by = fields.Char(readonly=True, copy=False)
    signed_on = fields.Datetime(readonly=True, copy=False)
    digest = fields.Char(
        string="Fingerprint",
        readonly=True,
        copy=False,
        help="SHA-256 of the file signed.",
    )

    def write(self, vals):
        if {"file", "name", "request_id"} & set(vals):
            self._check_not_signed()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_signed(self):
        self._check_not_signed()

    def _check_not_signed(self):
        if any(document.signed_on for document in self):
            raise UserError(self.env._("A signed document is kept as it is."))

    def _sign(self, name):
        """Called as superuser by the customer's page."""
        for document in self.filtered(lambda document: not document.signed_on):
            document.write(
                {
                    "signed_by": name,
                    "signed_on": fields.Datetime.now(),
                    "digest": hashlib.sha256(
                        self.request_id._raw(document)
                    ).hexdigest(),
                }
            )
