from odoo.tests import tagged

from .common import DunningCommon


@tagged("-at_install", "post_install")
class TestRows(DunningCommon):
    """Prepared messages are written past the ORM: it must not find anything to add."""

    def _prepared(self):
        """A message that leaves, one that waits and one that is held."""
        self._invoice(40)
        late = self._customer("Late")
        self._delivered(self._invoice(90, partner=late), 2, days_ago=20)
        held = self._customer("Held")
        self._invoice(40, partner=held).payment_state = "blocked"
        self.reminders._plan(self.company)
        return self.reminders.search([("state", "!=", "sent")])

    def test_the_orm_computes_the_same(self):
        prepared = self._prepared()
        self.assertEqual(
            set(prepared.mapped("state")), {"planned", "to_approve", "held"}
        )
        for records in (prepared, prepared.line_ids):
            for name, field in records._fields.items():
                if field.store and field.compute and field.column_type:
                    written = records.mapped(name)
                    self.env.add_to_compute(field, records)
                    self.assertEqual(records.mapped(name), written, name)

    def test_the_defaults_of_the_orm_are_there(self):
        for model in (self.reminders, self.reminders.line_ids):
            row = model._new_row()
            by_orm = model.new({})
            for name, field in model._fields.items():
                if field.store and field.column_type and field.default:
                    self.assertEqual(row[name], by_orm[name], name)

    def test_who_prepared_it_and_when(self):
        prepared = self._prepared()
        self.assertTrue(all(prepared.mapped("create_date")))
        self.assertEqual(prepared.create_uid, prepared.write_uid)

    def test_planning_again_writes_nothing(self):
        prepared = self._prepared()
        lines = prepared.line_ids.ids
        self.reminders._plan(self.company)
        self.assertEqual(self._prepared_now().ids, prepared.ids)
        self.assertEqual(self._prepared_now().line_ids.ids, lines)

    def _prepared_now(self):
        return self.reminders.search([("state", "!=", "sent")])

    def test_the_number_of_queries_does_not_depend_on_the_customers(self):
        def queries():
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self.reminders._plan(self.company)
            return self.env.cr.sql_log_count - before

        self._invoice(40)
        self._plan()
        self._invoice(41, partner=self._customer("First"))
        one = queries()
        for number in range(5):
            self._invoice(41, partner=self._customer(f"Next {number}"))
        self.assertLessEqual(queries(), one)

    def test_what_a_screen_holds_is_read_again(self):
        self._invoice(40, amount=100)
        reminder = self._plan()
        self.assertEqual(reminder.line_ids.amount_residual, 100.0)
        self._pay(reminder.line_ids.move_id, 60)
        self._plan()
        self.assertEqual(reminder.line_ids.amount_residual, 40.0)
        self.assertEqual(reminder.amount_net, 40.0)
