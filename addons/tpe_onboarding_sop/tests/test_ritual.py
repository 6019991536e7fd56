from datetime import date

from odoo.exceptions import AccessError
from odoo.tests import freeze_time, tagged

from .common import SopCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 07:00:00")
class TestRitual(SopCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.mona = cls._person("mona", "tpe_base.group_tpe_manager")

    def _ritual(self, agenda):
        self.sop.agenda = agenda
        return self._start(responsible=self.mona)

    def test_a_decision_becomes_an_activity(self):
        run = self._start()
        decision = (
            self.env["tpe.sop.decision"]
            .with_user(self.alice)
            .create(
                {
                    "run_id": run.id,
                    "name": "Call Bati-Sud",
                    "user_id": self.basile.id,
                    "due_on": "2026-04-02",
                }
            )
        )
        activity = decision.sudo().activity_id
        self.assertEqual(activity.user_id, self.basile)
        self.assertEqual(activity.date_deadline, date(2026, 4, 2))
        self.assertEqual(activity.summary, "Call Bati-Sud")
        decision.due_on = "2026-04-03"
        self.assertEqual(activity.date_deadline, date(2026, 4, 3))
        self.assertFalse(decision.is_done)
        activity.with_user(self.basile).action_feedback()
        decision.invalidate_recordset()
        self.assertTrue(decision.is_done)

    def test_only_who_takes_part_decides(self):
        run = self._start()
        with self.assertRaises(AccessError):
            self.env["tpe.sop.decision"].with_user(self.denis).create(
                {"run_id": run.id, "name": "Go home"}
            )

    def test_the_next_run_recalls_the_decisions(self):
        run = self._ritual("team")
        self.env["tpe.sop.decision"].create(
            {"run_id": run.id, "name": "Order the doors", "user_id": self.alice.id}
        )
        after = self._ritual("team").sudo()
        self.assertIn("Order the doors", after.agenda)
        self.assertIn("not done", after.agenda)

    def test_each_agenda_is_filled(self):
        for agenda, _label in self.sop._fields["agenda"].selection:
            with self.subTest(agenda):
                self._ritual(agenda)
        # The run that is late is named to the team.
        late = self._start(due_on=date(2026, 3, 1))
        self.assertIn(late.name, self._ritual("team").sudo().agenda)

    def test_the_cash_is_read_by_managers_only(self):
        run = self._ritual("cash")
        self.assertTrue(run.with_user(self.mona).agenda)
        with self.assertRaises(AccessError):
            run.with_user(self.alice).read(["agenda"])

    def test_the_agenda_stays_as_it_was(self):
        run = self._ritual("cash").sudo()
        before = run.agenda
        self.sop.agenda = "team"
        run.invalidate_recordset()
        self.assertEqual(run.agenda, before)


@tagged("post_install", "-at_install")
@freeze_time("2026-03-31 07:00:00")
class TestTriggerEvent(SopCommon):
    def _trigger(self, kind, **values):
        return self.env["tpe.sop.trigger"].create(
            {
                "sop_id": self.sop.id,
                "company_id": self.company.id,
                "kind": kind,
                "since": "2026-03-01",
                **values,
            }
        )

    def _runs(self, trigger):
        return self.env["tpe.sop.run"].search([("trigger_id", "=", trigger.id)])

    def _fire(self, trigger):
        trigger._fire()
        return self._runs(trigger)

    def test_first_invoice_of_a_customer(self):
        old, new = self.env["res.partner"].create([{"name": "Old"}, {"name": "New"}])
        self._invoice(80, partner=old)
        self._invoice(21, partner=old)
        self._invoice(19, partner=new)
        trigger = self._trigger("customer")
        runs = self._fire(trigger)
        records = set(runs.mapped("res_id"))
        self.assertIn(new.id, records)
        self.assertNotIn(old.id, records)
        self.assertEqual(runs.responsible_id, self.alice)
        self.assertEqual(self._fire(trigger), runs, "twice a day starts it once")

    def test_an_overdue_invoice(self):
        trigger = self._trigger("overdue", days_late=10)
        # Due thirty days after their dates: ten days late, and more.
        late, paid, disputed = self._invoice(40), self._invoice(41), self._invoice(42)
        nine = self._invoice(39)
        older = self._invoice(61)  # due on 28 February, before the day of the trigger
        credit = self._invoice(40, move_type="out_refund")
        self._pay(paid, paid.amount_total)
        disputed.no_followup = True
        runs = self._fire(trigger)
        found = set(runs.mapped("res_id"))
        self.assertIn(late.id, found)
        for other in (older, paid, disputed, nine, credit):
            self.assertNotIn(other.id, found)
        self.assertEqual(runs.mapped("res_model"), ["account.move"])
        self.assertEqual(self._fire(trigger), runs, "twice a day starts it once")
        with freeze_time("2026-04-01 07:00:00"):
            self.assertEqual((self._fire(trigger) - runs).mapped("res_id"), nine.ids)

    def test_formal_notice(self):
        trigger = self._trigger("formal_notice")
        self.assertFalse(self._fire(trigger))
        move = self._invoice(100)
        reminder = self._plan()
        reminder.sudo().write({"state": "sent", "sent_on": "2026-03-20"})
        self.assertFalse(self._fire(trigger), "a friendly reminder is none")
        reminder.line_ids.sudo().rank = 3
        runs = self._fire(trigger)
        self.assertEqual(runs.mapped("res_id"), move.ids)
        self.assertEqual(runs.res_model, "account.move")

    def test_a_new_employee(self):
        trigger = self._trigger("employee").sudo()
        person = trigger.env["hr.employee"].create(
            {"name": "Nadia", "company_id": self.company.id}
        )
        runs = self._fire(trigger)
        self.assertEqual(runs.mapped("res_id"), person.ids)
        self.assertEqual(self._fire(trigger), runs)
