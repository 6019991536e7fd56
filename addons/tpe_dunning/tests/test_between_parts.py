from datetime import date, timedelta

from odoo import Command
from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged

from .common import TODAY, DunningCommon


@tagged("-at_install", "post_install")
class TestBetweenParts(DunningCommon):
    """Where one part of the addon meets another."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.levels = cls.company._dunning_policy().with_context(active_test=False)
        cls.levels = {level.rank: level for level in cls.levels.level_ids}
        cls.customer.phone = "04 72 00 00 00"

    def _entry(self, amount=80.0, days_ago=60):
        """What an opening balance says of the customer: an entry, not an invoice."""
        due = TODAY - timedelta(days_ago)
        accounts = self.company_data
        move = self.env["account.move"].create(
            {
                "move_type": "entry",
                "journal_id": accounts["default_journal_misc"].id,
                "date": due,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": accounts["default_account_receivable"].id,
                            "partner_id": self.customer.id,
                            "date_maturity": due,
                            "debit": amount,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": accounts["default_account_revenue"].id,
                            "credit": amount,
                        }
                    ),
                ],
            }
        )
        move.action_post()
        move.line_ids.filtered("debit").no_followup = False
        return move

    # --- Messages -----------------------------------------------------------------------

    def test_what_came_back_after_an_unknown_outcome_has_its_day(self):
        self._invoice(40)
        reminder = self._plan().sudo()
        reminder.state = "sending"
        reminder._came_back("no such user")
        self.assertEqual(reminder.sent_on, TODAY)
        old = self._delivered(self._invoice(50), 1, days_ago=5)
        self.assertIn("Friendly reminder: Came back", old.history)
        call = self.env["tpe.dunning.call"].create(
            {"reminder_id": old.id, "outcome": "other"}
        )
        self.assertIn("Came back", call.exchanges)

    def test_a_call_to_make_is_asked_of_somebody_once(self):
        self.levels["1"].channel = "phone"
        self._invoice(40)
        reminder = self._plan()
        self.assertEqual(reminder.channel, "phone")
        self.env.invalidate_all()
        self.assertEqual(len(reminder.activity_ids), 1)
        self._invoice(41)
        self.assertEqual(len(self._plan().activity_ids), 1)

    def test_a_call_completes_nothing_that_an_agreement_holds(self):
        self.levels["1"].channel = "phone"
        invoice = self._invoice(40)
        self.env["tpe.dunning.promise"].create(
            {
                "partner_id": self.customer.id,
                "date": TODAY + timedelta(5),
                "move_ids": [Command.set(invoice.ids)],
            }
        )
        reminder = self._plan()
        self.assertEqual((reminder.stream, reminder.channel), ("held", "phone"))
        reminder._log_call("other", "Says it again")
        self.assertEqual((reminder.state, reminder.call_count), ("held", 1))

    def test_the_contact_of_the_company_of_the_record_is_written_to(self):
        other = self.env["res.company"].create({"name": "Other"})
        self.env.user.company_ids |= other
        contact = self._customer("Accounts", parent_id=self.customer.id, lang="en_US")
        self.customer.tpe_dunning_contact_id = contact
        penalty = self._invoice(60)._tpe_penalty_prepare(TODAY)
        reminder = self._plan()
        self.env.invalidate_all()
        elsewhere = {"allowed_company_ids": (other | self.company).ids}
        self.assertEqual(penalty.with_context(**elsewhere).recipient_id, contact)
        self.assertEqual(reminder.with_context(**elsewhere)._letter_lang(), "en_US")

    def test_a_credited_part_bears_no_interest_in_a_message_either(self):
        invoice = self._invoice(90, 1000.0)
        credit = self.env["account.move"].create(
            {
                "move_type": "out_refund",
                "partner_id": self.customer.id,
                "invoice_date": TODAY - timedelta(5),
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Works", "price_unit": 400, "tax_ids": False}
                    )
                ],
            }
        )
        credit.action_post()
        (invoice | credit).line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        ).reconcile()
        # 600 for 60 days from 30 January on: 600 x 12.15 % x 60 / 365.
        self.assertEqual(self._plan().amount_interest, 11.98)
        self.assertEqual(float(invoice._tpe_penalty(TODAY).interest), 11.98)

    def test_a_debt_older_than_the_rates_is_shown_without_interest(self):
        self._invoice((TODAY - date(2019, 3, 1)).days)
        reminder = self._plan()
        self.assertEqual((reminder.amount_interest, reminder.amount_fee), (0, 40))

    def test_no_fee_before_the_due_date(self):
        self.levels["-1"].active = True
        self._invoice(27)
        reminder = self._plan()
        self.assertEqual((reminder.rank, reminder.amount_fee), ("-1", 0))

    def test_claims_cost_the_same_whatever_the_number_of_invoices(self):
        self.customer.tpe_profile = "consumer"
        counts = []
        for number in (2, 2, 9):  # the first one fills the caches
            for _each in range(number):
                self._delivered(self._invoice(95), 3, days_ago=20)
            self._invoice(40)
            reminder = self._plan()
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            reminder._claims()
            counts.append(self.env.cr.sql_log_count - before)
        self.assertEqual(counts[1], counts[2])

    def test_the_court_file_and_the_invoice_count_the_same_limitation(self):
        self.company.country_id = self.env.ref("base.fr")
        invoice = self._invoice(200)
        for profile, last in (
            ("professional", date(2030, 9, 12)),
            ("consumer", date(2027, 9, 12)),
            ("public", date(2029, 12, 31)),
        ):
            self.customer.tpe_profile = profile
            self.assertEqual(invoice.tpe_limitation_date, last)
            self.assertEqual(invoice._tpe_time_barred_on(), last + timedelta(1))

    def test_an_archived_customer_gets_no_sms(self):
        self._invoice(40)
        reminder = self._plan()
        self.assertTrue(reminder._sms_number())
        self.customer.active = False
        self.assertFalse(reminder._sms_number())

    def test_the_stage_of_a_large_ledger_is_filled_at_once(self):
        invoice, entry = self._invoice(10), self._entry()
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE account_move DROP COLUMN tpe_dunning_stage")
        self.env["account.move"]._add_dunning_stage()
        self.env.invalidate_all()
        self.assertEqual(invoice.tpe_dunning_stage, "none")
        self.assertFalse(entry.tpe_dunning_stage)

    # --- On paper -----------------------------------------------------------------------

    def test_a_letter_completes_only_what_it_says(self):
        first = self._invoice(40)
        reminder = self._plan()
        reminder.action_print()
        self._invoice(41)
        self.assertEqual(self._plan(), reminder)
        with self.assertRaisesRegex(UserError, "Print the letter again"):
            reminder._post("letter", TODAY)
        reminder.action_print()
        self._pay(first)
        self._plan()
        reminder._post("letter", TODAY)
        self.assertEqual(reminder.state, "sent")

    def test_what_was_printed_does_not_leave_with_all_the_others(self):
        self._invoice(40)
        self._plan().action_print()
        wizard = self.env["tpe.dunning.start"].create({})
        self.assertFalse(wizard.leaving_ids)
        self.assertIn("Letters to post, calls to make: 1", wizard.staying)

    def test_starting_with_nothing_but_calls_starts(self):
        self.company.tpe_dunning_started_on = False
        self.levels["1"].channel = "phone"
        self._invoice(40)
        self._plan()
        self.env["tpe.dunning.start"].create({}).action_start_now()
        self.assertTrue(self.company.tpe_dunning_started_on)

    # --- Agreements ---------------------------------------------------------------------

    def test_a_promise_counts_the_invoices_it_is_about_now(self):
        first, second = self._invoice(40), self._invoice(41)
        promise = self.env["tpe.dunning.promise"].create(
            {
                "partner_id": self.customer.id,
                "date": TODAY + timedelta(5),
                "move_ids": [Command.set((first | second).ids)],
            }
        )
        promise.move_ids = first
        self.reminders._plan(self.company)
        self.assertEqual((promise.state, promise.amount_start), ("open", 100))
        promise.move_ids |= second
        self._pay(first)
        self.reminders._plan(self.company)
        self.assertEqual(promise.state, "open")
        self._pay(second)
        self.reminders._plan(self.company)
        self.assertEqual(promise.state, "kept")

    def test_an_opening_balance_is_not_promised_invoice_by_invoice(self):
        entry, invoice = self._entry(), self._invoice(40)
        reminder = self._plan()
        self.assertEqual(reminder.line_ids.move_id, entry | invoice)
        context = reminder.action_promise()["context"]
        self.assertEqual(context["default_move_ids"], [Command.set(invoice.ids)])
        access = (
            self.env["tpe.dunning.access"].sudo()._issue(self.customer, self.company)
        )
        rows = access._free_rows(access._statement())
        self.assertEqual([row.move for row in rows], [invoice])
        day = TODAY + timedelta(3)
        words = access._promise_words(rows, day)
        promise = access._promise(day, "Anne", "", words, "192.0.2.1")
        self.assertEqual(promise.move_ids, invoice)
        with self.assertRaises(UserError):
            access._dispute({entry.id}, "other", "Not mine")

    def test_the_one_in_charge_hears_what_the_customer_answers(self):
        user = new_test_user(
            self.env,
            "in_charge",
            "tpe_base.group_tpe_assistant",
            company_id=self.company.id,
        )
        self.company.tpe_dunning_user_id = user
        access = (
            self.env["tpe.dunning.access"].sudo()._issue(self.customer, self.company)
        )
        self.assertEqual(access._in_charge(), user)

    # --- Who may ------------------------------------------------------------------------

    def test_a_formal_notice_takes_a_manager_whatever_holds_it(self):
        assistant = new_test_user(
            self.env,
            "old_debts",
            "tpe_base.group_tpe_assistant",
            company_id=self.company.id,
        )
        self.company.tpe_dunning_ignore_before = TODAY
        self._invoice(40)
        reminder = self._plan()
        self.assertEqual((reminder.hold, reminder.stream), ("old", "held"))
        self.assertTrue(reminder.with_user(assistant).can_send)
        (self.levels["1"] | self.levels["2"]).active = False
        self._invoice(100)
        reminder = self._plan()
        self.assertEqual((reminder.rank, reminder.stream), ("3", "held"))
        self.assertFalse(reminder.with_user(assistant).can_send)
        with self.assertRaises(AccessError):
            reminder.with_user(assistant).action_send()
        self.assertTrue(reminder.can_send)

    def test_a_manager_says_which_old_debts_are_left_alone(self):
        manager = new_test_user(
            self.env,
            "starts",
            "tpe_base.group_tpe_manager",
            company_id=self.company.id,
        )
        wizard = self.env["tpe.dunning.start"].with_user(manager).create({})
        wizard.ignore_before = TODAY
        self.assertEqual(self.company.tpe_dunning_ignore_before, TODAY)
        assistant = new_test_user(
            self.env,
            "sends",
            "tpe_base.group_tpe_assistant",
            company_id=self.company.id,
        )
        with self.assertRaises(AccessError):
            wizard = self.env["tpe.dunning.start"].with_user(assistant).create({})
            wizard.ignore_before = False
            self.env.flush_all()

    def test_a_dialog_shows_nothing_of_another_company(self):
        invoice = self._invoice(40)
        reminder = self._plan()
        other = self.env["res.company"].create({"name": "Other"})
        stranger = new_test_user(
            self.env,
            "stranger",
            "tpe_base.group_tpe_assistant",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        calls = self.env["tpe.dunning.call"].with_user(stranger)
        with self.assertRaises(AccessError):
            calls.create({"reminder_id": reminder.id, "outcome": "other"})
        computing = self.env["tpe.dunning.penalty.compute"].with_user(stranger)
        with self.assertRaises(AccessError):
            computing.create({"move_id": invoice.id, "date_until": TODAY})

    def test_without_our_groups_an_invoice_and_a_customer_are_read_in_full(self):
        invoice = self._invoice(40)
        self._delivered(invoice, 1, days_ago=3)
        clerk = new_test_user(
            self.env,
            "clerk",
            "account.group_account_invoice",
            company_id=self.company.id,
        )
        self.env.invalidate_all()
        [values] = invoice.with_user(clerk).read()
        self.assertEqual(values["tpe_dunning_stage"], "friendly")
        self.assertFalse({"tpe_dunning_line_ids", "tpe_reminder_count"} & set(values))
        self._read_ours(self.customer.with_user(clerk))
        view = self.customer.with_user(clerk).get_view(
            self.env.ref("account.view_partner_property_form").id, "form"
        )
        self.assertNotIn("Payment reminders", view["arch"])
        employee = new_test_user(
            self.env, "employee", "base.group_user", company_id=self.company.id
        )
        self._read_ours(self.customer.with_user(employee))

    def _read_ours(self, record):
        names = [name for name in record.fields_get() if name.startswith("tpe_")]
        self.assertTrue(names)
        self.assertTrue(record.read(names))
