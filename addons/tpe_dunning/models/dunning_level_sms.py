from odoo import fields, models


class DunningLevelSms(models.Model):
    """The short text of a step that goes by SMS."""

    _inherit = "tpe.dunning.level"

    sms_text = fields.Char(
        string="Text of the SMS",
        translate=True,
        help="{company}, {amount} and {link} are filled in. Empty: a short text in the "
        "language of the customer.",
    )

    def _sms(self, **facts):
        """The text with ``company``, ``amount`` and ``link`` filled in, as plain text."""
        text = self.sms_text or self.env._(
            "{company}: unless we are mistaken, {amount} is past due. "
            "To see it and pay: {link}"
        )
        # No str.format: a template could read attributes of what it is given.
        for name, value in facts.items():
            text = text.replace(f"{{{name}}}", value)
        return text
