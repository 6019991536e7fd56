from odoo import fields, models

JOURNALS = {"sale": "REP", "credit": "REPR", "general": "REPD"}


class AccountJournal(models.Model):
    _inherit = "account.journal"

    tpe_is_past = fields.Boolean(
        string="Holds what was taken over",
        readonly=True,
        copy=False,
        help="Invoices and settlements that another software made; nothing else.",
    )

    def _tpe_past_journal(self, company, kind, account):
        """The journal of ``company`` for what was taken over; made the first time.

        Settlements are in one of the type « credit card »: money, as far as the figures
        of customers go, yet no bank nor till whose statement somebody would wait for.
        """
        journals = self.sudo().with_company(company).with_context(active_test=False)
        found = journals.search(
            [
                ("company_id", "=", company.id),
                ("tpe_is_past", "=", True),
                ("type", "=", kind),
            ],
            limit=1,
        )
        if found:
            found.filtered(lambda journal: not journal.active).active = True
            return found
        codes = set(journals.search([("company_id", "=", company.id)]).mapped("code"))
        code = next(
            code
            for code in (JOURNALS[kind], *(f"RE{n:02}" for n in range(100)))
            if code not in codes
        )
        names = {
            "sale": self.env._("Past: invoices"),
            "credit": self.env._("Past: settlements"),
            "general": self.env._("Past: other entries"),
        }
        journal = journals.create(
            {
                "name": names[kind],
                "code": code,
                "type": kind,
                "company_id": company.id,
                "default_account_id": account.id,
                "tpe_is_past": True,
                "show_on_dashboard": False,
                # Never the one that a new document proposes.
                "sequence": 1000,
                **({"alias_name": False} if kind == "sale" else {}),
            }
        )
        if kind == "credit":
            # Nobody pays through it.
            journal.inbound_payment_method_line_ids.unlink()
            journal.outbound_payment_method_line_ids.unlink()
        return journal
