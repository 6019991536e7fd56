import logging

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import SQL

from ..tools.past_file import MOST_BYTES
from .past_import import RUNNING

_logger = logging.getLogger(__name__)
# What a person waits for; more is left to the scheduled action.
ROWS_AT_ONCE = 200
BYTES_AT_ONCE = 500_000
# A worker that is stopped for its time is stopped again.
MOST_RUNS = 3
# Where a file goes back to when what was asked failed.
BACK = {"reading": "refused", "importing": "refused", "undoing": "done"}


class PastImport(models.Model):
    """Large files: a scheduled action, so that nobody waits for the page.

    One transaction for each, not slices: all of a file is in the books, or nothing.
    """

    _inherit = "tpe.past.import"

    asked_by_id = fields.Many2one("res.users", readonly=True, copy=False)
    progress = fields.Integer(compute="_compute_progress")

    @api.depends("state")
    def _compute_progress(self):
        rows = self.env.execute_query(
            SQL(
                "SELECT import_id, percent FROM tpe_past_progress WHERE import_id = ANY(%s)",
                self.ids,
            )
        )
        found = dict(rows)
        for one in self:
            one.progress = found.get(one.id, 0) if one.state in RUNNING else 0

    def _queue(self, state):
        """Leave it to the scheduled action."""
        one = self.sudo()
        one.write({"state": state, "refusal": False, "asked_by_id": self.env.uid})
        rows = one.env["tpe.past.progress"]
        rows.search([("import_id", "=", one.id)]).unlink()
        rows.create({"import_id": one.id})
        one.env.ref("tpe_onboarding_sop.ir_cron_past")._trigger()

    def _look(self):
        large = BYTES_AT_ONCE < len(self._content()) <= MOST_BYTES
        if large and self.state not in RUNNING:
            self._forget()
            self._queue("reading")
            return
        super()._look()

    def _import(self):
        many = self.new_count > ROWS_AT_ONCE and not self.refused_count
        if many and self.state == "review":
            self._check_ready()
            self._queue("importing")
            return
        super()._import()

    def _undo(self):
        if len(self.sudo().move_ids) > ROWS_AT_ONCE and self.state == "done":
            self._check_nothing_built()
            self._queue("undoing")
            return
        super()._undo()

    @api.model
    def _cron_past(self):
        """Do what was asked; what a stopped worker left undone is begun again."""
        progress = self.env["ir.cron"]._commit_progress
        asked = self.search([("state", "in", RUNNING)], order="id")
        progress(remaining=len(asked))
        for one in asked:
            one = one.try_lock_for_update().filtered_domain([("state", "in", RUNNING)])
            if one:
                one._run()
            if not progress(1):
                return

    def _run(self):
        """What was asked, whole or not at all."""
        doing, asker = self.state, self.asked_by_id
        one = self.with_user(asker).sudo().with_company(self.company_id)
        one = one.with_context(lang=asker.lang, tz=asker.tz, past_tells=True)
        words = False
        if self._begun() > MOST_RUNS:
            words = one.env._(
                "It took longer than the server allows: send the file in several parts."
            )
        else:
            try:
                with self.env.cr.savepoint():
                    getattr(
                        one,
                        {"reading": "_look", "importing": "_import"}.get(
                            doing, "_undo"
                        ),
                    )()
            except UserError as error:
                words = str(error)
            except Exception:
                _logger.exception("Import of the past %s, %s", self.id, doing)
                words = one.env._("The program stopped on an error: try again.")
        if words:
            self.write({"state": BACK[doing], "refusal": words})
        asker._bus_send(
            "simple_notification",
            {
                "type": "danger" if words else "success",
                "message": words
                or one.env._("« %s » is ready: look at it.", one.display_name),
            },
        )

    def _begun(self):
        """How often it was begun, this time included; kept if this time fails."""
        [[runs]] = self._beside(SQL("runs = runs + 1"))
        return runs

    def _tell(self, percent):
        """Show how far it is."""
        if self.env.context.get("past_tells"):
            self._beside(SQL("percent = %s", percent))

    def _beside(self, change):
        """Change the progress at once, whatever becomes of this transaction."""
        with self.env.registry.cursor() as cr:
            cr.execute(
                SQL(
                    "UPDATE tpe_past_progress SET %s WHERE import_id = %s RETURNING runs",
                    change,
                    self.id,
                )
            )
            return cr.fetchall()
