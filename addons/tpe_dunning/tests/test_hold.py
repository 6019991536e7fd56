from datetime import timedelta

from odoo import Command
from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged

from .common import TODAY, DunningCommon


@tagged("-at_install", "post_install")
class TestHold(DunningCommon):
    """What holds a reminder back is seen, with its reason, and nothing leaves."""

    def _agree(self, model, invoice, **values):
        return self.env[f"tpe.dunning.{model}"].create(
            {
                "company_id": self.company.id,
                "partner_id": self.customer.id,
                "move_ids": [Command.set(invoice.ids)],
                **values,
            }
        )

    def _one(self):
        reminder = self._open()
        self.assertEqual(len(reminder), 1)
        return reminder

    def test_a_promise_holds_until_two_days_after_its_day(self):
        invoice = self._invoice(40)
        self._agree("promise", invoice, date=TODAY + timedelta(5))
        reminder = self._one()
        self.assertEqual((reminder.state, reminder.hold), ("held", "promise"))
        self.assertEqual(reminder.note, "Promise to pay until 04/05/2026")
        with freeze_time(TODAY + timedelta(7)):
            self._plan()
            self.assertEqual(self._one().hold, "promise")
        with freeze_time(TODAY + timedelta(8)):
            self._plan()
            self.assertEqual(self._one().state, "planned")
            promise = self.env["tpe.dunning.promise"].search([])
            self.assertEqual(promise.state, "broken")

    def test_a_promise_is_kept_when_the_money_came(self):
        invoice = self._invoice(40, amount=100)
        promise = self._agree("promise", invoice, date=TODAY + timedelta(5), amount=60)
        self.assertEqual(promise.amount_start, 100)
        self._pay(invoice, 59)
        self._plan()
        self.assertEqual(promise.state, "open")
        self._pay(invoice, 1)
        self._plan()
        self.assertEqual((promise.state, promise.closed_on), ("kept", TODAY))

    def test_only_the_disputed_invoice_is_held(self):
        disputed = self._invoice(40, amount=100)
        plain = self._invoice(41, amount=30)
        dispute = self._agree("dispute", disputed, reason="delivery")
        held, leaving = self._open().sorted(lambda r: r.state != "held")
        self.assertEqual(held.note, "Disputed: Delivery or work not done")
        self.assertEqual(held.line_ids.move_id, disputed)
        self.assertEqual(leaving.line_ids.move_id, plain)
        self.assertEqual(leaving.amount_net, 30)
        dispute.action_reject()
        self.assertEqual(self._one().amount_net, 130)

    def test_a_dispute_is_followed_up_by_somebody(self):
        dispute = self._agree("dispute", self._invoice(40), reason="price")
        self.assertEqual(dispute.activity_ids.date_deadline, TODAY + timedelta(7))
        dispute.follow_up_on = TODAY + timedelta(3)
        self.assertEqual(dispute.activity_ids.date_deadline, TODAY + timedelta(3))
        with self.assertRaisesRegex(UserError, "Write how it ended"):
            dispute.action_accept()
        dispute.outcome = "Credit note of 20."
        dispute.action_accept()
        self.assertFalse(dispute.activity_ids)
        self.assertEqual(dispute.state, "accepted")

    def test_a_plan_holds_while_its_parts_are_paid(self):
        invoice = self._invoice(40, amount=100)
        plan = self._agree(
            "plan",
            invoice,
            line_ids=[
                Command.create({"date": TODAY + timedelta(5), "amount": 40}),
                Command.create({"date": TODAY + timedelta(35), "amount": 60}),
            ],
        )
        self.assertEqual(self._plan().state, "planned")
        plan.action_start()
        self.assertEqual(self._one().note, "Payment plan, next part on 04/05/2026")
        self._pay(invoice, 40)
        with freeze_time(TODAY + timedelta(8)):
            self._plan()
            self.assertEqual(plan.line_ids.mapped("state"), ["kept", "open"])
            self.assertEqual(self._one().note, "Payment plan, next part on 05/05/2026")
        with freeze_time(TODAY + timedelta(38)):
            self._plan()
            self.assertEqual(plan.state, "broken")
            self.assertEqual(plan.line_ids.mapped("state"), ["kept", "broken"])
            self.assertTrue(plan.activity_ids)
            self.assertEqual(self._one().state, "planned")

    def test_a_plan_must_add_up(self):
        plan = self._agree(
            "plan",
            self._invoice(40, amount=100),
            line_ids=[Command.create({"date": TODAY, "amount": 99.99})],
        )
        with self.assertRaisesRegex(UserError, "make them equal"):
            plan.action_start()

    def test_a_pause_holds_the_customer_until_its_day(self):
        self._invoice(40)
        self.env["tpe.dunning.pause"].create(
            {
                "partner_id": self.customer.id,
                "until": TODAY + timedelta(2),
                "reason": "Fire in his workshop",
            }
        )
        self.assertEqual(
            self._one().note, "Paused until 04/02/2026: Fire in his workshop"
        )
        with freeze_time(TODAY + timedelta(3)):
            self._plan()
            self.assertEqual(self._one().state, "planned")

    def test_a_held_message_is_not_sent_even_by_hand(self):
        self._agree("dispute", self._invoice(40))
        reminder = self._one()
        self.assertFalse(reminder.can_send)
        with self.assertRaisesRegex(UserError, "end this first"):
            reminder.action_send()

    def test_two_messages_keep_their_distance(self):
        self.company.tpe_dunning_min_days = 7
        self._delivered(self._invoice(200), 3, days_ago=6)
        self._invoice(40)
        self.assertEqual(self._plan().note, "Written to lately: not before 04/01/2026")
        self.company.tpe_dunning_min_days = 6
        self.assertEqual(self._plan().state, "planned")

    def test_a_person_overrules_what_only_waits(self):
        self.company.tpe_dunning_min_days = 7
        self._delivered(self._invoice(200), 3, days_ago=6)
        self._invoice(40)
        reminder = self._plan()
        self.assertTrue(reminder.can_send)
        reminder.action_send()
        self.assertEqual(reminder.state, "queued")
        self.assertEqual(reminder._current_case().holds, ())

    def test_a_small_amount_waits(self):
        self.company.tpe_dunning_min_amount = 15
        self._invoice(40, amount=14.99)
        self.assertEqual(self._plan().hold, "small")
        self._invoice(41, amount=0.01)
        self.assertEqual(self._plan().state, "planned")

    def test_august_leaves_small_amounts_alone(self):
        self.company.tpe_dunning_august_amount = 300
        invoice = self._invoice(40, amount=299.99)
        with freeze_time("2026-08-03 08:00:00"):
            self.assertEqual(self._plan().hold, "august")
            self._invoice(39, amount=0.01)
            self.assertEqual(self._plan().state, "planned")
        with freeze_time("2026-09-01 08:00:00"):
            self._pay(invoice, 250)
            self.assertEqual(self._plan().state, "planned")

    def test_nothing_leaves_when_the_bank_is_stale(self):
        self._invoice(40)
        self.assertEqual(self._plan().state, "planned", "no bank entry at all")
        self._bank_seen(TODAY - timedelta(8))
        reminder = self._plan()
        self.assertEqual(reminder.note, "Bank not updated for 8 days")
        self.company.action_dunning_bank_checked()
        self.assertEqual(reminder.state, "planned")

    def _bank_seen(self, day):
        self.env["account.bank.statement.line"].create(
            {
                "journal_id": self.company_data["default_journal_bank"].id,
                "date": day,
                "payment_ref": "Rent",
                "amount": -10,
            }
        )

    def test_no_promise_is_broken_while_nobody_looked_at_the_bank(self):
        promise = self._agree("promise", self._invoice(40), date=TODAY)
        self._bank_seen(TODAY)
        with freeze_time(TODAY + timedelta(2)):
            self._plan()
            self.assertFalse(promise.verdict_waits, "his day is not over")
        with freeze_time(TODAY + timedelta(9)):
            self._plan()
            self.assertEqual(promise.state, "open")
            promise.invalidate_recordset()
            self.assertEqual(
                promise.verdict_waits, "Not known yet: Bank not updated for 9 days"
            )
            held = self._one()
            self.assertEqual(
                held.note,
                "Promise to pay until 03/31/2026 · Bank not updated for 9 days",
            )
            self.assertFalse(held.can_send)
            self.company.action_dunning_bank_checked()
            self.assertEqual(promise.state, "broken")
            self.assertFalse(promise.verdict_waits)
            self.assertEqual(self._one().state, "planned")

    def test_a_promise_kept_is_seen_before_the_bank_is_up_to_date(self):
        invoice = self._invoice(40)
        promise = self._agree("promise", invoice, date=TODAY)
        self._bank_seen(TODAY)
        self._pay(invoice)
        with freeze_time(TODAY + timedelta(9)):
            self._plan()
            self.assertEqual(promise.state, "kept")

    def test_no_plan_is_broken_while_nobody_looked_at_the_bank(self):
        plan = self._agree(
            "plan",
            self._invoice(40),
            line_ids=[Command.create({"date": TODAY, "amount": 100})],
        )
        plan.action_start()
        self._bank_seen(TODAY)
        with freeze_time(TODAY + timedelta(9)):
            self._plan()
            self.assertEqual((plan.state, plan.line_ids.state), ("running", "open"))
            plan.invalidate_recordset()
            self.assertIn("Bank not updated for 9 days", plan.verdict_waits)
            self.assertIn("Bank not updated for 9 days", self._one().note)
            self.company.action_dunning_bank_checked()
            self.assertEqual((plan.state, plan.line_ids.state), ("broken", "broken"))

    def test_agreements_of_one_customer_are_read_alone(self):
        other = self._customer("Somebody else")
        mine, his = self._invoice(40), self._invoice(40, partner=other)
        self._agree("promise", mine, date=TODAY)
        values = {"partner_id": other.id, "move_ids": his.ids}
        self.env["tpe.dunning.dispute"].create(values)
        self.env["tpe.dunning.promise"].create({**values, "date": TODAY})
        part = Command.create({"date": TODAY, "amount": 100})
        plan = self.env["tpe.dunning.plan"].create({**values, "line_ids": [part]})
        plan.action_start()
        for partner in (self.customer, other):
            self.env["tpe.dunning.pause"].create(
                {"partner_id": partner.id, "until": TODAY, "reason": "Mourning"}
            )
        self.env.flush_all()
        hold = self.env["tpe.dunning.hold"]
        moves, partners = hold._agreements(self.company, TODAY, self.customer)
        self.assertEqual((set(moves), set(partners)), ({mine.id}, {self.customer.id}))
        moves, partners = hold._agreements(self.company, TODAY)
        self.assertEqual(set(moves), {mine.id, his.id})
        self.assertEqual(set(partners), {self.customer.id, other.id})

    def test_what_is_older_than_the_start_is_for_a_person(self):
        self._invoice(400, amount=10)
        self._invoice(40, amount=20)
        self.company.tpe_dunning_ignore_before = TODAY - timedelta(300)
        self._plan()
        held, leaving = self._open().sorted(lambda r: r.state != "held")
        self.assertEqual((held.hold, held.amount_net), ("old", 10))
        self.assertEqual(leaving.amount_net, 20)

    def test_the_words_of_a_hold_are_those_of_the_company(self):
        self.company.partner_id.lang = "fr_FR"
        self._invoice(40)
        self.company.tpe_dunning_min_amount = 500
        self.assertRegex(self._plan().note, "Moins de")

    def test_invoices_of_others_cannot_be_promised(self):
        other = self._invoice(40, partner=self._customer("Somebody else"))
        with self.assertRaisesRegex(UserError, "must be those of"):
            self._agree("promise", other, date=TODAY)
        with self.assertRaisesRegex(UserError, "Choose at least one invoice"):
            self._agree("promise", other.browse(), date=TODAY)
