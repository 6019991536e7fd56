from odoo import fields
from odoo.tests import freeze_time, tagged

from .common import BankCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-11-12")
class TestBankFreshness(BankCommon):
    def test_until_when_a_bank_account_is_known_and_matched(self):
        self.assertFalse(self.journal.tpe_bank_last_date)
        self._upload(self._two("2026-11-03")).action_import()
        late = self._upload(self._two("2026-11-05", "1180.00", "2360.00"))
        late.action_import()
        self.journal.invalidate_recordset()
        self.assertEqual(
            self.journal.tpe_bank_last_date, fields.Date.to_date("2026-11-05")
        )
        self.assertEqual(self.journal.tpe_bank_age, 7)
        self.assertEqual(self.journal.tpe_bank_to_match, 4)
        self.assertFalse(self.journal.tpe_bank_matched_date)
        line = self.env["account.bank.statement.line"].search(
            [("journal_id", "=", self.journal.id), ("date", "=", "2026-11-03")], limit=1
        )
        line._seek_for_lines()[1].with_context(
            skip_account_move_synchronization=True
        ).account_id = self.company_data["default_account_revenue"]
        self.journal.invalidate_recordset()
        self.assertEqual(
            self.journal.tpe_bank_matched_date, fields.Date.to_date("2026-11-03")
        )
        self.assertEqual(self.journal.tpe_bank_to_match, 3)

    def test_a_till_that_is_kept_every_day_says_nothing_of_the_bank(self):
        till = self.company_data["default_journal_cash"]
        self.env["account.bank.statement.line"].create(
            {"journal_id": till.id, "date": "2026-11-11", "amount": 40}
        )
        self.assertFalse(
            till._tpe_bank_days(self.company, fields.Date.to_date("2026-11-12"))
        )

    def test_the_card_says_it(self):
        self._upload(self._two("2026-11-03")).action_import()
        data = self.journal._get_journal_dashboard_data_batched()[self.journal.id]
        self.assertEqual(data["tpe_bank_last"], "11/03/2026")
        self.assertEqual(data["tpe_bank_age"], 9)

    def test_files_dropped_on_the_card_of_a_bank_are_bank_files(self):
        attachment = self.env["ir.attachment"].create(
            {"name": "a.xml", "raw": self._two()}
        )
        action = (
            self.env["account.journal"]
            .with_context(default_journal_id=self.journal.id)
            .create_document_from_attachment(attachment.ids)
        )
        self.assertEqual(action["res_model"], "tpe.bank.import")
