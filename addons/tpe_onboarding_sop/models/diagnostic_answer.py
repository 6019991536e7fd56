from odoo import api, fields, models
from odoo.exceptions import UserError

from .diagnostic_question import AXES, ROLES

# What the books said: never changed, corrected beside it.
READ = frozenset({"value", "known", "count", "proof", "action", "euros"})
OF_WHOM = frozenset({"diagnostic_id", "question_id", "respondent_id"})


class DiagnosticAnswer(models.Model):
    """An answer: a person's, or what the books said when the diagnostic began.

    An answer of the books has no respondent.  It is corrected beside what was read, with
    a reason; what was read stays.
    """

    _name = "tpe.diagnostic.answer"
    _description = "Answer of a Diagnostic"
    _order = "diagnostic_id, question_id, id"

    diagnostic_id = fields.Many2one(
        "tpe.diagnostic", required=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="diagnostic_id.company_id", store=True)
    question_id = fields.Many2one(
        "tpe.diagnostic.question", required=True, index=True, ondelete="restrict"
    )
    respondent_id = fields.Many2one(
        "tpe.diagnostic.respondent", index="btree_not_null", ondelete="cascade"
    )
    choice_id = fields.Many2one("tpe.diagnostic.choice", ondelete="restrict")
    value = fields.Float(readonly=True)
    known = fields.Boolean(
        readonly=True, help="Without it, there were not enough data."
    )
    note = fields.Text(help="What the figures do not say.")
    # The question as it was when it was answered: a diagnostic of last year keeps its
    # score when a consultant writes better questions.
    axis = fields.Selection(AXES, readonly=True)
    role = fields.Selection(ROLES, readonly=True)
    asked = fields.Text(readonly=True, string="Question as read")
    said = fields.Char(readonly=True, string="Answer")
    scored = fields.Boolean(readonly=True)
    weight = fields.Float(readonly=True)
    points = fields.Float(readonly=True, help="From 0 to 100, when known.")
    # What the books said.
    count = fields.Integer(readonly=True, string="Records that make it")
    proof = fields.Text(readonly=True)
    action = fields.Json(readonly=True)
    euros = fields.Float(readonly=True, string="Costs over twelve months")
    corrected = fields.Boolean(readonly=True)
    corrected_value = fields.Float(readonly=True)
    reason = fields.Text(readonly=True)
    corrected_by_id = fields.Many2one("res.users", readonly=True, ondelete="restrict")
    corrected_on = fields.Datetime(readonly=True)

    _once = models.UniqueIndex(
        "(diagnostic_id, question_id, COALESCE(respondent_id, 0))",
        "This question is answered already.",
    )

    @api.model_create_multi
    def create(self, vals_list):
        answers = super().create(vals_list)
        answers.diagnostic_id.sudo()._lock_open()
        return answers

    def write(self, vals):
        self.diagnostic_id.sudo()._lock_open()
        touched = set(vals)
        if touched & OF_WHOM or (
            touched & READ and any(not one.respondent_id for one in self.sudo())
        ):
            raise UserError(
                self.env._(
                    "What the books said stays: correct it beside, with a reason."
                )
            )
        return super().write(vals)

    @api.ondelete(at_uninstall=False)
    def _unlink_except_kept(self):
        self.diagnostic_id.sudo()._lock_open()
        if any(not one.respondent_id for one in self.sudo()):
            raise UserError(
                self.env._(
                    "What the books said stays: correct it beside, with a reason."
                )
            )

    def _is_known(self):
        return self.known or self.corrected

    def _score(self):
        """Points from 0 to 100; None when nothing is known, or nothing is given."""
        return self.points if self.scored and self._is_known() else None
