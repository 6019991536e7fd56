from odoo import api, fields, models

from ..tools.evidence import digest


class DunningReminderEvidence(models.Model):
    """A seal on what left: who, what, to whom, when, and with which files."""

    _inherit = "tpe.dunning.reminder"

    evidence_hash = fields.Char(
        string="Seal",
        readonly=True,
        copy=False,
        help="SHA-256 of the sender, who released it, the recipient, the words, the "
        "invoices, the files and the time.",
    )
    evidence_state = fields.Selection(
        [("none", "No seal"), ("unchanged", "Unchanged"), ("changed", "CHANGED")],
        string="Since it left",
        compute="_compute_evidence_state",
    )
    smtp_message_id = fields.Char(
        string="Message-Id",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Name of the mail in the logs of the mail servers.",
    )

    @api.depends("evidence_hash", "body", "subject", "email_to", "sent_at", "line_ids")
    def _compute_evidence_state(self):
        for reminder in self:
            if not reminder.evidence_hash:
                reminder.evidence_state = "none"
            elif reminder.evidence_hash == digest(reminder._evidence_facts()):
                reminder.evidence_state = "unchanged"
            else:
                reminder.evidence_state = "changed"

    def action_verify_evidence(self):
        """Compute the seal again from what is stored now, and say what comes out."""
        self.ensure_one()
        self.check_access("read")
        self.invalidate_recordset()
        labels = dict(self._fields["evidence_state"]._description_selection(self.env))
        intact = self.evidence_state == "unchanged"
        return {
            "type": "ir.actions.client",
            "tag": "display_notification",
            "params": {
                "type": "success" if intact else "danger",
                "sticky": not intact,
                "title": labels[self.evidence_state],
                "message": self.evidence_hash or self.env._("It has not left."),
            },
        }

    def _evidence_facts(self):
        """What the seal is put on, as it is written.

        Names of the firm and of the customer may change later without any fraud: the
        addresses that were used stand for them.
        """
        self.ensure_one()
        return {
            "company": self.company_id.id,
            "step": self.rank,
            "channel": self.channel,
            "released_by": self.released_by_id.id or 0,
            "approved_by": self.approved_by_id.id or 0,
            "from": self.email_from or "",
            "to": self.email_to or "",
            "subject": self.subject or "",
            "body": str(self.body or ""),
            "lines": sorted(line._evidence_row() for line in self.line_ids),
            "files": self.attachment_list or "",
            **self._evidence_when(self.sent_at, self.sent_on),
        }

    def _evidence_when(self, sent_at, sent_on):
        """The part of it that is known last."""
        return {
            "sent_at": fields.Datetime.to_string(sent_at) or "",
            "sent_on": fields.Date.to_string(sent_on) or "",
        }
