from odoo import models
from odoo.exceptions import AccessError
from odoo.fields import Domain


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _check_access(self, operation):
        """Files that count as evidence are never replaced or removed by hand."""
        found = super()._check_access(operation)
        if operation not in ("write", "unlink") or not self:
            return found
        kept = self._tpe_evidence()
        if not kept:
            return found
        forbidden = kept | (found[0] if found else self.browse())
        return forbidden, lambda: AccessError(
            self.env._(
                "This file is kept as evidence: it is neither changed nor deleted."
            )
        )

    def _tpe_evidence(self):
        """Those of self that are court files, files that left, or scans of the post."""
        own = Domain("id", "in", self.ids)
        files = self.sudo()
        scans = files.search(
            own
            & Domain("res_model", "=", "tpe.dunning.reminder")
            & Domain("res_field", "in", ("deposit_scan", "receipt_scan"))
        )
        cases = self.env["tpe.dunning.injunction"].sudo()
        sent = self.env["tpe.dunning.reminder"].sudo()
        return (
            scans
            | cases.search([("attachment_id", "in", self.ids)]).attachment_id
            | sent.search([("attachment_ids", "in", self.ids)]).attachment_ids.filtered(
                lambda file: file.id in self.ids
            )
        ).sudo(False)
