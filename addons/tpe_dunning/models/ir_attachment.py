from odoo import models
from odoo.exceptions import AccessError


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _check_access(self, operation):
        """The ZIP of a court file is built, never replaced or removed by hand."""
        found = super()._check_access(operation)
        if operation not in ("write", "unlink") or not self:
            return found
        cases = self.env["tpe.dunning.injunction"].sudo()
        kept = cases.search([("attachment_id", "in", self.ids)]).attachment_id
        if not kept:
            return found
        forbidden = kept.sudo(False) | (found[0] if found else self.browse())
        return forbidden, lambda: AccessError(
            self.env._("This file is kept as evidence: build it again instead.")
        )
