import logging
from pathlib import Path

from odoo import api, fields, models
from odoo.fields import Domain

from .facturx_batch import OPEN
from .facturx_batch_line import TRIES

_logger = logging.getLogger(__name__)


class TpeFacturxBatch(models.Model):
    """The scheduled action: a transaction for each invoice, then the ZIP of each batch."""

    _inherit = "tpe.facturx.batch"

    @api.model
    def _todo_domain(self):
        return Domain("state", "=", "todo") & Domain("batch_id.state", "in", OPEN)

    @api.model
    def _cron_batch(self, batch_size=50):
        """Make what is queued.  Killed in between, the next run goes on where it was."""
        lines, domain = self.env["tpe.facturx.batch.line"], self._todo_domain()
        progress = self.env["ir.cron"]._commit_progress
        progress(remaining=lines.search_count(domain) + len(self._complete()))
        for line in lines.search(domain, limit=batch_size):
            line = line.try_lock_for_update().filtered_domain(domain)
            if not line:
                continue
            if line.batch_id.state == "queued":
                line.batch_id.state = "running"
            if line._begin():
                line._make_or_tell()
            time_left = progress(1)
            self.env.invalidate_all()  # the files of the last one leave the memory
            if not time_left:
                return
        for batch in self._complete():
            batch = batch.try_lock_for_update().filtered_domain([("state", "in", OPEN)])
            if batch and batch._begin():
                batch._finish()
            if not progress(1):
                return

    @api.model
    def _complete(self):
        """Batches of which each invoice was made or left out, and no ZIP yet."""
        return self.search([("state", "in", OPEN)]).filtered(
            lambda batch: (
                not self.env["tpe.facturx.batch.line"].search_count(
                    [("batch_id", "=", batch.id), ("state", "=", "todo")], limit=1
                )
            )
        )

    def _begin(self):
        """Count this try before it is made; told and False when there were enough."""
        if self.tries >= TRIES:
            words = self.env._(
                "The server was stopped %s times while it built this ZIP.", TRIES
            )
            self.write({"state": "failed", "failure": words})
            self._tell(self._to_tell())
            return False
        self.tries += 1
        self.env["ir.cron"]._commit_progress()
        return bool(self.try_lock_for_update())

    def _finish(self):
        """Build the ZIP and tell who asked for it."""
        user = self._to_tell()
        self = self.with_context(lang=user[:1].lang)
        try:
            path = self._zip()
            try:
                attachment = self._keep(path)
            finally:
                Path(path).unlink(missing_ok=True)
            values = {"state": "done", "attachment_id": attachment.id, "failure": False}
            self.write(values)
            self.env.flush_all()
        except Exception as error:
            self.env.cr.rollback()
            _logger.exception("ZIP of %s", self.name)
            self.write({"state": "failed", "failure": repr(error)[:500]})
        self._tell(user)

    def _to_tell(self):
        """Who asked for it, if he may still read it; else the managers of the firm."""
        user = self.user_id
        companies = user.company_ids.ids
        asked = self.with_user(user).with_context(allowed_company_ids=companies)
        if user.active and asked.has_access("read"):
            return user
        managers = self.env.ref("tpe_base.group_tpe_manager").all_user_ids
        return managers.filtered(
            lambda each: each.active and self.company_id in each.company_ids
        )

    def _tell(self, users):
        if self.state == "done":
            words = self.env._("The ZIP « %s » is ready.", self.name)
        else:
            words = self.env._("The ZIP « %s » could not be made.", self.name)
        for user in users:
            self.activity_schedule(
                "mail.mail_activity_data_todo",
                date_deadline=fields.Date.context_today(self),
                summary=words,
                user_id=user.id,
            )
            kind = "success" if self.state == "done" else "danger"
            user._bus_send("simple_notification", {"type": kind, "message": words})
