from odoo import models
from odoo.exceptions import UserError


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
        journal = self.env["account.journal"].search(
            [("company_id", "=", self.company_id.id), ("type", "=", "purchase")],
            limit=1,
        )
        if not journal:
            raise UserError(
                self.env._("%s has no journal of bills.", self.company_id.name)
            )
        moves = moves.with_context(
            skip_is_manually_modified=True, tpe_facturx_file=True
        )
        move = moves.create({"move_type": "in_invoice", "journal_id": journal.id})
        attachment = self.sudo().attachment_id.copy(
            {"res_model": move._name, "res_id": move.id}
        )
        move.message_post(attachment_ids=attachment.ids)
        move.message_post(body=self.words)
        if self.readable:
            # As core does for a file dropped in the list of bills. It notes the supplier's
            # numbers on his record, which an assistant may not write.
            data = moves._to_files_data(attachment)
            data += moves._unwrap_attachments(data)
            move.sudo()._extend_with_attachments(data, new=True)
        return move
