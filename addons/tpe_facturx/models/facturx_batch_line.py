import hashlib
import logging
from datetime import timedelta

from odoo import fields, models
from odoo.exceptions import LockError, UserError
from odoo.service.model import PG_CONCURRENCY_EXCEPTIONS_TO_RETRY

_logger = logging.getLogger(__name__)

# Core puts a scheduled action off by a day that was killed three times in a row: one less.
TRIES = 2


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
    tries = fields.Integer(help="How many times the making of it was begun.")

    _todo_idx = models.Index("(batch_id, id) WHERE state = 'todo'")

    def _make(self):
        """Make the Factur-X where there is none; the manifest tells its fingerprint."""
        self.ensure_one()
        attachment = self.move_id._facturx_make()
        if not attachment.raw:
            raise UserError(self.move_id._facturx_lost_words())
        sha = hashlib.sha256(attachment.raw).hexdigest()
        self.write({"state": "done", "sha256": sha, "reason": False})

    def _begin(self):
        """Count this try before it is made; False when it was tried often enough.

        An invoice that has the server killed would otherwise stop all those behind it.
        """
        if self.tries >= TRIES:
            reason = self.reason or self.env._(
                "The server was stopped %s times while it made this invoice.", TRIES
            )
            self.write({"state": "failed", "reason": reason})
            return False
        self.tries += 1
        self.env["ir.cron"]._commit_progress()
        return bool(self.try_lock_for_update())

    def _make_or_tell(self):
        """As ``_make``; what stops this invoice is written, and stops no other."""
        try:
            self._make()
            self.env.flush_all()
        except (LockError, *PG_CONCURRENCY_EXCEPTIONS_TO_RETRY) as error:
            # Somebody works on it: it is left to the next run.
            self.env.cr.rollback()
            self.reason = str(error)[:500]
            soon = fields.Datetime.now() + timedelta(minutes=1)
            self.env.ref("tpe_facturx.ir_cron_batch").sudo()._trigger(soon)
        except Exception as error:
            self.env.cr.rollback()
            if not isinstance(error, UserError):
                _logger.exception("Factur-X of %s", self.move_id.name)
            reason = str(error) if isinstance(error, UserError) else repr(error)
            self.write({"state": "failed", "reason": reason[:500]})
