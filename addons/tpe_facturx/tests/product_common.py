from datetime import date

from odoo import Command
from odoo.tests import freeze_time

from odoo.addons.account.tests.common import AccountTestInvoicingCommon

from ..tools.verdict import Finding, Verdict

TODAY = date(2026, 3, 31)
# Real numbers: the SIREN and VAT key of SNCF, published with its key worked out.
SIRET = "55208131766522"  # EDF, siège
SIREN = "552081317"
OTHER = "73282932000074"  # the worked example of INSEE's key


@freeze_time("2026-03-31 07:00:00")
class FacturxCommon(AccountTestInvoicingCommon):
    """A French firm with all its numbers, and a French customer with his."""

    @classmethod
    @AccountTestInvoicingCommon.setup_country("fr")
    def setUpClass(cls):
        super().setUpClass()
        cls.company = cls.company_data["company"]
        cls.company.write(
            {
                "name": "Atelier Essai",
                "street": "1 rue de la Paix",
                "zip": "69001",
                "city": "Lyon",
                "company_registry": SIRET,
                "vat": "FR03552081317",
            }
        )
        cls.env["res.partner.bank"].create(
            {
                "partner_id": cls.company.partner_id.id,
                "acc_number": "FR7630006000011234567890189",
            }
        )
        cls.env["res.lang"]._activate_lang("fr_FR")
        cls.customer = cls._customer("Bâtiments du Rhône")

    @classmethod
    def get_default_groups(cls):
        return super().get_default_groups() | cls.env.ref("tpe_base.group_tpe_manager")

    @classmethod
    def _customer(cls, name, **values):
        return cls.env["res.partner"].create(
            {
                "name": name,
                "is_company": True,
                "email": "client@example.com",
                "street": "2 rue du Port",
                "zip": "69002",
                "city": "Lyon",
                "country_id": cls.env.ref("base.fr").id,
                "company_registry": OTHER,
                **values,
            }
        )

    @classmethod
    def _tax(cls, rate, **values):
        return cls.env["account.tax"].create(
            {
                "name": f"TVA {rate} {values}",
                "amount": rate,
                "type_tax_use": "sale",
                "company_id": cls.company.id,
                "country_id": cls.env.ref("base.fr").id,
                **values,
            }
        )

    @classmethod
    def _invoice(
        cls, *lines, partner=None, post=True, move_type="out_invoice", **values
    ):
        """``lines`` are (price, tax) pairs; the default is 100 euros at 20 %."""
        move = cls.env["account.move"].create(
            {
                "move_type": move_type,
                "partner_id": (partner or cls.customer).id,
                "invoice_date": TODAY,
                "delivery_date": TODAY,
                "company_id": cls.company.id,
                "journal_id": cls.company_data["default_journal_sale"].id,
                "invoice_line_ids": [
                    Command.create(
                        {
                            "name": "Pose",
                            "price_unit": price,
                            "tax_ids": [Command.set(tax.ids)],
                        }
                    )
                    for price, tax in lines
                    or [(100, cls.company_data["default_tax_sale"])]
                ],
                **values,
            }
        )
        if post:
            move.action_post()
        return move

    @classmethod
    def _user(cls, login, groups, company=None):
        company = company or cls.company
        return cls.env["res.users"].create(
            {
                "name": login,
                "login": login,
                "email": f"{login}@example.com",
                "company_id": company.id,
                "company_ids": [Command.set(company.ids)],
                "group_ids": [
                    Command.set([cls.env.ref(group).id for group in groups.split(",")])
                ],
            }
        )

    def _pay(self, invoice, amount, day="2026-03-31"):
        """``amount`` at the bank on ``day``, set against the invoice."""
        due = invoice.line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        sign = 1 if invoice.move_type == "out_invoice" else -1
        journal = self.company_data["default_journal_bank"]
        entry = self.env["account.move"].create(
            {
                "journal_id": journal.id,
                "date": day,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": account.id,
                            "balance": balance,
                            "partner_id": invoice.partner_id.id,
                        }
                    )
                    for account, balance in (
                        (journal.default_account_id, sign * amount),
                        (due.account_id, -sign * amount),
                    )
                ],
            }
        )
        entry.action_post()
        (
            due + entry.line_ids.filtered(lambda x: x.account_id == due.account_id)
        ).reconcile()

    @staticmethod
    def _verdict(*findings, pdfa=True, not_run=()):
        """``findings`` are (rule, where) pairs, all fatal."""
        return Verdict(
            "en16931",
            tuple(Finding(rule, "br-fr", where, "words") for rule, where in findings),
            pdfa,
            not_run,
        )
