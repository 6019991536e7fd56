from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError


class DiagnosticTiming(models.Model):
    """The timed week as a phone shows it: one tap starts a task, one stops it.

    Every act answers with the page.  ``tap`` is its name, so that it counts once however
    often it is sent; ``late`` is how many seconds ago it was, on a phone without a network.
    """

    _inherit = "tpe.diagnostic.timing"

    @api.model
    def action_page(self):
        """What runs, the tasks with their total of the week, those of all for managers."""
        self.check_access("read")
        company = self.env.company
        today = self.env["tpe.sop"]._today(company)
        monday = self._moment(company, today - timedelta(days=today.weekday()))
        mine = dict(
            self._read_group(
                [
                    ("user_id", "=", self.env.uid),
                    ("company_id", "=", company.id),
                    ("stopped_on", "!=", False),
                    ("started_on", ">=", monday),
                ],
                ["task_id"],
                ["seconds:sum"],
            )
        )
        tasks = self.env["tpe.diagnostic.task"].search(
            [("company_id", "in", (company.id, False))]
        )
        return {
            "user": self.env.uid,
            "running": self._running_page(company),
            "tasks": [
                {"id": task.id, "name": task.name, "seconds": mine.get(task, 0)}
                for task in tasks | self.env["tpe.diagnostic.task"].union(*mine)
            ],
            "team": self._team_page(company, monday),
        }

    def _running(self):
        return self.search(
            [("user_id", "=", self.env.uid), ("stopped_on", "=", False)], limit=1
        )

    def _running_page(self, company):
        running = self._running()
        if not running:
            return False
        spent = (fields.Datetime.now() - running.started_on).total_seconds()
        return {
            "id": running.id,
            "task": running.task_id.id,
            "name": running.task_id.name,
            "seconds": int(spent),
            "forgotten": spent > company.tpe_timer_hours * 3600,
        }

    def _team_page(self, company, monday):
        """Totals by task for those who decide, never of one person."""
        if not self.env.user.has_group("tpe_base.group_tpe_manager"):
            return False
        return [
            {"id": task.id, "name": task.name, "seconds": seconds}
            for task, seconds in self._totals(company, monday)
        ]

    @api.model
    def action_start(self, task_id, tap="", late=0):
        """Begin this task; what was running stops at the same moment."""
        task = self.env["tpe.diagnostic.task"].browse(task_id).exists()
        task.check_access("read")
        if not task:
            raise UserError(self.env._("This task is gone."))
        if tap and self.search_count(
            [("user_id", "=", self.env.uid), ("tap", "=", tap)], limit=1
        ):
            return self.action_page()
        moment = _moment_of(late)
        running = self._running()
        if running:
            running._stop(moment, tap)
            # The next one may only be written once no other is running.
            running.flush_recordset()
        self.create({"task_id": task.id, "started_on": moment, "tap": tap or False})
        return self.action_page()

    @api.model
    def action_stop(self, task_id, tap="", late=0):
        """End this task, if it is still the one that is running."""
        running = self._running()
        moment = _moment_of(late)
        # A tap that comes late from another phone stops nothing that began since.
        if running and running.task_id.id == task_id and moment >= running.started_on:
            running._stop(moment, tap)
        return self.action_page()

    def _stop(self, moment, tap):
        self.write(
            {"stopped_on": max(moment, self.started_on), "stop_tap": tap or False}
        )

    @api.model
    def action_correct(self, timing_id, minutes, tap="", late=0):
        """The timer was forgotten: the task took so many minutes."""
        running = self._running()
        if running.id != timing_id:
            return self.action_page()
        spent = (_moment_of(late) - running.started_on).total_seconds() / 60
        minutes = _number(minutes)
        if not 0 <= minutes <= spent:
            raise UserError(
                self.env._("It took between 0 and %s minutes.", int(max(spent, 0)))
            )
        running.corrected = True
        running._stop(running.started_on + timedelta(minutes=minutes), tap)
        return self.action_page()


def _moment_of(late):
    return fields.Datetime.now() - timedelta(seconds=_number(late))


def _number(value):
    """A number that came from outside."""
    try:
        return max(float(value or 0), 0)
    except (TypeError, ValueError):
        return 0
