from odoo import models


class TpeFacturxFile(models.Model):
    _inherit = "tpe.facturx.file"

    def action_bill(self):
        """Open the bill of this file, made by core's importer the first time."""
        self.ensure_one()
        self._check_may_write()
        if not self.move_id:
            self.sudo().move_id = self._make_bill()
        return {
            "type": "ir.actions.act_window",
            "res_model": "account.move",
            "res_id": self.move_id.id,
            "views": [(False, "form")],
            "target": "current",
        }

    def _make_bill(self):
        """A draft bill: a person posts it, whatever the supplier's settings are.

        What was refused while being read is not given to the importer, which would read it
        in this process: the draft is empty, with the file.
        """
        moves = self.env["account.move"].with_company(self.company_id)
        moves.check_access("create")
        moves = moves.with_context(
            default_move_type="in_invoice",
            skip_is_manually_modified=True,
            tpe_facturx_file=True,
        )
        attachment = self.sudo().attachment_id.copy(
            {"res_model": False, "res_id": False}
        )
        attachment = attachment.sudo(False)
        if self.readable:
            # It notes the supplier's numbers on his record, which an assistant may not
            # write.
            move = moves.sudo()._create_records_from_attachments(attachment).sudo(False)
        else:
            move = moves.create({})
            attachment.sudo().write({"res_model": move._name, "res_id": move.id})
            move.message_post(attachment_ids=attachment.ids)
        move.message_post(body=self.words)
        return move
