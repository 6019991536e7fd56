from datetime import date

from psycopg2 import IntegrityError

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger

from .common import TODAY
from .penalty_common import PAID, PenaltyCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestPenalty(PenaltyCommon):
    # --- Computation ------------------------------------------------------------------

    def test_a_paid_invoice_owes_interest_to_the_day_of_its_payment(self):
        wizard = self._wizard(self._late(paid=PAID))
        self.assertEqual(wizard.date_until, PAID)
        self.assertEqual(
            (wizard.amount_interest, wizard.amount_fee, wizard.amount_total),
            (43.73, 40.0, 83.73),
        )
        wizard.date_until = TODAY
        self.assertEqual(wizard.amount_total, 83.73)
        for words in ("13.15", "12.15", "30 d", "77 d", "83.73"):
            self.assertIn(words, wizard.computation)

    def test_an_unpaid_invoice_is_computed_as_of_the_chosen_day(self):
        wizard = self._wizard(self._late())
        # + 106 days at 12.15 % to 31 December, then 90 days at 12.15 % of 2026:
        # 12.9699 + 1200 x 12.15 % x (184 + 90) / 365 = 12.9699 + 109.4499
        self.assertEqual(wizard.date_until, TODAY)
        self.assertEqual(wizard.amount_interest, 122.42)
        wizard.date_until = PAID
        self.assertEqual(wizard.amount_interest, 43.73)

    def test_a_part_payment_is_a_segment(self):
        invoice = self._late()
        self._register_payment(invoice, payment_date=date(2025, 6, 30), amount=600)
        self._register_payment(invoice, payment_date=PAID)
        # 1200 for 30 days at 13.15 %, then 600 for 77 days at 12.15 %
        self.assertEqual(self._wizard(invoice).amount_interest, 28.35)

    def test_what_a_credit_note_cancels_bears_no_interest(self):
        invoice = self._late()
        credit = invoice._reverse_moves(
            [{"date": date(2025, 8, 1), "invoice_date": date(2025, 8, 1)}]
        )
        credit.invoice_line_ids.price_unit = 600
        credit.action_post()
        lines = (invoice + credit).line_ids.filtered(
            lambda line: line.account_type == "asset_receivable"
        )
        lines.reconcile()
        # Half of 43.73: the other half was never owed.
        wizard = self._wizard(invoice, until=PAID)
        self.assertEqual(wizard.amount_interest, 21.86)

    def test_paid_on_time_owes_nothing_and_cannot_be_claimed(self):
        wizard = self._wizard(self._late(paid=date(2025, 5, 31)))
        self.assertEqual(wizard.amount_total, 0)
        self.assertIn("not paid late", wizard.nothing_because)
        with self.assertRaisesRegex(UserError, "not paid late"):
            wizard.action_claim()

    def test_a_consumer_owes_nothing_before_the_formal_notice(self):
        self.customer.write({"company_registry": False, "is_company": False})
        wizard = self._wizard(self._late())
        self.assertEqual((wizard.amount_interest, wizard.amount_fee), (0, 0))
        with self.assertRaisesRegex(UserError, "formal notice"):
            wizard.action_claim()

    def test_a_consumer_owes_the_legal_rate_after_it_and_never_the_fee(self):
        self.customer.write({"company_registry": False, "is_company": False})
        invoice = self._late()
        self._delivered(invoice, 3, days_ago=(TODAY - PAID).days)
        penalty = self._claimed(invoice, until=date(2025, 12, 31))
        # 1200 x 2.76 % x 107 / 365
        self.assertEqual((penalty.amount_interest, penalty.amount_fee), (9.71, 0))

    def test_the_database_refuses_a_fee_to_a_consumer(self):
        penalty = self._claimed(self._late())
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            penalty.sudo().profile = "consumer"
            self.env.flush_all()

    def test_a_semester_without_a_rate_is_marked(self):
        with freeze_time("2026-11-22"):
            wizard = self._wizard(self._late())
            self.assertTrue(wizard.is_provisional)
        self.assertFalse(self._wizard(self._late(paid=PAID)).is_provisional)

    def test_days_before_the_first_known_rate_are_told(self):
        invoice = self._late(
            invoice_date=date(2019, 5, 1), invoice_date_due=date(2019, 5, 31)
        )
        with self.assertRaisesRegex(UserError, "Add it to the late-payment rates"):
            self._wizard(invoice).read(["amount_total"])

    def test_another_currency_is_computed_in_it_and_claimed_in_ours(self):
        other = self.setup_other_currency("CHF", rates=[("2020-01-01", 4.0)])
        invoice = self._late(currency_id=other.id)
        # 43.73 francs, four to one of ours, and the fee.
        penalty = self._claimed(invoice, until=PAID)
        self.assertEqual(
            (penalty.amount_interest, penalty.amount_fee, penalty.currency_id),
            (10.93, 40, self.company.currency_id),
        )
        for amount in ("43,73", "10,93", "50,93"):
            self.assertIn(amount, penalty.computation)
        penalty.action_invoice()
        self.assertEqual(penalty.penalty_move_id.amount_total, 50.93)

    # --- Claiming ---------------------------------------------------------------------

    def test_claimed_once(self):
        invoice = self._late(paid=PAID)
        penalty = self._claimed(invoice, user=self.assistant)
        self.assertRecordValues(
            penalty,
            [
                {
                    "state": "claimed",
                    "amount_claimed": 83.73,
                    "claimed_by_id": self.assistant.id,
                    "claimed_on": TODAY,
                    "date_until": PAID,
                }
            ],
        )
        with self.assertRaisesRegex(UserError, "already claimed"):
            self._wizard(invoice).action_claim()
        with self.assertRaisesRegex(UserError, "already"):
            penalty.with_user(self.assistant).action_claim()
        self.assertEqual(invoice.tpe_penalty_count, 1)

    def test_an_open_claim_is_brought_up_to_date(self):
        invoice = self._late()
        penalty = self._claimed(invoice, until=PAID)
        wizard = self._wizard(invoice, until=TODAY)
        self.assertEqual(wizard.action_update()["res_id"], penalty.id)
        self.assertEqual((penalty.amount_interest, penalty.amount_fee), (122.42, 40))

    def test_a_second_claim_takes_up_where_the_first_stopped_without_the_fee(self):
        invoice = self._late()
        first = self._claimed(invoice, until=PAID)
        first.with_user(self.manager).action_invoice()
        second = self._claimed(invoice, until=TODAY)
        # 1200 x 12.15 % x (107 + 90) / 365
        self.assertEqual((second.amount_interest, second.amount_fee), (78.69, 0))
        self.assertEqual((first | second).mapped("amount_fee"), [40, 0])

    def test_the_fee_is_refused_twice_by_the_database(self):
        penalty = self._claimed(self._late())
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError):
            penalty.sudo().copy()
            self.env.flush_all()

    def test_interest_to_come_is_not_claimed(self):
        with self.assertRaisesRegex(UserError, "up to today"):
            self._wizard(self._late(), until=date(2026, 4, 1)).action_claim()

    def test_nothing_is_booked_by_a_claim(self):
        invoice = self._late()
        before = self.env["account.move"].search_count([])
        self._claimed(invoice)
        self.assertEqual(self.env["account.move"].search_count([]), before)

    def test_several_invoices_are_prepared_at_once(self):
        late = self._late() | self._late(paid=PAID) | self._late(paid=date(2025, 5, 31))
        action = late.with_user(self.assistant).action_tpe_penalties()
        found = self.env["tpe.dunning.penalty"].search(action["domain"])
        self.assertEqual(found.move_id, late[:2])
        self.assertEqual(set(found.mapped("state")), {"draft"})
        found.with_user(self.assistant).action_claim()
        self.assertEqual(set(found.mapped("state")), {"claimed"})

    def test_a_claim_is_kept_and_a_computation_is_not(self):
        penalty = self._claimed(self._late())
        with self.assertRaisesRegex(UserError, "is kept"):
            penalty.sudo().unlink()
        draft = self._late()._tpe_penalty_prepare(PAID)
        draft.with_user(self.assistant).action_discard()
        self.assertFalse(draft.exists())

    # --- Waiving ----------------------------------------------------------------------

    def test_the_fee_alone_is_waived(self):
        penalty = self._claimed(self._late(paid=PAID))
        self._waive(penalty, scope="fee", reason="First delay")
        self.assertRecordValues(
            penalty,
            [
                {
                    "state": "claimed",
                    "amount_claimed": 43.73,
                    "amount_waived": 40,
                    "waive_reason": "First delay",
                    "waived_by_id": self.manager.id,
                    "waived_on": TODAY,
                }
            ],
        )
        self._waive(penalty)
        self.assertEqual((penalty.state, penalty.amount_waived), ("waived", 83.73))
        with self.assertRaisesRegex(UserError, "already"):
            penalty.with_user(self.manager).action_invoice()

    def test_a_waiver_needs_a_reason(self):
        penalty = self._claimed(self._late())
        with self.assertRaisesRegex(UserError, "Say why"):
            self._waive(penalty, reason="  ")
        self.assertEqual(penalty.amount_waived, 0)

    # --- Invoicing --------------------------------------------------------------------

    def _invoiced(self, *penalties):
        found = self.env["tpe.dunning.penalty"].union(*penalties)
        action = found.with_user(self.manager).action_invoice()
        return found.penalty_move_id, action

    def test_the_invoice_is_a_draft_out_of_vat(self):
        penalty = self._claimed(self._late(paid=PAID))
        self.customer.lang = "en_US"
        move, _action = self._invoiced(penalty)
        self.assertEqual((move.state, penalty.state), ("draft", "invoiced"))
        lines = move.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )
        self.assertEqual(lines.mapped("price_unit"), [43.73, 40])
        self.assertFalse(lines.tax_ids)
        self.assertEqual((move.amount_tax, move.amount_total), (0, 83.73))
        self.assertIn(penalty.move_id.name, lines[0].name)
        self.assertIn("12.15", lines[0].name.replace(",", "."))
        self.assertIn("D441-5", lines[1].name)
        note = move.invoice_line_ids - lines
        self.assertIn("outside the scope of VAT (CGI, article 256)", note.name)
        self.assertTrue(move.tpe_is_penalty)

    def test_the_accounts_of_the_french_chart_are_used_when_they_exist(self):
        accounts = self.env["account.account"].create(
            [
                {"name": name, "code": code, "account_type": "income"}
                for name, code in (("Interest", "763100"), ("Fee", "758100"))
            ]
        )
        for account, name in zip(accounts, ("pcg_7631", "pcg_7581"), strict=True):
            self.env["ir.model.data"].create(
                {
                    "module": "account",
                    "name": f"{self.company.id}_{name}",
                    "model": "account.account",
                    "res_id": account.id,
                }
            )
        move, _action = self._invoiced(self._claimed(self._late()))
        lines = move.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )
        self.assertEqual(lines.account_id, accounts)

    def test_without_them_the_account_of_the_journal_is_used(self):
        move, _action = self._invoiced(self._claimed(self._late()))
        lines = move.invoice_line_ids.filtered(
            lambda line: line.display_type == "product"
        )
        self.assertEqual(lines.account_id, move.journal_id.default_account_id)

    def test_one_invoice_for_each_customer(self):
        mine = [self._claimed(self._late()) for _index in range(2)]
        other = self._claimed(self._late(partner=self._customer("Second")))
        moves, _action = self._invoiced(*mine, other)
        self.assertEqual(len(moves), 2)
        self.assertEqual(mine[0].penalty_move_id, mine[1].penalty_move_id)
        self.assertEqual(mine[0].penalty_move_id.amount_total, 324.84)

    def test_what_was_waived_is_not_invoiced(self):
        penalty = self._claimed(self._late(paid=PAID))
        self._waive(penalty, scope="fee")
        move, _action = self._invoiced(penalty)
        self.assertEqual(move.amount_total, 43.73)

    def test_collected_when_its_invoice_is_paid(self):
        penalty = self._claimed(self._late(paid=PAID))
        move, _action = self._invoiced(penalty)
        move.action_post()
        self.assertEqual((penalty.state, penalty.amount_collected), ("invoiced", 0))
        self._register_payment(move, payment_date=TODAY, amount=40)
        self.assertEqual((penalty.state, penalty.amount_collected), ("invoiced", 40))
        self._register_payment(move, payment_date=TODAY)
        self.assertEqual(
            (penalty.state, penalty.amount_collected), ("collected", 83.73)
        )

    def test_an_invoice_that_is_withdrawn_leaves_the_claim(self):
        penalty = self._claimed(self._late(paid=PAID))
        move, _action = self._invoiced(penalty)
        with self.assertRaisesRegex(UserError, "already"):
            penalty.with_user(self.manager).action_invoice()
        move.button_cancel()
        self.assertEqual(penalty.state, "claimed")
        again, _action = self._invoiced(penalty)
        self.assertNotEqual(again, move)
        again.unlink()
        self.assertEqual(penalty.state, "claimed")

    # --- No penalties on penalties ----------------------------------------------------

    def test_a_penalty_invoice_bears_nothing(self):
        move, _action = self._invoiced(self._claimed(self._late(paid=PAID)))
        move.invoice_date = move.invoice_date_due = date(2025, 10, 1)
        move.action_post()
        with self.assertRaisesRegex(UserError, "bears no interest itself"):
            move.with_user(self.manager).action_tpe_penalty()
        with self.assertRaisesRegex(UserError, "None of these"):
            move.with_user(self.manager).action_tpe_penalties()
        notice = self._delivered(move, 3, days_ago=1)
        self.assertEqual((notice.amount_interest, notice.amount_fee), (0, 0))

    def test_a_message_does_not_ask_again_for_what_was_invoiced_or_waived(self):
        invoice = self._late()
        notice = self._delivered(invoice, 2, days_ago=0)
        self.assertEqual((notice.amount_interest, notice.amount_fee), (122.42, 40))
        penalty = self._claimed(invoice, until=PAID)
        self._waive(penalty, scope="fee")
        notice.invalidate_recordset()
        self.assertEqual((notice.amount_interest, notice.amount_fee), (122.42, 0))
        self._invoiced(penalty)
        notice.invalidate_recordset()
        # 1200 x 12.15 % x (107 + 90) / 365
        self.assertEqual((notice.amount_interest, notice.amount_fee), (78.69, 0))

    # --- Who may ----------------------------------------------------------------------

    def test_an_assistant_claims_and_a_manager_decides(self):
        invoice = self._late(paid=PAID)
        penalty = self._claimed(invoice, user=self.assistant).with_user(self.assistant)
        wizard = self._wizard(invoice, user=self.assistant)
        self.assertFalse(wizard.is_manager)
        for refused in (
            penalty.action_invoice,
            penalty.action_waive,
            penalty.action_offer,
            penalty.action_withdraw_offer,
            penalty.action_write_offer,
            wizard.action_invoice,
            wizard.action_waive,
            wizard.action_offer,
        ):
            with self.subTest(refused.__name__), self.assertRaises(AccessError):
                refused()
        with self.assertRaises(AccessError):
            penalty.write({"amount_fee": 0})
        self.assertEqual(penalty.state, "claimed")

    def test_a_wizard_of_a_manager_is_no_way_around(self):
        penalty = self._claimed(self._late())
        values = {"penalty_ids": [Command.set(penalty.ids)], "reason": "Why not"}
        waive = self.env["tpe.dunning.penalty.waive"]
        with self.assertRaises(AccessError):
            waive.with_user(self.assistant).create(values)
        wizard = waive.sudo().create(values)
        with self.assertRaises(AccessError):
            wizard.with_user(self.assistant).sudo(False).action_confirm()

    def test_an_accountant_reads_and_does_not_claim(self):
        invoice = self._late(paid=PAID)
        penalty = self._claimed(invoice).with_user(self.accountant)
        self.assertEqual(penalty.amount_claimed, 83.73)
        with self.assertRaises(AccessError):
            invoice.with_user(self.accountant).action_tpe_penalty()
        with self.assertRaises(AccessError):
            penalty.action_claim()

    def test_another_company_is_invisible(self):
        invoice = self._late(paid=PAID)
        penalty = self._claimed(invoice).with_user(self.stranger)
        self.assertFalse(penalty.search([]))
        for refused in (
            penalty.action_invoice,
            penalty.action_waive,
            invoice.with_user(self.stranger).action_tpe_penalty,
        ):
            with self.subTest(refused.__name__), self.assertRaises(AccessError):
                refused()

    def test_the_computation_is_read_on_a_form(self):
        wizard = self._wizard(self._late())
        with Form(wizard) as form:
            form.date_until = PAID
            self.assertEqual(form.amount_total, 83.73)
