from datetime import date, timedelta

from odoo import models
from odoo.fields import Domain

# Days late that separate the ages; before the first one, nothing is due yet.
EDGES = (0, 30, 60, 90)


class DunningFiguresAge(models.AbstractModel):
    """The aged balance: what is open, by days since the due date."""

    _inherit = "tpe.dunning.figures"

    def _ages(self, company, today):
        """``[(code, label, domain)]`` of the payment facts of each age."""
        labels = {
            "not_due": self.env._("Not due yet"),
            "age_30": self.env._("1 to 30 days late"),
            "age_60": self.env._("31 to 60 days late"),
            "age_90": self.env._("61 to 90 days late"),
            "age_more": self.env._("More than 90 days late"),
        }
        is_open = Domain("company_id", "=", company.id) & Domain("is_open", "=", True)
        edges = [date.max, *(today - timedelta(days) for days in EDGES), date.min]
        bounds = zip(edges, edges[1:], strict=False)
        return [
            (
                code,
                label,
                is_open
                & Domain("due_date", ">=", first)
                & Domain("due_date", "<", end),
            )
            for (code, label), (end, first) in zip(labels.items(), bounds, strict=True)
        ]

    def _age_cards(self, company, today):
        cards = []
        for code, label, domain in self._ages(company, today):
            total = self._total(domain)
            cards.append(
                self._card(
                    code,
                    label,
                    self._money(total.amount),
                    self._invoices(total),
                    self.env._("What customers still owe, by the age of its due date."),
                    self._facts(domain),
                )
            )
        return cards
