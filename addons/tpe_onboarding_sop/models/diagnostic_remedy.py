from odoo import fields, models

from ..tools.diagnostic_plan import Remedy
from .diagnostic_action import PHASES
from .diagnostic_question import AXES


class DiagnosticRemedy(models.Model):
    """What is proposed when an answer is low: a line of the consultant's rule book."""

    _name = "tpe.diagnostic.remedy"
    _description = "Remedy of a Diagnostic"
    _order = "phase, sequence, id"

    code = fields.Char(required=True, help="Proposed once in a diagnostic.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    name = fields.Char(string="Action", required=True, translate=True)
    why = fields.Text(
        required=True,
        translate=True,
        help="Why it is worth doing. Its owner reads it: no figure of the firm.",
    )
    kind = fields.Selection(
        [
            ("screen", "Opens a screen"),
            ("proof", "Opens the records that make the figure"),
            ("run", "Starts a procedure"),
            ("flows", "Proposes recurring flows"),
            ("dormant", "Asks to call each dormant customer"),
            ("two_factor", "Asks each user for two-factor authentication"),
            ("quotes", "Chases quotes"),
        ],
        required=True,
        default="screen",
        help="What « Start » does.",
    )
    target = fields.Char(
        help="Code of the procedure, or external identifiers of screens: the first one "
        "that is installed is opened."
    )
    phase = fields.Selection(PHASES, required=True, default="audit")
    axis = fields.Selection(AXES, required=True)
    keys = fields.Char(
        string="Asked by",
        required=True,
        help="Keys of questions, figures of the books or axes (axis:cash), apart by "
        "spaces. One that scores low is enough.",
    )
    below = fields.Float(
        string="When under",
        default=60.0,
        help="Score from 0 to 100. What gives no points asks as soon as there is one.",
    )
    when_unknown = fields.Boolean(
        string="Also without data",
        help="Not having the figure is a reason to do it.",
    )
    cost_keys = fields.Char(
        string="Cost taken from",
        help="Keys whose cost over twelve months it brings down, apart by spaces.",
    )
    share = fields.Float(
        string="Share won (%)",
        help="Part of that cost that one may expect to win: a starting value, to be "
        "confirmed on your own books.",
    )
    minutes = fields.Integer(help="Time it takes, once.")

    _code_uniq = models.UniqueIndex("(code)", "Another remedy has this code.")
    _share_range = models.Constraint(
        "CHECK (share BETWEEN 0 AND 100)", "A share goes from 0 to 100 %."
    )

    def _as_remedy(self):
        self.ensure_one()
        return Remedy(
            code=self.code,
            phase=self.phase,
            keys=tuple(self.keys.split()),
            below=self.below,
            when_unknown=self.when_unknown,
            cost_keys=tuple((self.cost_keys or "").split()),
            share=self.share,
            minutes=self.minutes,
        )
