from odoo import api, fields, models


class AccountMove(models.Model):
    """A bill made from an e-invoice, by whatever way it came: its file has a verdict."""

    _inherit = "account.move"

    tpe_facturx_file_ids = fields.One2many("tpe.facturx.file", "move_id")
    tpe_facturx_file_words = fields.Char(
        compute="_compute_tpe_facturx_file_words", compute_sudo=True
    )

    tpe_facturx_file_refused = fields.Boolean(
        string="E-invoice refused",
        compute="_compute_tpe_facturx_file_words",
        compute_sudo=True,
    )

    @api.depends("tpe_facturx_file_ids.words", "tpe_facturx_file_ids.verdict")
    def _compute_tpe_facturx_file_words(self):
        for move in self:
            file = move.tpe_facturx_file_ids[:1]
            move.tpe_facturx_file_words = file.words or ""
            move.tpe_facturx_file_refused = file.verdict == "reject"

    def _extend_with_attachments(self, files_data, new=False):
        done = super()._extend_with_attachments(files_data, new)
        asked = new and not self.env.context.get("tpe_facturx_file")
        if asked and self.is_purchase_document(include_receipts=True):
            self._facturx_receive(files_data)
        return done

    def _facturx_receive(self, files_data):
        """Keep the verdict of a file that core has just imported, without waiting long."""
        electronic = self.env["ir.attachment"].union(
            *(
                data["origin_attachment"]
                for data in files_data
                if str(data["import_file_type"]).startswith("account.edi.xml")
            )
        )
        files = self.env["tpe.facturx.file"]._receive(
            electronic, self.company_id, official=False
        )
        files.sudo().filtered(lambda file: not file.move_id).move_id = self

    def action_tpe_facturx_file(self):
        """Open what was found in the file of this bill."""
        self.ensure_one()
        return {
            "type": "ir.actions.act_window",
            "res_model": "tpe.facturx.file",
            "res_id": self.tpe_facturx_file_ids[:1].id,
            "views": [(False, "form")],
        }
