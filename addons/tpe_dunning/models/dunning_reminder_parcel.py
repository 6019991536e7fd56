from typing import NamedTuple

from odoo import models
from odoo.tools import SQL


class Parcel(NamedTuple):
    """All that leaves of one message, read together with the others of its batch."""

    version: str  # of the row it was read from
    channel: str
    mail: dict
    seal: dict  # what the seal is put on, but the time


class DunningReminderParcel(models.Model):
    """What a message is made of, kept at hand while the messages of a batch leave.

    Each commit empties the cache of the ORM: reading the message, its lines and its
    company again would take most of the queries of a hand-over.
    """

    _inherit = "tpe.dunning.reminder"

    def _parcels(self):
        """``{reminder: parcel}`` as they are written, once all of it is written."""
        self.env.flush_all()
        versions = dict(
            self.env.execute_query(
                SQL(
                    "SELECT id, ctid::text || xmin::text FROM tpe_dunning_reminder "
                    "WHERE id = ANY(%s)",
                    self.ids,
                )
            )
        )
        return {
            reminder: Parcel(
                version=versions[reminder.id],
                channel=reminder.channel,
                mail=reminder._mail_values(),
                seal=reminder._evidence_facts(),
            )
            for reminder in self
        }

    def _mail_values(self):
        """The mail as it was written down when it was about to leave."""
        return {
            "subject": self.subject,
            "body_html": self.body,
            "email_from": self.email_from,
            "reply_to": self.reply_to,
            "email_to": self.email_to,
            "object_id": f"{self.id}-{self._name}",
            "file_ids": self.attachment_ids.sorted("id").ids,
            "file_list": self.attachment_list,
        }
