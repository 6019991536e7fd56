from datetime import date

from odoo import Command
from odoo.tests import new_test_user

from .common import DunningCommon

PAID = date(2025, 9, 15)


class PenaltyCommon(DunningCommon):
    """The invoice worked out by hand: 1,200.00 due on 31 May 2025."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._user("penalty_manager", "tpe_base.group_tpe_manager")
        cls.assistant = cls._user("penalty_assistant", "tpe_base.group_tpe_assistant")
        cls.accountant = cls._user(
            "penalty_accountant", "account.group_account_readonly"
        )
        cls.other = cls.env["res.company"].create({"name": "Other firm"})
        cls.stranger = new_test_user(
            cls.env,
            "penalty_stranger",
            "tpe_base.group_tpe_manager",
            company_id=cls.other.id,
            company_ids=[Command.set(cls.other.ids)],
        )

    @classmethod
    def _user(cls, login, group):
        return new_test_user(cls.env, login, group, company_id=cls.company.id)

    def _late(self, amount=1200, paid=None, **values):
        """An invoice of May 2025; ``paid``: day it was paid in full, or None."""
        invoice = self._invoice(
            0,
            amount=amount,
            **{
                "invoice_date": date(2025, 5, 1),
                "invoice_date_due": date(2025, 5, 31),
                **values,
            },
        )
        if paid:
            self._register_payment(invoice, payment_date=paid)
        return invoice

    def _wizard(self, invoice, user=None, until=None):
        move = invoice.with_user(user or self.manager)
        wizard = self.env["tpe.dunning.penalty.compute"].with_user(user or self.manager)
        wizard = wizard.browse(move.action_tpe_penalty()["res_id"])
        if until:
            wizard.date_until = until
        return wizard

    def _claimed(self, invoice, **options):
        wizard = self._wizard(invoice, **options)
        return wizard.current_id.browse(wizard.action_claim()["res_id"])

    def _waive(self, penalties, scope="all", reason="Good customer", user=None):
        penalties = penalties.with_user(user or self.manager)
        wizard = self.env["tpe.dunning.penalty.waive"].with_user(penalties.env.user)
        wizard = wizard.browse(penalties.action_waive()["res_id"])
        wizard.write({"scope": scope, "reason": reason})
        wizard.action_confirm()
