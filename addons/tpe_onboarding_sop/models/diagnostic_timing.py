from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from odoo import api, fields, models
from odoo.exceptions import AccessError


class DiagnosticTiming(models.Model):
    """Time that a person spent on a task, from a tap to the next one.

    Each person has his own and nobody else reads it: the firm reads totals by task.
    """

    _name = "tpe.diagnostic.timing"
    _description = "Timed Task"
    _order = "started_on desc, id desc"
    _rec_name = "task_id"

    task_id = fields.Many2one(
        "tpe.diagnostic.task", required=True, index=True, ondelete="restrict"
    )
    user_id = fields.Many2one(
        "res.users",
        required=True,
        readonly=True,
        default=lambda self: self.env.user,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company, index=True
    )
    started_on = fields.Datetime(
        string="Started at", required=True, default=fields.Datetime.now
    )
    stopped_on = fields.Datetime(string="Stopped at")
    seconds = fields.Integer(compute="_compute_seconds", store=True)
    hours = fields.Float(compute="_compute_hours")
    corrected = fields.Boolean(
        readonly=True, help="The timer was forgotten: the person told how long it took."
    )
    tap = fields.Char(readonly=True)
    stop_tap = fields.Char(readonly=True)

    _one_running = models.UniqueIndex(
        "(user_id) WHERE stopped_on IS NULL",
        "One task at a time: stop the one that is running first.",
    )
    _tap_once = models.UniqueIndex(
        "(user_id, tap) WHERE tap IS NOT NULL", "This tap was counted already."
    )
    _ends_after = models.Constraint(
        "CHECK (stopped_on >= started_on)", "A task ends after it began."
    )

    @api.depends("started_on", "stopped_on")
    def _compute_seconds(self):
        for timing in self:
            spent = timing.stopped_on and timing.stopped_on - timing.started_on
            timing.seconds = spent.total_seconds() if spent else 0

    @api.depends("seconds")
    def _compute_hours(self):
        for timing in self:
            timing.hours = timing.seconds / 3600

    def write(self, vals):
        if "user_id" in vals and not self.env.su:
            raise AccessError(self.env._("Each person times his own tasks."))
        return super().write(vals)

    @api.model
    def _moment(self, company, day):
        """The beginning of a day of the firm, as it is stored."""
        zone = ZoneInfo(company.partner_id.tz or self.env.user.tz or "Europe/Paris")
        midnight = datetime.combine(day, time.min, zone)
        return midnight.astimezone(ZoneInfo("UTC")).replace(tzinfo=None)

    @api.model
    def _totals(self, company, since, until=None, limit=None):
        """``[(task, seconds)]`` of everybody between two moments, the longest first."""
        domain = [
            ("company_id", "=", company.id),
            ("stopped_on", "!=", False),
            ("started_on", ">=", since),
        ]
        if until:
            domain.append(("started_on", "<", until))
        return self.sudo()._read_group(
            domain,
            ["task_id"],
            ["seconds:sum"],
            order="seconds:sum DESC, task_id",
            limit=limit,
        )

    @api.model
    def _longest(self, company, since, limit=5):
        """``[{task, name, seconds, hours}]``: the tasks that took longest since a day."""
        self.env["tpe.cash.card"]._check_reader()
        totals = self._totals(company, self._moment(company, since), limit=limit)
        return [
            {
                "task": task,
                "name": task.name,
                "seconds": seconds,
                "hours": seconds / 3600,
            }
            for task, seconds in totals
            if seconds
        ]

    @api.model
    def _week_hours(self, company, day):
        """Hours timed by everybody in the seven days that end with ``day``."""
        since = self._moment(company, day - timedelta(days=6))
        until = self._moment(company, day + timedelta(days=1))
        totals = self._totals(company, since, until)
        return round(sum(seconds for _task, seconds in totals) / 3600, 2)
