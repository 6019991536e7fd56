from odoo import models


class ScoringFacts(models.AbstractModel):
    """What the books know of each customer, in a few statements for a company."""

    _name = "tpe.scoring.facts"
    _description = "Facts About Customers"
