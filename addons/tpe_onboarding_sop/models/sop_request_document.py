import hashlib

from odoo import fields, models
from odoo.exceptions import UserError


class SopRequestDocument(models.Model):
    """A document that the customer reads and accepts by his name.

    A simple electronic signature: a name, a moment, and the digest of the very bytes that
    were shown (Code civil, articles 1366 and 1367).
    """

    _name = "tpe.sop.request.document"
    _description = "Document to Sign"
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
        if {"file", "name"} & set(vals) and any(doc.signed_on for doc in self):
            raise UserError(self.env._("A signed document is kept as it is."))
        return super().write(vals)

    def _raw(self):
        """Its bytes, from the file and not from a copy in memory of the form."""
        self.ensure_one()
        return self.with_context(bin_size=False).file and (
            self.env["ir.attachment"]
            .sudo()
            .search(
                [
                    ("res_model", "=", self._name),
                    ("res_field", "=", "file"),
                    ("res_id", "=", self.id),
                ],
                limit=1,
            )
            .raw
        )

    def _sign(self, name):
        """Called as superuser by the customer's page."""
        for document in self.filtered(lambda document: not document.signed_on):
            document.write(
                {
                    "signed_by": name,
                    "signed_on": fields.Datetime.now(),
                    "digest": hashlib.sha256(document._raw()).hexdigest(),
                }
            )
