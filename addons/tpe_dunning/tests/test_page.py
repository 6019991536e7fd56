from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import freeze_time, new_test_user, tagged

from ..models import dunning_access_hit
from .common import TODAY
from .page_common import CALM, PageCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestPage(PageCommon):
    def test_the_page_lists_what_is_due_and_what_is_not_yet(self):
        late = self._invoice(40, amount=120)
        later = self._invoice(5, amount=80)
        self._pay(late, 20)
        answer = self._get()
        words = self._words(answer)
        self.assertEqual(answer.status_code, 200)
        self.assertIn(
            f"{late.name} of 02/19/2026, due on 03/21/2026 10 days late", words
        )
        self.assertIn("100.00", words)
        self.assertIn("out of $ 120.00", words.replace("\xa0", " "))
        self.assertIn(f"Not due yet Invoice Still due {later.name}", words)
        self.assertIn("Total to pay $ 100.00", words.replace("\xa0", " "))
        self.assertEqual(self.access.visited_on, TODAY)

    def test_nobody_keeps_or_finds_the_page(self):
        headers = self._get().headers
        self.assertEqual(headers["Cache-Control"], "private, no-store")
        self.assertEqual(headers["Referrer-Policy"], "no-referrer")
        self.assertIn("noindex", headers["X-Robots-Tag"])

    def test_the_page_of_a_merged_customer_stays_his(self):
        twin = self._customer("Twin")
        self.env["tpe.dunning.access"]._issue(twin, self.company)
        self.env["base.partner.merge.automatic.wizard"].create(
            {
                "partner_ids": [Command.set((twin + self.customer).ids)],
                "dst_partner_id": self.customer.id,
            }
        ).action_merge()
        self.assertFalse(twin.exists())
        self.assertEqual(self._get().status_code, 200)

    def test_nothing_due_is_said_kindly(self):
        self.assertIn("Nothing to pay today. Thank you!", self._words(self._get()))

    def test_a_credit_note_is_shown_and_deducted(self):
        self._invoice(40, amount=100)
        refund = self._invoice(10, amount=30, move_type="out_refund")
        words = self._words(self._get()).replace("\xa0", " ")
        self.assertIn(f"Credit note {refund.name}", words)
        self.assertIn("Total to pay $ 70.00", words)

    def test_a_payment_and_another_entry_are_told_from_a_credit_note(self):
        self._invoice(40, amount=100)
        bank = self.company_data["default_journal_bank"]
        receivable = self.company_data["default_account_receivable"]
        payment = self.env["account.bank.statement.line"].create(
            {
                "journal_id": bank.id,
                "date": TODAY,
                "payment_ref": "Transfer",
                "amount": 10,
                "partner_id": self.customer.id,
            }
        )
        payment._seek_for_lines()[1].account_id = receivable
        words = self._words(self._get())
        self.assertIn("Payment received, not matched yet,", words)
        self.assertNotIn("Entry in your favour", words)
        self.env["account.move"].create(
            {
                "journal_id": self.company_data["default_journal_misc"].id,
                "date": TODAY,
                "line_ids": [
                    Command.create(
                        {
                            "account_id": receivable.id,
                            "partner_id": self.customer.id,
                            "credit": 7,
                        }
                    ),
                    Command.create(
                        {
                            "account_id": self.company_data[
                                "default_account_revenue"
                            ].id,
                            "debit": 7,
                        }
                    ),
                ],
            }
        ).action_post()
        self.assertIn("Entry in your favour", self._words(self._get()))

    def test_credit_notes_that_cover_everything_leave_nothing_to_pay(self):
        self._invoice(40, amount=30)
        self._invoice(10, amount=30, move_type="out_refund")
        self.assertIn("cover what is due", self._words(self._get()))

    def test_drafts_and_other_customers_are_never_shown(self):
        other = self._customer("Somebody else")
        foreign = self._invoice(40, partner=other)
        draft = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "invoice_date": TODAY,
                "invoice_line_ids": [
                    Command.create({"name": "Secret draft", "price_unit": 77})
                ],
            }
        )
        mine = self._invoice(40)
        words = self._words(self._get())
        self.assertIn(mine.name, words)
        self.assertNotIn(foreign.name, words)
        self.assertNotIn("77.00", words)
        for move in (foreign, draft):
            answer = self._get(f"/invoice/{move.id}")
            self.assertEqual(answer.status_code, 404)
            self.assertIn(CALM, self._words(answer))

    def test_another_company_is_another_page(self):
        other = self.setup_other_company()["company"]
        invoice = self._invoice(40)
        foreign = self.accesses._issue(self.customer, other)
        self.assertNotEqual(self._path(), self._path(access=foreign))
        words = self._words(self._get(access=foreign))
        self.assertIn("Nothing to pay", words)
        self.assertNotIn(invoice.name, words)
        answer = self._get(f"/invoice/{invoice.id}", access=foreign)
        self.assertEqual(answer.status_code, 404)

    def test_the_pdf_of_an_invoice_comes_through_the_link(self):
        invoice = self._invoice(40)
        invoice.invoice_pdf_report_id = self.env["ir.attachment"].create(
            {
                "name": "invoice.pdf",
                "raw": b"%PDF-1.4 the stored one",
                "res_model": "account.move",
                "res_id": invoice.id,
                "res_field": "invoice_pdf_report_file",
            }
        )
        answer = self._get(f"/invoice/{invoice.id}")
        self.assertEqual(answer.content, b"%PDF-1.4 the stored one")
        self.assertEqual(answer.headers["Cache-Control"], "private, no-store")

    def test_all_bad_links_get_the_same_answer(self):
        good = self._path()
        last = "0" if good[-1] != "0" else "1"
        stranger = self.accesses._issue(self._customer("Stranger"), self.company)
        swapped = self._path(access=stranger)[:-32] + good[-32:]
        answers = [
            self._get(path=path)
            for path in (
                good[:-1] + last,
                swapped,
                "/tpe/pay/x",
                "/tpe/pay/" + "%00" * 4,
                good + "0",
            )
        ]
        self.access.expires_on = TODAY - timedelta(1)
        answers.append(self._get())
        self.access.expires_on = TODAY
        self.assertEqual(self._get().status_code, 200)
        self.access.with_user(self.manager).action_revoke()
        answers.append(self._get())
        self.assertEqual({answer.status_code for answer in answers}, {404})
        self.assertEqual(len({self._words(answer) for answer in answers}), 1)
        self.assertIn(CALM, self._words(answers[0]))

    def test_a_revoked_link_stays_dead_and_the_next_message_brings_another(self):
        old = self._path()
        self.customer.with_user(self.manager).action_revoke_tpe_page()
        self.assertFalse(self.customer._dunning_page_url(self.company))
        self.accesses._issue(self.customer, self.company)
        self.assertEqual(self._get(path=old).status_code, 404)
        self.assertEqual(self._get().status_code, 200)

    def test_only_a_message_that_leaves_renews_the_link(self):
        self._invoice(40)
        self.access.expires_on = TODAY + timedelta(3)
        reminder = self._plan()
        self.assertIn(self._path(), reminder.preview_body)
        self.assertEqual(self.access.expires_on, TODAY + timedelta(3))
        reminder.sudo()._prepare_to_leave()
        self.assertEqual(self.access.expires_on, TODAY + timedelta(90))
        self.assertIn(self._path(), reminder.body)

    def test_a_preview_that_may_only_read_makes_no_link(self):
        self._invoice(40, partner=self._customer("New one"))
        self.reminders._plan(self.company)
        reminder = self.reminders.search([("partner_id.name", "=", "New one")])
        partner = reminder.partner_id
        with patch.object(type(self.env.cr), "readonly", True):
            self.assertTrue(
                partner._dunning_page_url(self.company).endswith("/tpe/pay/...")
            )
        self.assertFalse(self.accesses._of(partner, self.company))
        self.assertIn("/tpe/pay/", reminder.preview_body)
        self.assertTrue(self.accesses._of(partner, self.company))

    def test_a_message_after_a_revocation_holds_the_new_link(self):
        self._invoice(40)
        old = self._path()
        self.access.with_user(self.manager).action_revoke()
        reminder = self._plan()
        self.assertNotIn("/tpe/pay/", reminder.preview_body)
        reminder.sudo()._prepare_to_leave()
        self.assertIn(self._path(), reminder.body)
        self.assertNotIn(old, reminder.body)

    def test_penalties_are_named_after_a_firm_message_to_a_professional_only(self):
        self.customer.tpe_profile = "professional"
        invoice = self._invoice(90)
        self._delivered(invoice, 1, days_ago=20)
        self.assertNotIn("interest", self._words(self._get()))
        self._delivered(invoice, 2, days_ago=2)
        self.assertIn("Late-payment interest", self._words(self._get()))
        self.customer.tpe_profile = "consumer"
        self.assertNotIn("interest", self._words(self._get()).lower())

    def test_a_hostile_name_is_text(self):
        self.customer.name = "<script>alert(1)</script>{{ 7 * 7 }}"
        self._invoice(40)
        body = self._get().text
        self.assertNotIn("<script>alert(1)", body)
        self.assertIn("&lt;script&gt;alert(1)", body)

    def test_the_language_is_the_one_of_the_customer(self):
        self.customer.lang = "fr_FR"
        self.assertIn('lang="fr-FR"', self._get().text)

    def test_too_many_calls_are_told_to_come_back(self):
        with patch.dict(dunning_access_hit.LIMITS, link=2):
            codes = [self._get().status_code for _ in range(3)]
        self.assertEqual(codes, [200, 200, 429])
        self.assertIn("ten minutes", self._words(self._with_limit(link=2)))

    def test_an_address_that_guesses_is_shut_out_even_of_a_good_link(self):
        with patch.dict(dunning_access_hit.LIMITS, unknown=2):
            codes = [self._get(path="/tpe/pay/guess").status_code for _ in range(3)]
            self.assertEqual(codes, [404, 404, 429])
            self.assertEqual(self._get().status_code, 429)
        with freeze_time("2026-03-31 07:11:00"):
            self.assertEqual(self._get().status_code, 200)

    def test_an_address_has_a_limit_of_its_own(self):
        with patch.dict(dunning_access_hit.LIMITS, address=1):
            self._get()
            self.assertEqual(self._get().status_code, 429)

    def _with_limit(self, **limits):
        with patch.dict(dunning_access_hit.LIMITS, **limits):
            return self._get()

    def test_old_calls_are_forgotten(self):
        self._get()
        hits = self.env["tpe.dunning.access.hit"].sudo()
        self.assertTrue(hits.search_count([]))
        hits._gc_hits()
        self.assertTrue(hits.search_count([]))
        with freeze_time("2026-04-02 07:00:00"):
            hits._gc_hits()
        self.assertFalse(hits.search_count([]))

    def test_who_may_see_and_revoke_the_link(self):
        assistant, accountant, employee = (
            new_test_user(self.env, login, group, company_id=self.company.id)
            for login, group in (
                ("page_assistant", "tpe_base.group_tpe_assistant"),
                ("page_accountant", "account.group_account_readonly"),
                ("page_employee", "base.group_user"),
            )
        )
        self.assertEqual(self.access.with_user(accountant).visited_on, False)
        for user in (assistant, accountant, employee):
            with self.assertRaises(AccessError):
                self.access.with_user(user).read(["key"])
            with self.assertRaises(AccessError):
                self.access.with_user(user).write({"expires_on": "2030-01-01"})
            with self.assertRaises(AccessError):
                self.env["tpe.dunning.access.hit"].with_user(user).search([])
        for user in (accountant, employee):
            with self.assertRaises(AccessError):
                self.access.with_user(user).action_revoke()
        self.access.with_user(assistant).action_revoke()
        self.assertEqual(self.access.revoked_by_id, assistant)

    def test_a_manager_of_another_company_cannot_revoke(self):
        other = self.env["res.company"].create({"name": "Other firm"})
        stranger = new_test_user(
            self.env,
            "page_stranger",
            "tpe_base.group_tpe_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRaises(AccessError):
            self.access.with_user(stranger).action_revoke()
        self.assertFalse(self.accesses.with_user(stranger).sudo(False).search([]))
