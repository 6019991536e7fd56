import logging
from datetime import timedelta
from typing import NamedTuple

from dateutil.relativedelta import relativedelta
from markupsafe import escape

from odoo import api, fields, models

_logger = logging.getLogger(__name__)


class Due(NamedTuple):
    """What a trigger met: the record, or None, and a name that comes once."""

    record: object
    key: str


class SopTrigger(models.Model):
    """What starts a run by itself.

    A new kind is an entry of ``kind`` and a method ``_due_<kind>(today)`` that returns
    the ``Due`` of today; a key that started a run already is left out.
    """

    _name = "tpe.sop.trigger"
    _description = "Trigger of Procedures"
    _rec_name = "sop_id"
    _order = "sop_id, id"

    sop_id = fields.Many2one(
        "tpe.sop", string="Procedure", required=True, ondelete="cascade", index=True
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    active = fields.Boolean(default=True)
    kind = fields.Selection(
        [("date", "On given dates")], string="When", required=True, default="date"
    )
    responsible_id = fields.Many2one(
        "res.users", help="Empty: the owner of the procedure."
    )
    days = fields.Integer(
        string="Days to do it", default=7, help="From the start to the due date."
    )
    next_on = fields.Date(string="Next on")
    every = fields.Integer(default=1, help="Zero: once.")
    unit = fields.Selection(
        [("days", "Days"), ("weeks", "Weeks"), ("months", "Months")],
        default="months",
        required=True,
    )

    _positive = models.Constraint(
        "CHECK (every >= 0 AND days >= 0)", "A number of days or months is positive."
    )

    @api.constrains("sop_id", "responsible_id")
    def _check_responsible_reads(self):
        for trigger in self.filtered("responsible_id"):
            trigger.sop_id._check_open_to(trigger.responsible_id)

    def _due_date(self, today):
        """The day that has come: one run, even after a holiday of the server."""
        if not self.next_on or self.next_on > today:
            return []
        return [Due(None, str(self.next_on))]

    def _fired_date(self, today):
        """The next day after today."""
        if not self.every:
            self.next_on = False
            return
        step = relativedelta(**{self.unit: self.every})
        if self.unit == "months" and (self.next_on + timedelta(days=1)).day == 1:
            # The end of a month stays the end of a month, after February too.
            step += relativedelta(day=31)
        while self.next_on <= today:
            self.next_on += step

    @api.model
    def _cron_run(self):
        triggers = self.search([("sop_id.version_id", "!=", False)])
        self.env["ir.cron"]._commit_progress(remaining=len(triggers))
        for trigger in triggers:
            try:
                with self.env.cr.savepoint():
                    trigger._fire()
            except Exception as error:
                # The others still have to start.
                trigger._tell_failed(error)
            if not self.env["ir.cron"]._commit_progress(1):
                break

    def _fire(self):
        """Start what is due today, each once."""
        self.ensure_one()
        today = self.env["tpe.sop"]._today(self.company_id)
        found = getattr(self, f"_due_{self.kind}")(today)
        runs = self.env["tpe.sop.run"]
        known = set(
            runs.search(
                [
                    ("trigger_id", "=", self.id),
                    ("trigger_key", "in", [due.key for due in found]),
                ]
            ).mapped("trigger_key")
        )
        failed = None
        for due in found:
            if due.key in known:
                continue
            try:
                with self.env.cr.savepoint():
                    self._start(due, today)
            except Exception as error:
                # One record that cannot have its run does not keep the others from it.
                failed = error
        if failed:
            self._tell_failed(failed)
            return
        fired = getattr(self, f"_fired_{self.kind}", None)
        if found and fired:
            fired(today)

    def _start(self, due, today):
        """The run of ``due``."""
        runs = self.env["tpe.sop.run"].with_company(self.company_id)
        return runs._start(
            self.sop_id,
            due.record,
            self.responsible_id or self.sop_id.owner_id,
            today + relativedelta(days=self.days),
            trigger_id=self.id,
            trigger_key=due.key,
        )

    def _tell_failed(self, error):
        """Tell whoever answers for the procedure, once until he has seen it."""
        _logger.error("Trigger %s of procedures failed", self.id, exc_info=error)
        self.env.invalidate_all()
        sop = self.sop_id
        person = self.responsible_id or sop.owner_id or self.create_uid
        sop = sop.with_context(lang=person.lang, mail_activity_quick_update=True)
        summary = sop.env._("« %s » did not start by itself", sop.name)
        if sop.activity_ids.filtered(
            lambda activity: (activity.user_id, activity.summary) == (person, summary)
        ):
            return
        sop.activity_schedule(
            "mail.mail_activity_data_warning",
            summary=summary,
            note=escape(str(error)),
            user_id=person.id,
        )
