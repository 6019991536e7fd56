from datetime import timedelta

from odoo import Command
from odoo.exceptions import AccessError
from odoo.tests import new_test_user, tagged

from .common import TODAY, DunningCommon

# Evidence, and figures made of it: no group writes them, only their methods.
NOBODY_WRITES = (
    "tpe.dunning.reminder",
    "tpe.dunning.reminder.line",
    "tpe.dunning.penalty",
    "tpe.dunning.access",
    "tpe.dunning.access.hit",
    "tpe.receivable.settlement",
)


@tagged("-at_install", "post_install")
class TestGuarded(DunningCommon):
    """What an RPC call could write, whatever the screens offer."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.assistant, cls.manager = (
            new_test_user(
                cls.env,
                f"guarded_{group}",
                groups=f"tpe_base.group_tpe_{group},account.group_account_invoice",
                company_id=cls.company.id,
            )
            for group in ("assistant", "manager")
        )
        cls.invoice = cls._invoice(40, amount=90)
        cls.other = cls._invoice(41)

    def _values(self, **values):
        return {
            "partner_id": self.customer.id,
            "move_ids": [Command.set(self.invoice.ids)],
            **values,
        }

    def _agreement(self, kind, su=False, **values):
        model = self.env[f"tpe.dunning.{kind}"].with_user(self.assistant).sudo(su)
        record = model.create(self._values(**values))
        return record.with_user(self.assistant)

    def _all(self, **values):
        parts = [
            Command.create({"date": TODAY + timedelta(10 * n), "amount": 30})
            for n in (1, 2, 3)
        ]
        return (
            self._agreement("promise", date=TODAY, **values),
            self._agreement("dispute", **values),
            self._agreement("plan", line_ids=parts, **values),
        )

    def _refused(self, record, **values):
        """Each of these values, alone, as the user of ``record``."""
        for name, value in values.items():
            with self.subTest(model=record._name, field=name):
                before = record.sudo()[name]
                with self.assertRaises(AccessError):
                    record.write({name: value})
                self.assertEqual(record.sudo()[name], before)

    def test_no_verdict_is_typed(self):
        promise, dispute, plan = self._all()
        self._refused(promise, state="kept", closed_on=TODAY, amount_start=1)
        self._refused(dispute, state="accepted", closed_on=TODAY)
        self._refused(plan, state="kept", closed_on=TODAY, amount_start=1)
        self._refused(plan.line_ids[0], state="kept", collect_state="started")

    def test_no_agreement_is_born_with_a_verdict(self):
        promises = self.env["tpe.dunning.promise"].with_user(self.assistant)
        for forged in (
            {"state": "kept"},
            {"closed_on": TODAY},
            {"amount_start": 1},
            {"source": "page"},
        ):
            with self.subTest(forged), self.assertRaises(AccessError):
                promises.create(self._values(date=TODAY, **forged))
        with self.assertRaises(AccessError):
            promises.with_context(default_state="kept").create(self._values(date=TODAY))

    def test_the_methods_still_close_them(self):
        promise, dispute, plan = self._all()
        self.assertEqual(promise.amount_start, 90)
        promise.action_cancel()
        dispute.action_reject()
        plan.action_start()
        self.assertEqual(
            (promise.state, dispute.state, plan.state),
            ("cancelled", "rejected", "running"),
        )
        self.assertEqual((promise.closed_on, plan.amount_start), (TODAY, 90))
        self.assertEqual(promise.message_ids[0].author_id, self.assistant.partner_id)

    def test_what_was_noted_is_corrected_while_it_runs(self):
        promise, dispute, plan = self._all()
        promise.write({"date": TODAY + timedelta(3), "text": "On Friday"})
        dispute.write({"reason": "price", "follow_up_on": TODAY})
        plan.line_ids[0].date = TODAY + timedelta(5)
        self.assertEqual(promise.text, "On Friday")
        self.assertEqual(plan.next_on, TODAY + timedelta(5))

    def test_what_is_over_stays_as_it_was_said(self):
        promise, dispute, plan = self._all(text="As he said")
        promise.action_cancel()
        dispute.action_cancel()
        plan.action_start()
        moves = [Command.set(self.other.ids)]
        self._refused(
            promise,
            text="Something else",
            date=TODAY + timedelta(9),
            amount=1,
            is_written=True,
            promised_on=TODAY - timedelta(9),
            source="mail",
            move_ids=moves,
        )
        self._refused(dispute, text="", reason="price", move_ids=moves, outcome="No")
        self._refused(plan, text="", move_ids=moves, source="mail")

    def test_the_parts_of_an_agreed_plan_stay(self):
        _promise, _dispute, plan = self._all()
        free = self._agreement("plan")
        plan.action_start()
        part = plan.line_ids[0]
        self._refused(part, date=TODAY, amount=1, plan_id=free.id)
        for command in (
            Command.delete(part.id),
            Command.create({"date": TODAY, "amount": 1}),
        ):
            with self.assertRaises(AccessError):
                plan.write({"line_ids": [command]})
        lines = part.browse()
        with self.assertRaises(AccessError):
            part.unlink()
        with self.assertRaises(AccessError):
            lines.create({"plan_id": plan.id, "date": TODAY, "amount": 1})

    def test_what_the_customer_wrote_is_nobodys_to_change(self):
        promise = self._agreement("promise", True, source="page", date=TODAY, text="I")
        dispute = self._agreement("dispute", True, source="page", text="I")
        plan = self._agreement("plan", True, source="page", text="I")
        for user in (self.assistant, self.manager, self.env.ref("base.user_admin")):
            self._refused(
                promise.with_user(user),
                text="He",
                source="phone",
                date=TODAY + timedelta(9),
                promised_on=TODAY - timedelta(9),
                amount=1,
                is_written=False,
                move_ids=[Command.set(self.other.ids)],
            )
            for said in (dispute, plan):
                self._refused(said.with_user(user), text="He", source="phone")
        dispute.reason = "price"  # what the firm makes of it is its own
        plan.part_count = 2

    def test_invoices_do_not_leave_an_agreement_by_the_back_door(self):
        promise, dispute, plan = self._all()
        invoice = self.invoice.with_user(self.assistant)
        for name, one in (("promise", promise), ("dispute", dispute), ("plan", plan)):
            with self.subTest(name), self.assertRaises(AccessError):
                invoice.write({f"tpe_{name}_ids": [Command.unlink(one.id)]})
            self.assertEqual(one.move_ids, self.invoice)
            with self.subTest(name), self.assertRaises(AccessError):
                invoice.create({f"tpe_{name}_ids": [Command.link(one.id)]})

    def test_no_group_writes_the_evidence(self):
        may = self.env["ir.model.access"].search(
            [
                ("model_id.model", "in", NOBODY_WRITES),
                "|",
                "|",
                ("perm_write", "=", True),
                ("perm_create", "=", True),
                ("perm_unlink", "=", True),
            ]
        )
        self.assertFalse(may.mapped("name"))
        self._plan()
        reminder = self._open().with_user(self.manager)
        self._refused(
            reminder, state="sent", sent_on=TODAY, evidence_hash="0", posted_on=TODAY
        )
        self._refused(reminder.line_ids[0], rank=3, amount_residual=1)

    def test_the_court_file_is_built_not_typed(self):
        case = self.env["tpe.dunning.injunction"].sudo()
        case = case.create(
            {
                "company_id": self.company.id,
                "partner_id": self.customer.id,
                "user_id": self.manager.id,
                "currency_id": self.company.currency_id.id,
                "move_ids": [Command.set(self.invoice.ids)],
                "date_until": TODAY,
            }
        ).with_user(self.manager)
        self._refused(
            case,
            amount_principal=1,
            amount_interest=1,
            statement="<p>forged</p>",
            date_until=TODAY - timedelta(1),
            attachment_id=False,
            court_kind="judicial",
            state="enforceable",
            service_deadline=TODAY,
            move_ids=[Command.set(self.other.ids)],
        )
        case.filed_on = TODAY
        self.assertEqual(case.state, "filed")

    def test_a_pause_of_the_page_is_not_claimed_by_the_firm(self):
        pauses = self.env["tpe.dunning.pause"].with_user(self.assistant)
        pause = pauses.create(
            {"partner_id": self.customer.id, "until": TODAY, "reason": "Mourning"}
        )
        self._refused(pause, is_from_page=True)

    def test_the_files_of_a_message_are_read_by_its_company_and_changed_by_nobody(self):
        self._plan()
        reminder = self._open()
        values = {"name": "letter.pdf", "raw": b"1", "res_model": reminder._name}
        values["res_id"] = reminder.id
        file = self.env["ir.attachment"].sudo().create(values)
        stranger = new_test_user(
            self.env,
            "guarded_stranger",
            groups="tpe_base.group_tpe_manager,account.group_account_invoice",
            company_id=self.env["res.company"].create({"name": "Other firm"}).id,
        )
        with self.assertRaises(AccessError):
            file.with_user(stranger).read(["raw"])
        for user in (self.assistant, self.manager):
            mine = file.with_user(user)
            self.assertEqual(mine.raw, b"1")
            for forbidden in (
                lambda mine=mine: mine.write({"raw": b"2"}),
                mine.unlink,
                lambda mine=mine: mine.create(values),
            ):
                with self.assertRaises(AccessError):
                    forbidden()
        self.assertEqual(file.raw, b"1")
