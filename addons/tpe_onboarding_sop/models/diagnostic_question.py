from odoo import fields, models

AXES = [
    ("strategy", "Strategy and ideal customer"),
    ("customers", "Customers and receivables"),
    ("cash", "Cash"),
    ("processes", "Processes"),
    ("tools", "Tools and data"),
    ("einvoicing", "E-invoicing"),
    ("people", "People and the owner’s load"),
]

ROLES = [
    ("question", "Question"),
    ("prerequisite", "Prerequisite to centralise"),
    ("signal", "Signal that it is time to centralise"),
]


class DiagnosticQuestion(models.Model):
    """A question of the diagnostic.  One with a measure is answered by the books."""

    _name = "tpe.diagnostic.question"
    _description = "Question of a Diagnostic"
    _order = "sequence, id"
    _rec_name = "text"

    key = fields.Char(required=True, help="Answers follow it when the words change.")
    sequence = fields.Integer(default=10)
    active = fields.Boolean(default=True)
    axis = fields.Selection(AXES, required=True, index=True)
    text = fields.Char(string="Question", required=True, translate=True)
    why = fields.Text(translate=True, help="Why it is asked, read under the question.")
    kind = fields.Selection(
        [("choice", "One of several answers"), ("number", "A number")],
        required=True,
        default="choice",
    )
    measure = fields.Char(help="The figure of the books that answers it.")
    unit = fields.Selection(
        [
            ("days", "Days"),
            ("percent", "Percent"),
            ("number", "Number"),
            ("hours", "Hours a week"),
            ("money", "Money"),
            ("yes_no", "Yes or no"),
        ],
        default="number",
        required=True,
    )
    scored = fields.Boolean(
        default=True, help="Without it, the answer informs and gives no points."
    )
    worst = fields.Float(help="From this number on, no point.")
    best = fields.Float(help="From this number on, all the points.")
    weight = fields.Float(default=1.0, required=True)
    choice_ids = fields.One2many("tpe.diagnostic.choice", "question_id", copy=True)
    role = fields.Selection(ROLES, default="question", required=True)

    _key_uniq = models.UniqueIndex("(key)", "Another question has this key.")
    _bounds_differ = models.Constraint(
        "CHECK (NOT scored OR kind = 'choice' OR worst <> best)",
        "A number that gives points needs two different bounds.",
    )
    _weight_positive = models.Constraint(
        "CHECK (weight > 0)", "The weight of a question is positive."
    )
