from odoo.exceptions import AccessError
from odoo.tests import tagged

from .common import QuoteCase


@tagged("post_install", "-at_install")
class TestRights(QuoteCase):
    """Who sees, holds, starts."""

    def test_salesperson_sees_his_own(self):
        mine, other = self.quote(5), self.quote(5, user_id=self.manager.id)
        rows = self.env["tpe.quote.due"].with_user(self.seller).search([])
        self.assertIn(mine, rows.order_id)
        self.assertNotIn(other, rows.sudo().order_id)
        everything = self.env["tpe.quote.due"].with_user(self.manager).search([])
        self.assertLessEqual(mine + other, everything.order_id)

    def test_salesperson_does_not_hold_another_s(self):
        other = self.quote(5, user_id=self.manager.id)
        for action in ("hold", "resume"):
            with self.assertRaises(AccessError):
                getattr(other.with_user(self.seller), f"action_tpe_chase_{action}")()
        with self.assertRaises(AccessError):
            other.with_user(self.seller).action_tpe_chase()

    def test_only_a_manager_starts_and_stops(self):
        due = self.env["tpe.quote.due"].with_user(self.seller)
        with self.assertRaises(AccessError):
            due.action_start_chasing()
        with self.assertRaises(AccessError):
            due.action_stop_chasing()
        self.env["tpe.quote.due"].with_user(self.manager).action_stop_chasing()
        self.assertFalse(self.company.tpe_quote_started_on)

    def test_another_company_is_not_seen_nor_chased_by_ours(self):
        other = self.env["res.company"].create({"name": "Autre"})
        self.env.user.company_ids += other
        order = (
            self.env["sale.order"]
            .with_company(other)
            .create({"partner_id": self.customer.id, "company_id": other.id})
        )
        order.action_quotation_sent()
        self.assertNotIn(
            order,
            self.env["tpe.quote.due"]
            .with_user(self.manager)
            .search([])
            .sudo()
            .order_id,
        )
        # Its own start is its own decision.
        self.assertEqual(self.due(order.sudo()).reason, "off")

    def test_who_sells_nothing_sees_nothing(self):
        nobody = self._user("atelier", "base.group_user")
        with self.assertRaises(AccessError):
            self.env["tpe.quote.due"].with_user(nobody).search([])
