import random
from unittest.mock import patch

from odoo import Command, sql_db
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, new_test_user, tagged

from ..models import bank_match_page
from .match_common import MatchCommon


@tagged("-at_install", "post_install")
@freeze_time("2026-03-31 07:00:00")
class TestBankMatch(MatchCommon):
    """From the proposal to the books, and back."""

    def test_a_number_and_an_amount_pay_the_invoice(self):
        invoice = self._invoice(self.ann, 120)
        line = self._line(120, f"VIR SEPA /REF {invoice.name}")
        row = self._shown(line)
        self.assertTrue(row["sure"])
        self.assertEqual(row["proposals"][0]["title"], invoice.name)
        self.assertEqual(row["proposals"][0]["detail"], "Plomberie Chaboud")
        self.assertIn("same amount", row["proposals"][0]["reasons"])
        page = self._accept(line)
        self.assertEqual((page["lines"], page["left"]), ([], 0))
        self.assertTrue(line.is_reconciled)
        self.assertEqual(invoice.amount_residual, 0)
        self.assertEqual(line.partner_id, self.ann)
        suspense = self.bank.suspense_account_id
        self.assertNotIn(suspense, line.move_id.line_ids.account_id)

    def test_undo_leaves_the_books_as_before(self):
        """Many situations, accepted, then undone in another order."""
        rng = random.Random("undo")
        lines = self.env["account.bank.statement.line"]
        for rank in range(12):
            partner = rng.choice((self.ann, self.bob))
            amounts = [rng.randint(50, 900) for _ in range(rng.randint(1, 3))]
            invoices = [self._invoice(partner, amount) for amount in amounts]
            paid = sum(amounts) if rank % 3 else amounts[0] // 2
            names = " ".join(
                one.name for one in (invoices if rank % 3 else invoices[:1])
            )
            lines += self._line(paid, f"VIR {partner.name} {names}", rng.randint(1, 9))
        fee = self._invoice(self.ann, 1000)
        lines += self._line(988, f"VIR {fee.name}")
        lines += self._line(-31.4, "FRAIS TENUE DE COMPTE")
        lines += self._line(77.77, "VIR PLOMBERIE CHABOUD ARRHES")
        bill = self._invoice(self.bob, 64, move_type="in_invoice", ref="F-771204")
        lines += self._line(-64, "PRLV GARAGE TOURNESOL F-771204")
        self._account("627000", "Bank fees")
        before = self._books()
        self._accept(*lines)
        self.assertTrue(all(line.is_reconciled for line in lines))
        self.assertEqual(bill.amount_residual, 0)
        self.assertNotEqual(self._books(), before)
        for line in rng.sample(list(lines), len(lines)):
            self.match.action_undo(self.bank.id, line.id)
        self.assertEqual(self._books(), before)
        self.assertFalse(self.env["tpe.bank.label"].search([]))

    @classmethod
    def _account(cls, code, name, **values):
        return cls.env["account.account"].create(
            {"code": code, "name": name, "account_type": "expense", **values}
        )

    def test_a_fee_goes_to_its_account(self):
        fees = self._account("627000", "Bank fees")
        invoice = self._invoice(self.ann, 1000)
        line = self._line(988, f"VIR {invoice.name}")
        self.assertFalse(self._shown(line)["sure"])
        self._accept(line)
        self.assertEqual(invoice.amount_residual, 0)
        [item] = line.move_id.line_ids.filtered(lambda one: one.account_id == fees)
        self.assertEqual(item.balance, 12)

    def test_money_on_account_waits_on_the_customer(self):
        line = self._line(300, "VIR PLOMBERIE CHABOUD ARRHES")
        self._accept(line)
        receivable = self.ann.property_account_receivable_id
        [item] = line.move_id.line_ids.filtered(
            lambda one: one.account_id == receivable
        )
        self.assertEqual((item.amount_residual, item.partner_id), (-300, self.ann))

    def test_an_early_payment_discount(self):
        term = self.env["account.payment.term"].create(
            {
                "name": "2 % in ten days",
                "early_discount": True,
                "discount_percentage": 2,
                "discount_days": 10,
                "line_ids": [
                    Command.create(
                        {"value": "percent", "value_amount": 100, "nb_days": 30}
                    )
                ],
            }
        )
        invoice = self._invoice(self.ann, 100, 5, invoice_payment_term_id=term.id)
        line = self._line(98, f"VIR {invoice.name}")
        before = self._books()
        row = self._shown(line)
        self.assertEqual(
            (row["sure"], row["proposals"][0]["kind"]), (True, "discount"), row
        )
        self._accept(line)
        self.assertEqual((invoice.amount_residual, line.is_reconciled), (0, True))
        loss = self.company.account_journal_early_pay_discount_loss_account_id
        [item] = line.move_id.line_ids.filtered(lambda one: one.account_id == loss)
        self.assertEqual(item.balance, 2)
        self.match.action_undo(self.bank.id, line.id)
        self.assertEqual(self._books(), before)

    def test_the_bank_decides_what_dollars_were_worth(self):
        dollar = self.setup_other_currency("HRK", rates=[("2020-01-01", 2.0)])
        invoice = self._invoice(self.ann, 200, currency_id=dollar.id)
        line = self._line(95, f"VIR {invoice.name}")
        row = self._shown(line)
        self.assertFalse(row["sure"])
        balances = self._balances()
        self._accept(line)
        self.assertEqual((invoice.amount_residual, line.is_reconciled), (0, True))
        # Worth 100 when invoiced, 95 at the bank.
        changed = self._balances()
        loss = self.company.expense_currency_exchange_account_id
        self.assertEqual(changed[loss.id] - balances.get(loss.id, 0), 5)
        self.match.action_undo(self.bank.id, line.id)
        self.assertEqual(self._balances(), balances)
        self.assertEqual(invoice.amount_residual, 200)

    def test_a_line_that_gives_the_foreign_amount_is_sure(self):
        dollar = self.setup_other_currency("HRK", rates=[("2020-01-01", 2.0)])
        invoice = self._invoice(self.ann, 200, currency_id=dollar.id)
        line = self._line(
            95,
            f"VIR {invoice.name}",
            foreign_currency_id=dollar.id,
            amount_currency=200,
        )
        self.assertTrue(self._shown(line)["sure"])
        self._accept(line)
        self.assertEqual((invoice.amount_residual, line.is_reconciled), (0, True))

    def _balances(self):
        found = self.env["account.move.line"]._read_group(
            [("parent_state", "=", "posted"), ("company_id", "=", self.company.id)],
            ["account_id"],
            ["balance:sum"],
        )
        return {
            account.id: round(total, 2) for account, total in found if round(total, 2)
        }

    def test_a_payment_in_process_is_paid(self):
        invoice = self._invoice(self.ann, 120)
        payment = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({})
            ._create_payments()
        )
        line = self._line(120, f"VIR {payment.memo} CHABOUD PLOMBERIE")
        self.assertTrue(self._shown(line)["sure"])
        self._accept(line)
        self.assertEqual((payment.state, invoice.payment_state), ("paid", "paid"))

    def test_both_sides_of_an_internal_transfer(self):
        savings = self.bank.copy({"code": "SAVE"})
        out = self._line(-500, "VIR INTERNE VERS LIVRET")
        back = self._line(500, "VIR INTERNE DEPUIS COMPTE", journal_id=savings.id)
        self.assertTrue(self._shown(out)["sure"])
        self._accept(out)
        transfer = self.company.transfer_account_id
        item = out.move_id.line_ids.filtered(lambda one: one.account_id == transfer)
        self.assertEqual(item.amount_residual, 500)
        [row] = self.match.action_page(savings.id)["lines"]
        chosen = [(back.id, row["proposals"][0]["key"])]
        self.match.action_accept(savings.id, chosen)
        self.assertTrue(item.reconciled)

    def test_many_are_accepted_in_parts(self):
        lines = [
            self._line(100 + rank, f"VIR {self._invoice(self.ann, 100 + rank).name}")
            for rank in range(3)
        ]
        rows = {row["id"]: row for row in self._page()["lines"]}
        rest = [(line.id, rows[line.id]["proposals"][0]["key"]) for line in lines]
        sizes = []
        # One line is all that the patience of a call allows.
        with patch.object(bank_match_page, "PATIENCE", -1):
            while rest:
                answer = self.match.action_accept(self.bank.id, rest)
                sizes.append(sum(line.is_reconciled for line in lines))
                rest = answer.get("rest")
        self.assertEqual(sizes, [1, 2, 3])
        self.assertEqual((answer["lines"], answer["left"]), ([], 0))

    # --- By hand ----------------------------------------------------------------------

    def test_a_line_is_split(self):
        invoice = self._invoice(self.ann, 100)
        other = self._account("658000", "Odds and ends")
        line = self._line(130, "REMISE CHEQUES")
        found = self.match.action_find(line.id, invoice.name)
        self.assertEqual([one["id"] for one in found], self._due(invoice).ids)
        parts = [
            {"due": self._due(invoice).id, "amount": 100},
            {"account": other.id, "amount": 20},
            {"partner": self.bob.id, "amount": 10},
        ]
        self.match.action_match(self.bank.id, line.id, parts)
        self.assertEqual((invoice.amount_residual, line.is_reconciled), (0, True))
        balances = {
            item.account_id: item.balance
            for item in line.move_id.line_ids - self._due(line)
        }
        self.assertEqual(balances[other], -20)

    def test_parts_that_do_not_add_up_change_nothing(self):
        invoice = self._invoice(self.ann, 100)
        line = self._line(130, "REMISE CHEQUES")
        before = self._books()
        part = {"due": self._due(invoice).id, "amount": 100}
        with self.assertRaisesRegex(UserError, "do not add up"):
            self.match.action_match(self.bank.id, line.id, [part])
        self.assertEqual(self._books(), before)

    def test_an_invoice_paid_meanwhile_is_refused(self):
        invoice = self._invoice(self.ann, 100)
        first, second = self._line(100, "VIR 1"), self._line(100, "VIR 2")
        part = {"due": self._due(invoice).id, "amount": 100}
        self.match.action_match(self.bank.id, first.id, [part])
        with self.assertRaisesRegex(UserError, "no longer open"):
            self.match.action_match(self.bank.id, second.id, [part])
        with self.assertRaisesRegex(UserError, "already matched"):
            self.match.action_match(self.bank.id, first.id, [part])

    def test_more_than_what_is_open_is_refused(self):
        invoice = self._invoice(self.ann, 100)
        line = self._line(130, "VIR")
        part = {"due": self._due(invoice).id, "amount": 130}
        with self.assertRaisesRegex(UserError, "no longer open"):
            self.match.action_match(self.bank.id, line.id, [part])

    def test_a_proposal_that_changed_is_left(self):
        invoice = self._invoice(self.ann, 100)
        line = self._line(100, f"VIR {invoice.name}")
        key = self._shown(line)["proposals"][0]["key"]
        invoice.button_draft()
        page = self.match.action_accept(self.bank.id, [(line.id, key)])
        self.assertEqual((page["left"], line.is_reconciled), (1, False))

    # --- Memory -----------------------------------------------------------------------

    def test_a_label_is_learnt_then_forgotten(self):
        fuel = self._account("606100", "Fuel")
        first = self._line(-40, "CB STATION DU PONT 02/03", 9)
        second = self._line(-55, "CB STATION DU PONT 12/03")
        self.assertFalse(self._shown(second)["sure"])
        part = {"account": fuel.id, "amount": -40}
        self.match.action_match(self.bank.id, first.id, [part])
        row = self._shown(second)
        self.assertTrue(row["sure"])
        self.assertEqual(row["proposals"][0]["title"], fuel.display_name)
        # Undone from core's own screens too.
        first.action_undo_reconciliation()
        self.assertFalse(self._shown(second)["sure"])

    def test_a_payer_is_learnt(self):
        invoice, later = self._invoice(self.ann, 100), self._invoice(self.ann, 70)
        self._invoice(self.bob, 70)
        first = self._line(100, f"VIR HOLDING BMT {invoice.name}", 5)
        second = self._line(70, "VIR HOLDING BMT")
        self.assertFalse(self._shown(second)["sure"])
        self._accept(first)
        row = self._shown(second)
        self.assertTrue(row["sure"])
        self.assertEqual(row["proposals"][0]["title"], later.name)

    # --- Refusals ---------------------------------------------------------------------

    def test_equal_amounts_never_cross_customers_for_sure(self):
        """Whatever the label says that both could be: nothing, or the other's name."""
        carl = self._customer("Garage Tournier")
        owed = {
            partner: self._invoice(partner, 240)
            for partner in (self.ann, self.bob, carl)
        }
        for label, partner in (
            ("VIR SEPA RECU", None),
            ("VIR 240,00", None),
            ("VIR GARAGE", None),
            ("VIR PLOMBERIE CHABOUD", self.ann),
            (f"VIR GARAGE TOURNESOL {owed[carl].name}", None),
            (f"VIR {owed[self.bob].name}", self.bob),
        ):
            line = self._line(240, label)
            row = self._shown(line)
            [sure] = row["proposals"][:1] if row["sure"] else [None]
            dues = [due["id"] for due in sure["dues"]] if sure else []
            wanted = self._due(owed[partner]).ids if partner else []
            self.assertEqual(dues, wanted, label)
            line.unlink()

    def test_an_account_of_another_company_is_no_part_of_a_line(self):
        data = self.setup_other_company()
        theirs = self._line_of(data)
        with self.assertRaises(AccessError):
            self._as("assistant", "tpe_base.group_tpe_assistant").action_undo(
                theirs.journal_id.id, theirs.id
            )
        with self.assertRaisesRegex(UserError, "no longer in this bank"):
            self.match.action_match(self.bank.id, theirs.id, [])

    def _line_of(self, data):
        lines = self.env["account.bank.statement.line"].with_company(data["company"])
        return lines.create(
            {
                "journal_id": data["default_journal_bank"].id,
                "date": "2026-03-30",
                "amount": 1,
            }
        )

    def test_a_locked_period_is_said_and_nothing_changes(self):
        invoice = self._invoice(self.ann, 100)
        line = self._line(100, f"VIR {invoice.name}", days_ago=10)
        key = self._shown(line)["proposals"][0]["key"]
        self._lock()
        row = self._shown(line)
        self.assertEqual(
            (row["sure"], "03/25/2026" in row["locked"]), (False, True), row
        )
        before = self._books()
        with self.assertRaisesRegex(UserError, "locked until 03/25/2026"):
            self.match.action_accept(self.bank.id, [(line.id, key)])
        self.assertEqual(self._books(), before)

    def _lock(self):
        """As a period whose last line came after it was locked: core refuses the reverse."""
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE res_company SET fiscalyear_lock_date = '2026-03-25' WHERE id = %s",
            [self.company.id],
        )
        self.env.invalidate_all()

    def test_undo_in_a_locked_period_is_refused(self):
        invoice = self._invoice(self.ann, 100)
        line = self._line(100, f"VIR {invoice.name}", days_ago=10)
        self._accept(line)
        self._lock()
        with self.assertRaisesRegex(UserError, "locked until 03/25/2026"):
            self.match.action_undo(self.bank.id, line.id)
        self.assertTrue(line.is_reconciled)

    def test_the_accountant_reads_only(self):
        invoice = self._invoice(self.ann, 100)
        line = self._line(100, f"VIR {invoice.name}")
        key = self._shown(line)["proposals"][0]["key"]
        reader = self._as("reader", "account.group_account_readonly")
        page = reader.action_page(self.bank.id)
        self.assertEqual((page["may"], len(page["lines"])), (False, 1))
        with self.assertRaises(AccessError):
            reader.action_accept(self.bank.id, [(line.id, key)])
        with self.assertRaises(AccessError):
            reader.action_match(self.bank.id, line.id, [])
        with self.assertRaises(AccessError):
            reader.action_undo(self.bank.id, line.id)
        with self.assertRaises(AccessError):
            self._as("nobody", "base.group_user").action_page(self.bank.id)

    def test_the_assistant_matches_and_undoes(self):
        invoice = self._invoice(self.ann, 100)
        line = self._line(100, f"VIR {invoice.name}")
        key = self._shown(line)["proposals"][0]["key"]
        assistant = self._as("assistant", "tpe_base.group_tpe_assistant")
        assistant.action_accept(self.bank.id, [(line.id, key)])
        self.assertTrue(line.is_reconciled)
        for group in (
            "account.group_account_readonly",
            "account.group_account_invoice",
        ):
            other = self._as(group, group)
            with self.assertRaisesRegex(AccessError, "'Bank Statement Line'"):
                other.action_undo(self.bank.id, line.id)
        assistant.action_undo(self.bank.id, line.id)
        self.assertFalse(line.is_reconciled)

    def _as(self, login, groups):
        user = new_test_user(
            self.env,
            login,
            groups=groups,
            company_id=self.company.id,
            company_ids=[Command.set(self.company.ids)],
        )
        return self.match.with_user(user)

    def test_another_company_is_neither_shown_nor_matched(self):
        data = self.setup_other_company()
        theirs = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.ann.id,
                "invoice_date": "2026-03-11",
                "company_id": data["company"].id,
                "journal_id": data["default_journal_sale"].id,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Works", "price_unit": 100, "tax_ids": False}
                    )
                ],
            }
        )
        theirs.action_post()
        line = self._line(100, f"VIR PLOMBERIE CHABOUD {theirs.name}")
        dues = [
            due["id"]
            for proposal in self._shown(line)["proposals"]
            for due in proposal["dues"]
        ]
        self.assertNotIn(self._due(theirs).id, dues)
        part = {"due": self._due(theirs).id, "amount": 100}
        with self.assertRaisesRegex(UserError, "no longer open"):
            self.match.action_match(self.bank.id, line.id, [part])
        account = data["default_account_expense"]
        part = {"account": account.id, "amount": 100}
        with self.assertRaisesRegex(UserError, "another company"):
            self.match.action_match(self.bank.id, line.id, [part])

    # --- Numbers ----------------------------------------------------------------------

    def test_the_queries_do_not_grow_with_the_lines(self):
        for rank in range(20):
            invoice = self._invoice(self.ann, 100 + rank)
            self._line(100 + rank, f"VIR {invoice.name}")
        self.env.flush_all()
        self.env.invalidate_all()
        start = sql_db.sql_counter
        lines, proposals = self.match._proposals(self.bank)
        self.assertLess(sql_db.sql_counter - start, 30)
        self.assertEqual((len(lines), len(proposals)), (20, 20))

    def test_the_menu_gives_way_to_another_screen(self):
        menu = self.env.ref("tpe_bank.menu_bank_match")
        self.assertNotIn(menu.id, self.env["ir.ui.menu"]._load_menus_blacklist())
        loaded = {*self.env.registry._init_modules, "account_reconcile_oca"}
        with patch.object(self.env.registry, "_init_modules", loaded):
            self.assertIn(menu.id, self.env["ir.ui.menu"]._load_menus_blacklist())
