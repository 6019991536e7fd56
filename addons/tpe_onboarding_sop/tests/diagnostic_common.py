from odoo.tests import freeze_time

from ..tools.diagnostic import Measure, Unit
from .common import USER, SopCommon

MANAGER = f"{USER},tpe_base.group_tpe_manager"
# What the books of a firm may say; None: not enough data.
BOOKS = {
    "dependency": 40,
    "margin_known": 55,
    "dso": 60,
    "overdue_share": 30,
    "toxic_share": 5,
    "reminders_on": 0,
    "dormant_customers": 7,
    "cash_cover": 35,
    "forecast_used": 1,
    "bank_fresh": 3,
    "invoice_late_48h": 60,
    "procedures_active": 5,
    "double_entry": 3,
    "duplicate_partners": 5,
    "two_factor": 50,
    "missing_siren": 15,
    "bus_factor": 2,
    "late_cost": 4200,
}
NOTHING = dict.fromkeys(BOOKS)


@freeze_time("2026-03-31 07:00:00")
class DiagnosticCommon(SopCommon):
    """The boss leads, Alice may be asked, Sophie keeps the books of a customer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls._person("boss", MANAGER)
        cls.second = cls._person("second", MANAGER)
        cls.sophie = cls._person("sophie", "account.group_account_readonly")
        cls.questions = cls.env["tpe.diagnostic.question"].search([])

    def _books_say(self, books):
        """The books answer this, to who may read them."""
        reads = []

        def measures(model, company, today):
            model._check_reader()
            reads.append((company, today))
            return {
                key: Measure(
                    key,
                    value,
                    Unit.NUMBER,
                    count=3,
                    proof=f"{key}: 3 records",
                    euros=value if key == "late_cost" else None,
                )
                for key, value in books.items()
            }

        model = type(self.env["tpe.diagnostic.measure"])
        self.patch(model, "_measures", measures)
        return reads

    def _begin(self, books=None, user=None):
        self._books_say(BOOKS if books is None else books)
        return self.env["tpe.diagnostic"].with_user(user or self.boss)._begin()

    def _question(self, key):
        return self.questions.filtered(lambda one: one.key == key)

    def _answer(self, diagnostic, key, rank=None, value=None, user=None, **more):
        """Choose the answer of that rank, from 1, or type a number, or neither."""
        question = self._question(key)
        choice = question.choice_ids[rank - 1].id if rank else False
        return diagnostic.with_user(user or self.boss).action_answer(
            key, choice, value, **more
        )

    def _of_books(self, diagnostic, key):
        return diagnostic.sudo().answer_ids.filtered(
            lambda one: not one.respondent_id and one.question_id.key == key
        )

    def _axis(self, scores, code):
        return next(axis for axis in scores["axes"] if axis["axis"] == code)

    def _page_of(self, page, key):
        return next((one for one in page["questions"] if one["key"] == key), None)
