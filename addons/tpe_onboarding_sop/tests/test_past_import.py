from datetime import date

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .past_common import (
    BATI,
    CUSTOMERS,
    F1,
    INVOICES,
    MENU,
    PAID1,
    PAID2,
    SETTLEMENTS,
    PastCommon,
)


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestPastImport(PastCommon):
    """From a workbook to the books, to reminders and to scores."""

    def test_totals_are_shown_before_anything_is_written(self):
        partners = self.env["res.partner"].search_count([])
        one = self._read(self._usual())
        self.assertEqual(one.state, "review")
        self.assertEqual(one.kind, "xlsx")
        self.assertEqual(
            (one.customer_new, one.customer_known, one.refused_count), (2, 0, 0)
        )
        self.assertEqual((one.invoice_count, one.invoice_amount), (3, 2040.0))
        self.assertEqual((one.settled_count, one.settled_amount), (2, 1100.0))
        self.assertEqual((one.open_count, one.open_amount), (2, 940.0))
        self.assertEqual(one.untaxed_missing, 1)
        self.assertFalse(one.move_ids)
        self.assertEqual(self.env["res.partner"].search_count([]), partners)

    def test_the_books_hold_what_is_due_and_nothing_else(self):
        before = self._balance(self.receivable)
        one = self._imported(self._usual())
        self.assertEqual(self._balance(self.receivable) - before, 940.0)
        self.assertEqual(self._balance(self.counterpart), -940.0)
        accounts = one.sudo().move_ids.line_ids.account_id
        self.assertEqual(accounts, self.receivable | self.counterpart)
        self.assertFalse(one.sudo().move_ids.line_ids.tax_ids)
        first = self._move("F-2026-01")
        self.assertRecordValues(
            first,
            [
                {
                    "move_type": "out_invoice",
                    "state": "posted",
                    "invoice_date": date(2026, 2, 9),
                    "date": date(2026, 2, 9),
                    "invoice_date_due": date(2026, 3, 11),
                    "amount_total": 1200.0,
                    "amount_residual": 700.0,
                    "payment_state": "partial",
                    "no_followup": False,
                    "tpe_past_untaxed": 1000.0,
                    "tpe_dunning_stage": "none",
                }
            ],
        )
        self.assertEqual(self._move("F-2025-88").payment_state, "paid")
        self.assertEqual(self._move("F-2026-02").payment_state, "not_paid")
        # An entry for each day of settlement, on that day.
        entries = one.sudo().move_ids.filtered(lambda move: move.move_type == "entry")
        self.assertEqual(
            sorted(entries.mapped("date")), [date(2025, 11, 15), date(2026, 3, 19)]
        )

    def test_settlements_tell_the_real_lateness(self):
        self._imported(self._usual())
        # Due 11 March, paid 19 March: 8 days; due 31 October, paid 15 November: 15.
        self.assertEqual(
            self._facts(self._move("F-2026-01")),
            [
                ("open", 700.0, False, 0),
                ("payment", 500.0, date(2026, 3, 19), 8),
            ],
        )
        self.assertEqual(
            self._facts(self._move("F-2025-88")),
            [("payment", 600.0, date(2025, 11, 15), 15)],
        )

    def test_customers_are_made_with_what_is_known(self):
        one = self._imported(self._usual())
        bati, roux = one.sudo().partner_ids.sorted("ref")
        self.assertRecordValues(
            bati | roux,
            [
                {
                    "name": "Bâti Sud SARL",
                    "ref": "C-001",
                    "company_registry": "404833048",
                    "email": "compta@batisud.example",
                    "city": "Lyon",
                    "is_company": True,
                },
                {
                    "name": "Menuiserie Roux",
                    "ref": "C-002",
                    "company_registry": False,
                    "email": False,
                    "city": "Vienne",
                    # Nothing says that it is a firm: the careful law applies.
                    "is_company": False,
                },
            ],
        )

    def test_known_customers_are_found_again(self):
        by_siren = self._customer(
            "Bâti Sud (ancien nom)", company_registry="40483304800022"
        )
        by_name = self._customer("menuiserie  ROUX", company_registry=False)
        one = self._imported(self._usual())
        self.assertEqual((one.customer_new, one.customer_known), (0, 2))
        self.assertEqual(self._move("F-2026-01").partner_id, by_siren)
        self.assertEqual(self._move("F-2026-02").partner_id, by_name)
        self.assertEqual(by_siren.name, "Bâti Sud (ancien nom)")

    def test_two_customers_that_fit_are_asked_about(self):
        self._customer("Menuiserie Roux", company_registry=False, city="Lyon")
        self._customer("Menuiserie Roux", company_registry=False, city="Vienne")
        one = self._read(self._usual())
        self.assertIn("2 customers of yours", self._said(one, "refused")[3])
        with self.assertRaises(UserError):
            one.action_import()
        self.assertFalse(one.move_ids)

    def test_another_code_is_another_customer(self):
        """Father and son have one name and one e-mail, and each his code."""
        rows = [
            ("Dupont", "D1", "", "", "dupont@example.com", "Lyon"),
            ("Dupont", "D2", "", "", "dupont@example.com", "Vienne"),
        ]
        day = date(2026, 3, 1)
        one = self._imported(
            self._book(
                Clients=[CUSTOMERS, *rows],
                Factures=[
                    INVOICES,
                    *((f"F-{c}", c, day, "", 10) for c in ("D1", "D2")),
                ],
            )
        )
        self.assertEqual(one.customer_new, 2)
        self.assertEqual(self._move("F-D1").partner_id.city, "Lyon")
        self.assertEqual(self._move("F-D2").partner_id.city, "Vienne")
        named = self._read(
            self._book(
                Clients=[CUSTOMERS, *rows],
                Factures=[INVOICES, ("F-3", "Dupont", day, "", 10)],
            )
        )
        self.assertIn("Several customers", self._said(named, "refused")[2])

    def test_one_company_with_two_codes(self):
        day = date(2026, 3, 1)
        one = self._imported(
            self._book(
                Clients=[CUSTOMERS, BATI, ("Bâti Sud chantiers", "C-077", BATI[2])],
                Factures=[
                    INVOICES,
                    ("F-1", "C-001", day, "", 10),
                    ("F-2", "C-077", day, "", 10),
                ],
            )
        )
        self.assertEqual(one.customer_new, 1)
        self.assertEqual(self._move("F-1").partner_id, self._move("F-2").partner_id)

    def test_another_siren_is_another_customer(self):
        other = self._customer("Bâti Sud SARL", company_registry="55210055400013")
        one = self._imported(self._usual())
        self.assertEqual(one.customer_new, 2)
        self.assertNotEqual(self._move("F-2026-01").partner_id, other)

    # --- Reminders ----------------------------------------------------------------------

    def _prepared(self, number="F-2026-01"):
        self.reminders._plan(self.company)
        return self._open(self._move(number).commercial_partner_id)

    def test_reminders_that_run_wait_for_a_person(self):
        one = self._imported(self._usual())
        self.assertTrue(one.is_held)
        held = self._prepared()
        self.assertRecordValues(held, [{"state": "held", "hold": "past", "rank": "1"}])
        self._run_cron()
        self.assertEqual(held.state, "held")
        self.assertEqual(self._move("F-2026-01").tpe_dunning_stage, "none")
        one.action_release()
        self.assertEqual(one.released_by_id, self.manager)
        ready = self._open(self._move("F-2026-01").commercial_partner_id)
        self.assertRecordValues(ready, [{"state": "planned", "rank": "1"}])
        self.assertEqual(ready.amount_due, 700.0)

    def test_before_the_start_nothing_holds(self):
        self.company.tpe_dunning_started_on = False
        one = self._imported(self._usual())
        self.assertFalse(one.is_held)
        self.assertRecordValues(
            self._prepared(), [{"state": "planned", "hold": False, "rank": "1"}]
        )

    def test_a_debt_of_the_past_climbs_the_same_ladder(self):
        """Fifty days old, reminded twenty days ago: the firm reminder is due at 45."""
        one = self._imported(self._usual())
        first = self._move("F-2026-01")
        self._delivered(first, 1, days_ago=20)
        one.action_release()
        self.assertEqual(first.tpe_dunning_stage, "friendly")
        self.assertEqual(self._prepared().rank, "2")

    def test_no_pdf_is_made_up(self):
        self._imported(self._usual()).action_release()
        first = self._move("F-2026-01")
        self.assertFalse(first._tpe_shows_document())
        self.assertFalse(first._get_invoice_legal_documents("pdf", allow_fallback=True))
        self.assertFalse(self._prepared()._to_attach())
        own = self._invoice(40)
        self.assertTrue(own._tpe_shows_document())

    # --- Scores -------------------------------------------------------------------------

    def test_scores_see_delays_and_sales_without_taxes(self):
        self._imported(self._usual())
        facts = self.env["tpe.scoring.facts"]
        known = facts._customers(facts._window(self.company))
        bati = known[self._move("F-2026-01").commercial_partner_id.id].facts
        # 500 paid 8 days late, 600 paid 15 days late, 700 not paid for 20 days.
        self.assertEqual(bati.paid_amount, 1800.0)
        self.assertEqual(bati.beyond_days, 500 * 8 + 600 * 15 + 700 * 20)
        self.assertEqual(bati.invoices_judged, 2)
        self.assertEqual(bati.revenue, 1500.0)
        # Nothing says what the other one's invoice was worth without taxes.
        roux = known[self._move("F-2026-02").commercial_partner_id.id].facts
        self.assertFalse(roux.revenue)

    def test_sales_of_the_past_are_no_sales_of_these_books(self):
        sold = self.env["account.invoice.report"]
        before = sold.search_count([])
        self._imported(self._usual())
        self.assertEqual(sold.search_count([]), before)
        self._invoice(10)
        self.assertEqual(sold.search_count([]), before + 1)

    def test_nobody_writes_new_documents_among_those_of_the_past(self):
        self._imported(self._usual())
        journal = self._move("F-2026-01").journal_id
        with self.assertRaisesRegex(UserError, "choose another journal"):
            self._invoice(1, journal_id=journal.id)
        self.assertNotEqual(self._invoice(1).journal_id, journal)

    # --- Again, and by halves ---------------------------------------------------------------

    def test_the_same_file_twice(self):
        content = self._usual()
        self._imported(content)
        again = self._read(content)
        self.assertEqual(again.state, "refused")
        self.assertIn("imported on 03/31/2026 by", again.refusal)
        self.assertFalse(again.line_ids)

    def test_a_longer_file_adds_what_is_new(self):
        self._imported(self._usual())
        later = self._book(
            Clients=[CUSTOMERS, BATI, MENU],
            Factures=[
                INVOICES,
                F1[:5] + (200, 1000),
                ("F-9", "C-002", "05/03/2026", "", 60),
            ],
            Règlements=[
                SETTLEMENTS,
                PAID1,
                PAID2,
                ("F-2026-01", "25/03/2026", 500, "Virement"),
            ],
        )
        one = self._imported(later)
        self.assertEqual(one.known_count, 3)
        self.assertEqual(one.customer_new, 0)
        self.assertEqual(len(one.sudo().move_ids), 2)
        self.assertEqual(len(self._move("F-2026-01")), 1)
        self.assertEqual(
            self._facts(self._move("F-2026-01")),
            [
                ("open", 200.0, False, 0),
                ("payment", 500.0, date(2026, 3, 19), 8),
                ("payment", 500.0, date(2026, 3, 25), 14),
            ],
        )
        self.assertEqual(self._balance(self.counterpart), -940.0 + 500 - 60)

    def test_all_or_nothing(self):
        one = self._read(self._usual())
        moves = self.env["account.move"].search_count([])
        partners = self.env["res.partner"].search_count([])

        def broken(*args):
            raise ValueError("in the middle")

        self.patch(type(self.env["tpe.past.import"]), "_match", broken)
        with self.assertRaisesRegex(ValueError, "in the middle"):
            one.action_import()
        self.assertEqual(self.env["account.move"].search_count([]), moves)
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertEqual(one.state, "review")

    def test_an_invoice_of_odoo_is_never_doubled(self):
        partner = self._customer("Bâti Sud SARL", company_registry="404833048")
        kept = self._invoice(50, 1200.0, partner=partner, name="F-2026-01")
        one = self._imported(
            self._book(
                Clients=[CUSTOMERS, BATI],
                Factures=[INVOICES, F1, ("F-3", "C-001", "05/03/2026", "", 60)],
                Règlements=[SETTLEMENTS, PAID1],
            )
        )
        self.assertEqual(self._move("F-2026-01"), kept)
        self.assertEqual(kept.amount_residual, 1200.0)
        self.assertEqual(one.known_count, 2)

    def test_the_number_of_another_invoice_is_refused(self):
        self._invoice(50, 80.0, name="F-2026-01")
        one = self._read(self._usual())
        self.assertIn("which one is right", self._said(one, "refused", "invoice")[2])

    def test_credit_notes_and_credits(self):
        one = self._imported(
            self._book(
                Clients=[CUSTOMERS, BATI],
                Factures=[
                    INVOICES,
                    F1[:5],
                    ("AV-7", "C-001", "02/03/2026", "", -90, -90, -75),
                ],
                Règlements=[
                    SETTLEMENTS,
                    ("F-2026-01", "19/03/2026", 300, "Avoir"),
                    ("F-2026-01", "20/03/2026", 100, "Perte"),
                    ("", "20/03/2026", 50, "", "C-001"),
                ],
            )
        )
        first = self._move("F-2026-01")
        self.assertEqual(
            self._facts(first),
            [
                ("credit_note", 300.0, date(2026, 3, 19), 0),
                ("open", 800.0, False, 0),
                ("other", 100.0, date(2026, 3, 20), 0),
            ],
        )
        self.assertEqual(self._move("AV-7").move_type, "out_refund")
        self.assertEqual(one.credit_amount, 140.0)
        credits = self.env["tpe.dunning.decision"]._open_credits(
            self.company, first.commercial_partner_id
        )[first.commercial_partner_id.id]
        self.assertEqual(
            {each.kind: each.amount for each in credits},
            {"credit_note": 90.0, "payment": 50.0},
        )
        again = self._read(
            self._book(
                Clients=[CUSTOMERS, BATI],
                Factures=[INVOICES, F1[:5]],
                Règlements=[SETTLEMENTS, ("", "20/03/2026", 50, "", "C-001")],
            )
        )
        self.assertEqual((again.new_count, again.known_count), (0, 2))

    def test_numbers_of_another_year_are_kept(self):
        """Odoo would number them again: theirs say 2019, their dates 2026."""
        self._imported(
            self._book(
                Clients=[CUSTOMERS, BATI],
                Factures=[
                    INVOICES,
                    ("FAC/2019/00012", "C-001", "05/03/2026", "", 60),
                    ("FAC/2019/00019", "C-001", "05/02/2026", "", 60),
                ],
            )
        )
        self.assertEqual(self._move("FAC/2019/00012").state, "posted")
        self.assertFalse(self._move("FAC/2019/00019").made_sequence_gap)

    def test_a_company_of_its_own(self):
        other = self.env["res.company"].create({"name": "Autre"})
        one = self._imported(self._usual())
        self.assertEqual(one.sudo().move_ids.company_id, self.company)
        stranger = self._user("paul", "tpe_base.group_tpe_manager")
        stranger.write(
            {"company_ids": [Command.set(other.ids)], "company_id": other.id}
        )
        self.assertFalse(self.env["tpe.past.import"].with_user(stranger).search([]))
