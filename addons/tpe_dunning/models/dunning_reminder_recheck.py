from odoo import models
from odoo.tools import SQL
from odoo.tools.mail import formataddr


class DunningReminderRecheck(models.Model):
    """The last look at the books, between « about to leave » and the hand-over."""

    _inherit = "tpe.dunning.reminder"

    def _look_again(self):
        """Under lock, right before the hand-over: whether what was prepared still holds.

        Nothing has left yet: what changed since is queued again, and decided anew.
        """
        now, state, then = self._facts_now()[self.id]
        if state != "sending":
            return False  # a person was quicker
        if now == then:
            return True
        # Its own lines would count as a step whose outcome is unknown.  Rolled back
        # with all the rest when the hand-over breaks.
        self.env.execute_query(
            SQL(
                "UPDATE tpe_dunning_reminder_line SET state = 'queued' "
                "WHERE reminder_id = %s RETURNING id",
                self.id,
            )
        )
        self.invalidate_recordset(["state"])
        case = self._current_case()
        holds = not self.company_id.tpe_dunning_started_on or not case or case.holds
        if not holds and self._says(case) and self._still_reaches():
            return True
        self.state = "queued"
        return False

    def _says(self, case):
        """Whether the message names the invoices, steps and amounts of ``case``."""
        named = {
            (line.move_line_id.id, line.rank, line.amount_residual)
            for line in self.line_ids
        }
        return (
            named
            == {(debt.line_id, debt.rank, debt.amount_currency) for debt in case.debts}
            and self._same_credits(case)
            and case.level_id == self.level_id.id
            and self.level_id.channel == self.channel
        )

    def _still_reaches(self):
        """Whether the address that was written down is still the right one."""
        if self.channel == "sms":
            return self.email_to == self._sms_number() and not self._sms_refused()
        recipient = self.partner_id._dunning_recipient()
        return (
            self.email_to == self._one_address(recipient)
            and not recipient.is_blacklisted
        )

    def _one_address(self, recipient):
        """« Name <address> » of ``recipient``, or False when there is nobody.

        One address only; a line break in a name would forge a header of the mail.
        """
        if not recipient:
            return False
        name = "".join(filter(str.isprintable, recipient.name or ""))
        return formataddr((" ".join(name.split()), recipient.email_normalized))
