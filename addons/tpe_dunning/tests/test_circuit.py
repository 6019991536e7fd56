from datetime import timedelta
from unittest.mock import patch

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from ..models.to_invoice import ToInvoice
from .common import TODAY, DunningCommon


@tagged("-at_install", "post_install")
class TestCircuit(DunningCommon):
    """The sales of Odoo are part of every database these tests run on."""

    @classmethod
    def get_default_groups(cls):
        sales = cls.env.ref("sales_team.group_sale_salesman_all_leads")
        return super().get_default_groups() | sales

    def _draft(self, delivered, amount=100.0, **values):
        return self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.customer.id,
                "delivery_date": delivered,
                "invoice_line_ids": [
                    Command.create(
                        {"name": "Works", "price_unit": amount, "tax_ids": False}
                    )
                ],
                **values,
            }
        )

    def _order(self, days_ago, amount=100.0):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": self.product_a.id,
                            "price_unit": amount,
                            "product_uom_qty": 1,
                            "tax_ids": False,
                        }
                    )
                ],
            }
        )
        self.product_a.invoice_policy = "order"
        order.action_confirm()
        order.date_order = TODAY - timedelta(days_ago)
        return order

    def _listed(self):
        return self.env["tpe.to.invoice"].search([("company_id", "=", self.company.id)])

    def test_days_from_service_to_invoice(self):
        for served, days in (
            (TODAY, 0),
            (TODAY - timedelta(2), 2),
            (TODAY - timedelta(9), 9),
            (TODAY + timedelta(5), 0),
            (False, 0),
        ):
            with self.subTest(served=served):
                invoice = self._invoice(0, delivery_date=served)
                self.assertEqual(invoice.tpe_days_to_invoice, days)

    def test_an_old_ledger_is_filled_at_installation(self):
        late = self._invoice(0, delivery_date=TODAY - timedelta(9))
        early = self._invoice(0, delivery_date=TODAY + timedelta(5))
        unknown = self._invoice(0)
        self.env.flush_all()
        self.env.cr.execute("ALTER TABLE account_move DROP tpe_days_to_invoice")
        self.env["account.move"]._add_days_to_invoice()
        moves = late | early | unknown
        moves.invalidate_recordset()
        self.assertEqual(moves.mapped("tpe_days_to_invoice"), [9, 0, 0])

    def test_the_average_of_the_month_and_what_missed_the_goal(self):
        action = self.env.ref("tpe_dunning.account_move_action_circuit")
        domain = [
            ("move_type", "=", "out_invoice"),
            ("state", "=", "posted"),
            ("delivery_date", "!=", False),
        ]
        self.assertEqual(action.domain, str(domain))
        domain.append(("company_id", "=", self.company.id))
        late = self._invoice(0, delivery_date=TODAY - timedelta(9))
        self._invoice(0, delivery_date=TODAY - timedelta(2))
        self._invoice(0, delivery_date=TODAY - timedelta(1))
        self._invoice(0)
        moves = self.env["account.move"]
        [(_month, average)] = moves._read_group(
            domain, ["invoice_date:month"], ["tpe_days_to_invoice:avg"]
        )
        self.assertEqual(average, 4.0)
        self.assertEqual(moves.search([*domain, ("tpe_days_to_invoice", ">", 2)]), late)

    def test_everybody_may_type_the_delivery_date(self):
        self.assertTrue(self._draft(False).show_delivery_date)
        self.assertFalse(self._draft(False, move_type="in_invoice").show_delivery_date)

    def test_drafts_of_the_past_are_listed(self):
        old = self._draft(TODAY - timedelta(10), amount=250)
        self._draft(TODAY)
        self._draft(TODAY + timedelta(3))
        self._draft(False)
        self._draft(TODAY - timedelta(10)).action_post()
        [row] = self._listed()
        self.assertEqual((row.res_model, row.res_id), ("account.move", old.id))
        self.assertEqual((row.age, row.amount, row.source), (10, 250.0, "draft"))
        self.assertEqual(row.partner_id, self.customer)
        self.assertEqual(row.action_open_source()["res_id"], old.id)

    def test_confirmed_orders_to_invoice_are_listed(self):
        order = self._order(5, amount=400)
        self._order(0)
        [row] = self._listed()
        self.assertEqual((row.res_model, row.res_id), ("sale.order", order.id))
        self.assertEqual((row.age, row.amount, row.source), (5, 400.0, "order"))
        self.assertEqual(row.name, order.name)
        self.assertEqual(row.action_open_source()["res_model"], "sale.order")

    def test_an_order_with_a_draft_invoice_stays_listed_once(self):
        order = self._order(5)
        draft = order._create_invoices()
        self.env.cr.execute(
            "UPDATE account_move SET create_date = %s WHERE id = %s",
            (TODAY - timedelta(3), draft.id),
        )
        [row] = self._listed()
        self.assertEqual((row.res_id, row.source, row.age), (draft.id, "draft", 3))
        draft.invoice_date = TODAY
        draft.action_post()
        self.assertFalse(self._listed())

    def test_it_works_without_sales(self):
        self._order(5)
        draft = self._draft(TODAY - timedelta(10))
        self.env.flush_all()
        with patch.object(ToInvoice, "_has_sales", lambda self: False):
            [row] = self._listed()
            self.assertEqual(row.res_id, draft.id)
            query = self.env["tpe.to.invoice"]._table_query
            self.assertNotIn("sale_order", query.code)

    def test_amounts_are_in_the_currency_of_the_company(self):
        currency = self.setup_other_currency("CHF", rates=[("2020-01-01", 2.0)])
        self._draft(TODAY - timedelta(10), amount=250, currency_id=currency.id)
        [row] = self._listed()
        self.assertEqual(
            (row.amount, row.currency_id), (125.0, self.company.currency_id)
        )

    def test_who_sees_the_list(self):
        self._draft(TODAY - timedelta(10))
        self._order(5)
        rows = self._listed()
        self.assertEqual(len(rows), 2)
        other = self.env["res.company"].create({"name": "Other firm"})
        for login, group, company, count in (
            ("c_assistant", "tpe_base.group_tpe_assistant", self.company, 2),
            ("c_manager", "tpe_base.group_tpe_manager", self.company, 2),
            ("c_accountant", "account.group_account_readonly", self.company, 2),
            ("c_stranger", "tpe_base.group_tpe_manager", other, 0),
        ):
            with self.subTest(login=login):
                user = new_test_user(
                    self.env,
                    login,
                    group,
                    company_id=company.id,
                    company_ids=[Command.set(company.ids)],
                )
                seen = self.env["tpe.to.invoice"].with_user(user)
                self.assertEqual(seen.search_count([]), count)
        employee = new_test_user(self.env, "c_employee", company_id=self.company.id)
        with self.assertRaises(AccessError):
            self.env["tpe.to.invoice"].with_user(employee).search([])

    def test_a_stranger_opens_nothing(self):
        self._order(5)
        [row] = self._listed()
        other = self.env["res.company"].create({"name": "Other firm"})
        stranger = new_test_user(
            self.env,
            "c_outside",
            "tpe_base.group_tpe_manager",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        with self.assertRaises(AccessError):
            row.with_user(stranger).action_open_source()
