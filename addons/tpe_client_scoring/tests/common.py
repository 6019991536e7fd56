from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user

from odoo.addons.tpe_dunning.tests.common import TODAY, DunningCommon


@freeze_time("2026-03-31 07:00:00")
class ScoringCommon(DunningCommon):
    """Customers, what they were sold, when they paid; the day is 31 March 2026."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.scores = cls.env["tpe.client.score"]
        cls.grid = cls.company._scoring_grid()
        # A usual cost of 50 %: free lines have a margin.
        cls.grid.cost_rate = 50

    @classmethod
    def _sell(cls, partner, amount, days_ago, term=30, paid_after=None, **values):
        """An invoice, paid so many days after it."""
        invoice = cls._invoice(days_ago, amount, term, partner, **values)
        if paid_after is not None:
            cls._register_payment(
                invoice, payment_date=TODAY - timedelta(days_ago - paid_after)
            )
        return invoice

    @classmethod
    def _credit(cls, invoice, amount=None, days_ago=0):
        """A credit note that reverses the invoice, or ``amount`` of it."""
        credit = invoice._reverse_moves([{"invoice_date": TODAY - timedelta(days_ago)}])
        if amount:
            credit.invoice_line_ids.price_unit = amount
        credit.action_post()
        return credit

    @classmethod
    def _profile(cls, partner, **values):
        return cls.env["tpe.client.profile"].create(
            {"partner_id": partner.id, "company_id": cls.company.id, **values}
        )

    def _score(self, partner=None, company=None):
        """The row of the customer, computed again."""
        company = company or self.company
        self.scores.sudo()._refresh(company)
        return self._row(partner, company)

    def _row(self, partner=None, company=None, month=None):
        return self.scores.search(
            [
                ("partner_id", "=", (partner or self.customer).id),
                ("company_id", "=", (company or self.company).id),
                ("is_current", "=", not month),
                ("month", "=", month or False),
            ]
        )

    @classmethod
    def _line(cls, price, **values):
        return Command.create(
            {"name": "Works", "price_unit": price, "tax_ids": False, **values}
        )

    @classmethod
    def _new_user(cls, group):
        """A user of the company with this right."""
        login = f"scoring_{group.rpartition('.')[2]}"
        known = cls.env["res.users"].search([("login", "=", login)])
        return known or new_test_user(
            cls.env,
            login,
            f"base.group_user,{group}",
            company_id=cls.company.id,
            company_ids=[Command.set(cls.company.ids)],
        )

    def _refused(self, action):
        with self.assertRaises(AccessError), self.env.cr.savepoint():
            action()
