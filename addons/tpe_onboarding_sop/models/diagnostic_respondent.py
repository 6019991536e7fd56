from odoo import api, fields, models

# Between two answers: a page left open over lunch is not work.
LONGEST_STEP = 600


class DiagnosticRespondent(models.Model):
    """Somebody who answers: his answers are his own until the diagnostic is done."""

    _name = "tpe.diagnostic.respondent"
    _description = "Respondent of a Diagnostic"
    _order = "id"
    _rec_name = "user_id"

    diagnostic_id = fields.Many2one(
        "tpe.diagnostic", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="diagnostic_id.company_id", store=True)
    user_id = fields.Many2one(
        "res.users",
        required=True,
        ondelete="restrict",
        domain="[('share', '=', False)]",
    )
    answer_ids = fields.One2many("tpe.diagnostic.answer", "respondent_id")
    seconds = fields.Integer(
        readonly=True, help="Time spent answering, pauses left out."
    )
    minutes = fields.Integer(compute="_compute_minutes")
    position = fields.Char(
        readonly=True, help="Key of the question where the person stopped."
    )
    finished_on = fields.Datetime(readonly=True)

    _once = models.UniqueIndex(
        "(diagnostic_id, user_id)", "This person answers already."
    )

    @api.depends("seconds")
    def _compute_minutes(self):
        for person in self:
            person.minutes = round(person.seconds / 60)

    @api.model_create_multi
    def create(self, vals_list):
        people = super().create(vals_list)
        people.diagnostic_id.sudo()._lock_open()
        return people

    def write(self, vals):
        self.diagnostic_id.sudo()._lock_open()
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_done(self):
        self.diagnostic_id.sudo()._lock_open()

    def _stopped_at(self, position, seconds):
        """Where he is and the time he spent: the longest of his devices.

        A tap that comes late, or twice, has spent less than what is kept: it moves
        nothing.
        """
        if isinstance(seconds, bool) or not isinstance(seconds, int | float):
            seconds = 0
        spent = int(min(seconds, self.seconds + LONGEST_STEP))
        if spent >= self.seconds:
            self.write({"position": str(position), "seconds": spent})
