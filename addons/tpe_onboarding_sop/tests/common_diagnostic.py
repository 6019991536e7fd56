from odoo import Command

from .common import SopCommon


class DiagnosticCommon(SopCommon):
    """A diagnostic of 31 March 2026, with a manager, an assistant and an accountant.

    The hour costs 50 €.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.boss = cls._person("owner", "tpe_base.group_tpe_manager")
        cls.assistant = cls._person("assistant", "tpe_base.group_tpe_assistant")
        cls.accountant = cls._person("reader", "account.group_account_readonly")
        cls.grid = cls.company._scoring_grid()
        cls.grid.write({"hourly_cost": 50, "financing_rate": 6})
        cls.diagnostic = cls._diagnostic()

    @classmethod
    def _diagnostic(cls, **values):
        return (
            cls.env["tpe.diagnostic"]
            .sudo()
            .create({"company_id": cls.company.id, "day": "2026-03-31", **values})
        )

    @classmethod
    def _question(cls, key, unit="number"):
        """The question with this key: one that is shipped, or a new one."""
        questions = (
            cls.env["tpe.diagnostic.question"].sudo().with_context(active_test=False)
        )
        found = questions.search(
            ["|", ("key", "=", key), ("measure", "=", key)], limit=1
        )
        if not found:
            found = questions.create(
                {"key": key, "axis": "tools", "text": key, "kind": "number",
                 "scored": False}
            )  # fmt: skip
        if found.unit != unit:
            found.unit = unit
        return found

    @classmethod
    def _answer(cls, key, value, unit="number", user=None, diagnostic=None, **values):
        diagnostic = diagnostic or cls.diagnostic
        if user:
            person = {"diagnostic_id": diagnostic.id, "user_id": user.id}
            respondents = cls.env["tpe.diagnostic.respondent"].sudo()
            values["respondent_id"] = respondents.create(person).id
        return (
            cls.env["tpe.diagnostic.answer"]
            .sudo()
            .create(
                {
                    "diagnostic_id": diagnostic.id,
                    "question_id": cls._question(key, unit).id,
                    "value": value,
                    "known": True,
                    **values,
                }
            )
        )

    def _other_company(self):
        """Another firm and its manager."""
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self._person("foreign", "tpe_base.group_tpe_manager")
        foreign.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        return other, foreign
