from odoo import models


class AccountJournal(models.Model):
    """What a bank account shows beside its lines."""

    _inherit = "account.journal"
