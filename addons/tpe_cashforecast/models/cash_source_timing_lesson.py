from odoo import models

from ..tools.payment_lesson import mark, packed, unpacked


class CashSourceTimingLesson(models.AbstractModel):
    """What past days teach is learnt once, as long as they say the same.

    The forecast of the morning keeps its lesson beside the mark of the facts it was
    learnt from: whoever asks again later that day gets it without learning.
    """

    _inherit = "tpe.cash.source"

    def _lesson(self, books, ledger):
        if books.as_was:
            return super()._lesson(books, ledger)
        now, kept = mark(ledger), self._kept_lesson(books)
        is_same = kept.get("mark") == now
        lesson = unpacked(kept) if is_same else super()._lesson(books, ledger)
        books.once("lesson", lambda: {"mark": now, **packed(lesson)})
        return lesson

    def _kept_lesson(self, books):
        current = (
            self.env["tpe.cash.forecast"]
            .sudo()
            .search_fetch(
                [("company_id", "=", books.company.id), ("is_current", "=", True)],
                ["lesson"],
                limit=1,
            )
        )
        return current.lesson or {}
