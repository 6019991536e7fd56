from datetime import timedelta

from odoo import Command
from odoo.tests import tagged
from odoo.tools import SQL

from .common import TODAY, CashCommon


@tagged("-at_install", "post_install")
class TestCashPurchases(CashCommon):
    """What is ordered or spent by an employee, each euro once until the bank."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.group_ids |= cls.env.ref(
            "purchase.group_purchase_manager"
        ) | cls.env.ref("hr_expense.group_hr_expense_manager")
        cls.supplier = cls._customer("Négoce du Rhône")
        cls.employee = (
            cls.env["hr.employee"]
            .sudo()
            .create(
                {
                    "name": "Nadia",
                    "company_id": cls.company.id,
                    "expense_manager_id": cls.env.ref("base.user_admin").id,
                }
            )
        )
        cls.product_a.write({"can_be_expensed": True, "standard_price": 0})
        cls.tax = cls.tax_purchase_a.copy({"amount": 20.0, "name": "20 %"})
        cls.goods = cls.env["product.product"].create(
            {"name": "Timber", "type": "consu", "purchase_method": "purchase"}
        )

    def _step(self, name, total, *sources):
        with self.subTest(step=name):
            self.assertEqual(self._money_foreseen(), 10_000_00 - total)
            self.assertEqual(sorted(f.source for f in self._found()), sorted(sources))

    def _order(self, days=20, **values):
        """An order of 1,200.00, tax included, planned in some days."""
        return self.env["purchase.order"].create(
            {
                "partner_id": self.supplier.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.goods.id,
                            "product_qty": 10,
                            "price_unit": 100.0,
                            "date_planned": TODAY + timedelta(days),
                            "tax_ids": [Command.set(self.tax.ids)],
                        }
                    )
                ],
                **values,
            }
        )

    def _billed(self, order, quantity=None):
        bill = self.env["account.move"].browse(order.action_create_invoice()["res_id"])
        if quantity:
            bill.invoice_line_ids.filtered("product_id").quantity = quantity
        bill.write({"invoice_date": TODAY, "date": TODAY})
        return bill

    def _move_away(self, record):
        """Give a record to another company."""
        record.flush_recordset()
        other = self.setup_other_company()["company"]
        self.env.cr.execute(
            SQL(
                "UPDATE %s SET company_id = %s WHERE id = %s",
                SQL.identifier(record._table),
                other.id,
                record.id,
            )
        )

    def test_one_purchase_from_the_order_to_the_bank_is_one_amount(self):
        order = self._order()
        self._step("asked for", 0)
        order.button_confirm()
        self._step("ordered", 1200_00, "purchase")
        [flow] = self._found()
        self.assertEqual(flow.category, "purchases")
        self.assertEqual(flow.partner_id, self.supplier.id)
        self.assertEqual(flow.record, ("purchase.order", order.id))
        self.assertEqual(flow.weeks[2], -1200_00)
        first = self._billed(order, 4)
        self._step("a part in a draft", 1200_00, "draft", "purchase")
        first.action_post()
        self._step("a part billed", 1200_00, "payable", "purchase")
        self.assertEqual(sorted(f.cents for f in self._found()), [-720_00, -480_00])
        last = self._billed(order)
        self._step("the rest in a draft", 1200_00, "draft", "payable")
        last.action_post()
        self._step("billed", 1200_00, "payable", "payable")
        payment = self._payment(first)
        self._step("paid", 1200_00, "bank", "payable")
        line = self._bank_line(-480.0, self.supplier)
        self._step("on the bank", 1200_00, "payable")
        self._match(line, payment)
        self._step("matched", 1200_00, "payable")
        values = [{"invoice_date": TODAY, "date": TODAY}]
        refund = last._reverse_moves(values, cancel=True)
        self.assertEqual(refund.state, "posted")
        # Given back: it is to be delivered and billed once more.
        self._step("credit note", 1200_00, "purchase")
        order.order_line.product_qty = 4
        self._step("not wanted any more", 480_00)

    def test_a_deposit_comes_off_the_order(self):
        order = self._order()
        order.button_confirm()
        deposit = self._bill(1, 300.0, partner=self.supplier)
        self._step("before it is said to be one", 1500_00, "payable", "purchase")
        self.env["bill.to.po.wizard"].with_context(
            active_ids=[-line.id for line in deposit.invoice_line_ids]
        ).create({"purchase_order_id": order.id}).action_add_downpayment()
        self._step("deposit", 1200_00, "payable", "purchase")
        bill = self._billed(order)
        self.assertEqual(bill.amount_total, 900)
        self._step("the rest in a draft", 1200_00, "draft", "payable")
        bill.action_post()
        self._step("billed", 1200_00, "payable", "payable")

    def test_a_deposit_larger_than_the_order_brings_no_money(self):
        order = self._order()
        order.button_confirm()
        deposit = self._bill(1, 1300.0, partner=self.supplier)
        self.env["bill.to.po.wizard"].with_context(
            active_ids=[-line.id for line in deposit.invoice_line_ids]
        ).create({"purchase_order_id": order.id}).action_add_downpayment()
        self._step("deposit", 1300_00, "payable")

    def test_when_an_order_is_paid(self):
        terms = self.env["account.payment.term"].create(
            {
                "name": "Half now, half at 30 days",
                "line_ids": [
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 0}),
                    Command.create({"value": "percent", "value_amount": 50, "nb_days": 30}),
                ],
            }
        )  # fmt: skip
        self._order(days=9, payment_term_id=terms.id).button_confirm()
        [flow] = self._found()
        self.assertEqual((flow.weeks[1], flow.weeks[5]), (-600_00, -600_00))

    def test_an_order_of_another_currency_company_or_time(self):
        dollar = self.setup_other_currency("CAD", rates=[("2026-01-01", 4.0)])
        self._order(currency_id=dollar.id).button_confirm()
        self._step("at the rate of the day", 300_00, "purchase")
        forgotten = self._order(days=-366)
        forgotten.button_confirm()
        self._step("nobody waits for it any more", 300_00, "purchase")
        theirs = self._order()
        theirs.button_confirm()
        self._step("one more", 1500_00, "purchase", "purchase")
        # The query alone tells them apart: nobody moves an order this way.
        self._move_away(theirs)
        self._step("another company", 300_00, "purchase")

    def test_a_recurring_expense_is_consumed_by_its_order(self):
        self.env["tpe.cash.recurring"].create(
            {
                "name": "Maintenance",
                "partner_id": self.supplier.id,
                "direction": "out",
                "category": "recurring",
                "amount": 1200.0,
                "periodicity": "yearly",
                "first_day": TODAY + timedelta(20),
            }
        )
        self._step("foreseen", 1200_00, "recurring")
        self._order().button_confirm()
        self._step("ordered", 1200_00, "purchase")

    # --- Expenses ----------------------------------------------------------------------

    def _expense(self, amount=80.0, **values):
        return self.env["hr.expense"].create(
            {
                "name": "Train",
                "employee_id": self.employee.id,
                "product_id": self.product_a.id,
                "total_amount_currency": amount,
                "tax_ids": False,
                "date": TODAY,
                "company_id": self.company.id,
                **values,
            }
        )

    def _approved(self, **values):
        expense = self._expense(**values)
        expense.action_submit()
        expense._do_approve(check=False)
        self.assertEqual(expense.state, "approved")
        return expense

    def test_one_expense_until_it_is_reimbursed_is_one_amount(self):
        expense = self._expense()
        self._step("written", 0)
        expense.action_submit()
        self._step("asked for", 0)
        expense._do_approve(check=False)
        self._step("approved", 80_00, "expense")
        [flow] = self._found()
        self.assertEqual((flow.category, flow.weeks[0]), ("expense", -80_00))
        # What one person spent is told with what the others did.
        self.assertEqual((flow.partner_id, flow.record), (None, None))
        action = expense.action_post()
        wizard = self.env["hr.expense.post.wizard"].with_context(**action["context"])
        wizard.browse(action["res_id"]).action_post_entry()
        entry = expense.account_move_id
        self._step("in the books", 80_00, "payable")
        self.assertEqual([f.category for f in self._found()], ["expense"])
        entry.button_draft()
        self._step("a draft again", 80_00, "draft")
        self.assertEqual([f.category for f in self._found()], ["expense"])
        entry.action_post()
        payment = self._payment(entry)
        self._step("paid", 80_00, "bank")
        line = self._bank_line(-80.0, entry.partner_id)
        self._step("on the bank", 80_00)
        self._match(line, payment)
        self._step("matched", 80_00)

    def test_an_expense_the_firm_paid_itself(self):
        method = self.bank.outbound_payment_method_line_ids[0]
        method.payment_account_id = self.inbound_payment_method_line.payment_account_id
        expense = self._approved(
            payment_mode="company_account", payment_method_line_id=method.id
        )
        self._step("nobody is to be reimbursed", 0)
        expense.action_post()
        payment = expense.account_move_id.origin_payment_id
        self._step("in the books", 80_00, "bank")
        line = self._bank_line(-80.0, payment.partner_id)
        self._match(line, payment)
        self._step("matched", 80_00)

    def test_refused_expenses_and_those_of_another_company(self):
        self._approved()
        refused = self._approved(total_amount_currency=70.0)
        refused._do_refuse("No receipt")
        self._step("refused", 80_00, "expense")
        theirs = self._approved(total_amount_currency=60.0)
        self._step("one more", 140_00, "expense")
        self._move_away(theirs)
        self._step("another company", 80_00, "expense")
