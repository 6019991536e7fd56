from odoo import Command
from odoo.tests import freeze_time

from .common import SopCommon


@freeze_time("2026-03-31 07:00:00")
class PlanCommon(SopCommon):
    """Mona decides, Alice follows procedures, Carl keeps the accounts.

    A diagnostic is made of answers written by hand: nothing is read in the books.
    """

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mona = cls._person("mona", "tpe_base.group_tpe_manager")
        cls.carl = cls._person("carl", "account.group_account_readonly")
        cls.actions = cls.env["tpe.diagnostic.action"]
        # The procedures of the library belong to nobody of this company.
        cls.env["tpe.sop"].search([("code", "!=", False)]).owner_id = False

    def _diagnostic(self, books=None, said=None, done=True, **values):
        """``books``: {key: value or None}; ``said``: {key: rank of the choice}."""
        diagnostic = (
            self.env["tpe.diagnostic"]
            .sudo()
            .create({"company_id": self.company.id, "user_id": self.mona.id, **values})
        )
        person = diagnostic._add_person(self.mona)
        for key, value in (books or {}).items():
            self._read(diagnostic, key, value)
        for key, rank in (said or {}).items():
            self._say(person, key, rank)
        if done:
            diagnostic.state = "done"
            diagnostic.flush_recordset()
        return diagnostic

    def _question(self, key):
        question = self.env["tpe.diagnostic.question"].search([("key", "=", key)])
        self.assertEqual(len(question), 1, key)
        return question

    def _read(self, diagnostic, key, value, **values):
        question = self._question(key)
        money = question.unit == "money"
        return (
            self.env["tpe.diagnostic.answer"]
            .sudo()
            .create(
                {
                    **question._frozen(),
                    "diagnostic_id": diagnostic.id,
                    "value": value or 0.0,
                    "known": value is not None,
                    "points": question._points(value),
                    "said": question._words(value),
                    "proof": f"The books say {value}",
                    "euros": value if money else 0.0,
                    **values,
                }
            )
        )

    def _say(self, person, key, rank):
        question = self._question(key)
        choice = question.choice_ids[rank]
        return (
            self.env["tpe.diagnostic.answer"]
            .sudo()
            .create(
                {
                    **question._frozen(),
                    "diagnostic_id": person.diagnostic_id.id,
                    "respondent_id": person.id,
                    "choice_id": choice.id,
                    "known": True,
                    "points": choice.points,
                    "said": choice.text,
                }
            )
        )

    def _action(self, diagnostic=None, **values):
        diagnostic = diagnostic or self._diagnostic()
        return self.actions.sudo().create(
            {
                "diagnostic_id": diagnostic.id,
                "name": "Call the late ones",
                "user_id": self.alice.id,
                "due_on": "2026-04-10",
                **values,
            }
        )

    def _activities(self, record, kind="diagnostic_action"):
        activity_type = self.env.ref(f"tpe_onboarding_sop.mail_activity_type_{kind}")
        return (
            self.env["mail.activity"]
            .sudo()
            .search(
                [
                    ("res_model", "=", record._name),
                    ("res_id", "in", record.ids),
                    ("activity_type_id", "=", activity_type.id),
                ]
            )
        )

    def _other_company(self):
        """A manager of another company, who reads nothing here."""
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self._person("foreign", "tpe_base.group_tpe_manager")
        foreign.write({"company_ids": [Command.set(other.ids)], "company_id": other.id})
        return foreign
