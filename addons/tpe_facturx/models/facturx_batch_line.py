import hashlib
import logging

from odoo import fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)


class TpeFacturxBatchLine(models.Model):
    """One invoice of a ZIP: made and checked in a transaction of its own."""

    _name = "tpe.facturx.batch.line"
    _description = "Invoice of an accountant's ZIP"
    _order = "id"
    _rec_name = "move_id"

    batch_id = fields.Many2one(
        "tpe.facturx.batch", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="batch_id.company_id", store=True)
    move_id = fields.Many2one(
        "account.move", string="Invoice", required=True, ondelete="cascade", index=True
    )
    state = fields.Selection(
        [("todo", "To make"), ("done", "In the ZIP"), ("failed", "Left out")],
        default="todo",
        required=True,
    )
    reason = fields.Char()
    sha256 = fields.Char(string="SHA-256")

    _todo_idx = models.Index("(batch_id, id) WHERE state = 'todo'")

    def _make(self):
        """Make the Factur-X where there is none; the manifest tells its fingerprint."""
        self.ensure_one()
        attachment = self.move_id._facturx_make()
        sha = hashlib.sha256(attachment.raw).hexdigest()
        self.write({"state": "done", "sha256": sha})

    def _make_or_tell(self):
        """As ``_make``; what stops this invoice is written, and stops no other."""
        try:
            self._make()
            self.env.flush_all()
        except Exception as error:
            self.env.cr.rollback()
            if not isinstance(error, UserError):
                _logger.exception("Factur-X of %s", self.move_id.name)
            reason = str(error) if isinstance(error, UserError) else repr(error)
            self.write({"state": "failed", "reason": reason[:500]})
