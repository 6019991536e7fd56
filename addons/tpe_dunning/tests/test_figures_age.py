from odoo.tests import tagged

from .common import DunningCommon


@tagged("-at_install", "post_install")
class TestFiguresAge(DunningCommon):
    def test_each_debt_has_one_age(self):
        # Due today, and 1, 30, 31, 60, 61, 90 and 91 days ago.
        for late, amount in ((0, 1), (1, 2), (30, 4), (31, 8), (60, 16), (61, 32)):
            self._invoice(30 + late, amount=amount)
        for late, amount in ((90, 64), (91, 128)):
            self._invoice(30 + late, amount=amount)
        figures = self.env["tpe.dunning.figures"]
        found = {
            code: figures._total(domain).amount
            for code, _label, domain in figures._ages(
                self.company, self.company._dunning_today()
            )
        }
        self.assertEqual(
            found,
            {"not_due": 1, "age_30": 6, "age_60": 24, "age_90": 96, "age_more": 128},
        )
