from odoo import api, models


class IrAttachment(models.Model):
    """The files of an approved step are as much its content as its words."""

    _inherit = "ir.attachment"

    def write(self, vals):
        self._check_sop_draft()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_approved_sop(self):
        self._check_sop_draft()

    def _check_sop_draft(self):
        ids = [
            one.res_id
            for one in self.sudo()
            if one.res_model == "tpe.sop.step" and one.res_field
        ]
        if ids:
            self.env["tpe.sop.step"].sudo().browse(ids).exists()._check_draft()
