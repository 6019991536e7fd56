from odoo import fields, models
from odoo.exceptions import AccessError, UserError


class TpeFacturxFileAdd(models.TransientModel):
    """Files to look at: a supplier's e-invoice, or one of ours from elsewhere."""

    _name = "tpe.facturx.file.add"
    _description = "E-invoices to check"

    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    attachment_ids = fields.Many2many("ir.attachment", string="PDF or XML files")

    def action_check(self):
        self.ensure_one()
        files = self.env["tpe.facturx.file"]
        if self.company_id not in self.env.companies:
            raise AccessError(
                self.env._("Files are received for a company that you work in.")
            )
        if not self.attachment_ids:
            raise UserError(self.env._("Choose a file first."))
        found = files._receive(self.attachment_ids, self.company_id)
        action = self.env["ir.actions.act_window"]._for_xml_id(
            "tpe_facturx.facturx_file_action"
        )
        if len(found) == 1:
            return {**action, "res_id": found.id, "views": [(False, "form")]}
        return {**action, "domain": [("id", "in", found.ids)]}
