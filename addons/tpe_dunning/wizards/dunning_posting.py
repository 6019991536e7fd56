from odoo import api, fields, models
from odoo.exceptions import UserError

from ..models.dunning_reminder_letter import OUTCOMES


class DunningPosting(models.TransientModel):
    """Letters that were posted; for a registered one its number, proofs and receipt."""

    _name = "tpe.dunning.posting"
    _description = "Posting of Letters"

    reminder_ids = fields.Many2many("tpe.dunning.reminder", required=True)
    is_single = fields.Boolean(compute="_compute_progress")
    is_printed = fields.Boolean(compute="_compute_progress")
    is_posted = fields.Boolean(compute="_compute_progress")
    is_registered = fields.Boolean(string="Registered, with receipt")
    number = fields.Char(string="Number of the letter")
    posted_on = fields.Date(
        string="Posted on", default=lambda self: self.env.company._dunning_today()
    )
    deposit_scan = fields.Binary(string="Proof of deposit")
    received_on = fields.Date(string="Received or presented on")
    outcome = fields.Selection(OUTCOMES, string="Receipt says")
    receipt_scan = fields.Binary(string="Acknowledgement")

    @api.depends("reminder_ids")
    def _compute_progress(self):
        for posting in self:
            letters = posting.reminder_ids
            posting.is_single = len(letters) == 1
            posting.is_printed = bool(letters) and all(letters.mapped("printed_at"))
            posting.is_posted = bool(letters) and all(letters.mapped("posted_on"))

    def action_print(self):
        """Print, with the number of the registered letter on the paper."""
        self.ensure_one()
        self._keep_number()
        return self.reminder_ids.action_print()

    def action_posted(self):
        """The letters are in the post."""
        self.ensure_one()
        if not self.posted_on:
            raise UserError(self.env._("Which day?"))
        if self.is_registered and not self.number:
            raise UserError(self.env._("Write the number of the registered letter."))
        self._keep_number()
        self.reminder_ids._post(
            "registered" if self.is_registered else "letter",
            self.posted_on,
            self.is_registered and self.number,
            self.deposit_scan,
        )
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def action_receipt(self):
        """The receipt came back, or the letter did."""
        self.ensure_one()
        if not self.outcome:
            raise UserError(self.env._("Choose what the receipt says."))
        if self.outcome != "unknown" and not self.received_on:
            raise UserError(self.env._("Which day?"))
        self.reminder_ids._receipt(self.received_on, self.outcome, self.receipt_scan)
        return {"type": "ir.actions.client", "tag": "soft_reload"}

    def _keep_number(self):
        """One number for one letter."""
        letters = self.reminder_ids
        letters._check_operator()
        letters.check_access("read")
        if self.is_registered and len(letters) > 1:
            raise UserError(self.env._("Registered letters are posted one at a time."))
        if self.is_registered and not letters.posted_on:
            letters.sudo().registered_number = self.number
