from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import TODAY, QuoteCase


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

    def test_started_twice_keeps_its_first_day(self):
        self.env["tpe.quote.due"].with_user(self.manager).action_start_chasing()
        self.assertEqual(self.company.tpe_quote_started_on, TODAY - timedelta(days=60))

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

    def test_steps_and_what_was_done_elsewhere_are_not_seen(self):
        other = self.env["res.company"].create({"name": "Autre"})
        self.env.user.company_ids += other
        order = (
            self.env["sale.order"]
            .with_context(allowed_company_ids=other.ids)
            .create({"partner_id": self.customer.id, "company_id": other.id})
        )
        steps = self.env["tpe.quote.step"].sudo().search(
            [("company_id", "=", other.id)]
        )  # fmt: skip
        theirs = self.chased(order, steps[0])
        for record in (steps[0], theirs):
            self.assertFalse(record.with_user(self.manager).has_access("read"))

    def test_salesperson_reads_what_was_done_for_his_own(self):
        mine, other = self.quote(5), self.quote(5, user_id=self.manager.id)
        done = self.chased(mine, self.steps[0]) + self.chased(other, self.steps[0])
        chases = self.env["tpe.quote.chase"]
        self.assertEqual(chases.with_user(self.seller).search([]), done[0])
        self.assertEqual(chases.with_user(self.manager).search([]), done)

    def test_what_was_done_is_not_written_by_hand(self):
        done = self.chased(self.quote(5), self.steps[0])
        for user in (self.seller, self.manager):
            with self.assertRaises(AccessError):
                done.with_user(user).channel = "phone"
            with self.assertRaises(AccessError):
                done.with_user(user).unlink()

    def test_salesperson_changes_no_step(self):
        with self.assertRaises(AccessError):
            self.steps[0].with_user(self.seller).days = 1
        self.steps[0].with_user(self.manager).days = 5

    def test_the_accountant_and_the_customer_read_the_quote(self):
        """They may read quotes and not the chasing: neither meets a refusal."""
        order = self.quote(5)
        accountant = self._user("cabinet", "account.group_account_readonly")
        customer = self.env["res.users"].create(
            {
                "name": "Garage du Lac",
                "login": "garage.quote",
                "partner_id": self.customer.id,
                "company_id": self.company.id,
                "company_ids": [self.company.id],
                "group_ids": [self.env.ref("base.group_portal").id],
            }
        )
        order.message_subscribe(self.customer.ids)
        for user in (accountant, customer):
            [read] = order.with_user(user).read()
            self.assertNotIn("tpe_chase_words", read)
            self.assertNotIn("tpe_chase_ids", read)
        shown = order.with_user(accountant).get_view(view_type="form")["arch"]
        self.assertNotIn("tpe_chase_words", shown)
        shown = order.with_user(self.seller).get_view(view_type="form")["arch"]
        self.assertIn("tpe_chase_words", shown)

    def test_who_invoices_marks_as_sent(self):
        order = self.env["sale.order"].create({"partner_id": self.customer.id})
        clerk = self._user("facturation", "account.group_account_invoice")
        order.with_user(clerk).write({"state": "sent"})
        self.assertEqual(order.tpe_sent_on, TODAY)

    def test_who_sells_nothing_sees_nothing(self):
        nobody = self._user("atelier", "base.group_user")
        with self.assertRaises(AccessError):
            self.env["tpe.quote.due"].with_user(nobody).search([])

    def test_who_may_do_what(self):
        order, everything = self.quote(5), ("read", "write", "create", "unlink")
        owner = self._user("patronne", "tpe_base.group_tpe_manager")
        accountant = self._user("cabinet", "account.group_account_readonly")
        for model, seller, leads in (
            ("tpe.quote.step", ("read",), everything),
            ("tpe.quote.chase", ("read",), ("read",)),
            ("tpe.quote.due", ("read",), ("read",)),
        ):
            for user, may in ((self.seller, seller), (owner, leads), (accountant, ())):
                with self.subTest(model=model, user=user.name):
                    records = self.env[model].with_user(user)
                    self.assertEqual(
                        tuple(act for act in everything if records.has_access(act)),
                        may,
                    )
        # Who sells nothing and leads the firm reads what is chased.
        rows = self.env["tpe.quote.due"].with_user(owner).search([])
        self.assertIn(order.id, rows.ids)
        with self.assertRaises(AccessError):
            order.with_user(accountant)._tpe_check_quotes()

    def test_a_signed_quote_is_neither_chased_nor_held(self):
        order = self.quote(5)
        order.action_confirm()
        for name in ("", "_hold", "_resume"):
            with self.assertRaisesRegex(UserError, "sent and is not signed"):
                getattr(order, f"action_tpe_chase{name}")()

    def test_whoever_makes_a_company_gives_it_its_steps(self):
        system = self._user("systeme", "base.group_system")
        company = self.env["res.company"].with_user(system).create({"name": "Autre"})
        steps = self.env["tpe.quote.step"].sudo()
        self.assertEqual(
            steps.search_count([("company_id", "=", company.id)]), len(self.steps)
        )
