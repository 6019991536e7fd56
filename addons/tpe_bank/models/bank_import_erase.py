import logging

from odoo import models
from odoo.tools import SQL

from ..tools.rows import Unexplained
from .bank_import_write import MANY, QUIET

_logger = logging.getLogger(__name__)
# Where a record is named without a key of the database: table, its two columns.
NOTES = (
    ("ir_attachment", "res_model", "res_id"),
    ("ir_model_data", "model", "res_id"),
    ("mail_activity", "res_model", "res_id"),
    ("mail_followers", "res_model", "res_id"),
    ("mail_message", "model", "res_id"),
    ("mail_scheduled_message", "model", "res_id"),
)


class BankImport(models.Model):
    """Thousands of bank lines leave the books at once.

    Core writes on each entry several times before it deletes it.  Lines that are as the
    file brought them, on which nothing else depends, are deleted in one statement;
    anything else is left to core.
    """

    _inherit = "tpe.bank.import"

    def _erase_lines(self):
        lines = self.line_ids
        if self.company_id.restrictive_audit_trail:
            # The trail keeps the entries, cancelled, and what was noted on them.
            lines.unlink()
            return
        # No notes on entries that go away with them.
        lines = lines.with_context(**QUIET)
        if len(lines) >= MANY and self._only_known_addons():
            try:
                self._erase_at_once(lines)
            except Unexplained as left:
                _logger.info("Bank lines left to core: %s", left)
            else:
                return
        lines.unlink()

    def _erase_at_once(self, lines):
        moves = lines.move_id
        self.env.flush_all()
        self._check_as_brought(lines, moves)
        self._check_no_trace(lines, moves, moves.line_ids)
        self._check_no_note(lines, moves, moves.line_ids)
        self._tell_next(moves)
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                WITH items AS (DELETE FROM account_move_line WHERE move_id = ANY(%(ids)s)),
                     lines AS (DELETE FROM account_bank_statement_line
                                WHERE move_id = ANY(%(ids)s))
                DELETE FROM account_move WHERE id = ANY(%(ids)s)
                """,
                ids=moves.ids,
            )
        )
        self.env.invalidate_all(flush=False)

    def _check_as_brought(self, lines, moves):
        """What core would refuse, or do more for."""
        if self.company_id._get_violated_lock_dates(
            min(lines.mapped("date")), False, self.journal_id
        ):
            raise Unexplained("a locked period")
        if self.env.execute_query(
            SQL(
                """
                SELECT 1
                  FROM account_move move
                  JOIN account_bank_statement_line line ON line.move_id = move.id
                 WHERE move.id = ANY(%(ids)s)
                   AND (move.state != 'posted'
                        OR move.inalterable_hash IS NOT NULL
                        OR line.statement_id IS NOT NULL)
             UNION ALL
                SELECT 1 FROM account_move WHERE reversed_entry_id = ANY(%(ids)s)
                 LIMIT 1
                """,
                ids=moves.ids,
            )
        ):
            raise Unexplained("entries that were worked on")

    def _check_no_note(self, *several):
        """Messages, attachments and the like go with their record: core sees to it."""
        named = SQL(" UNION ALL ").join(
            SQL(
                "(SELECT 1 FROM %s WHERE %s = %s AND %s = ANY(%s) LIMIT 1)",
                SQL.identifier(table),
                SQL.identifier(model),
                records._name,
                SQL.identifier(number),
                records.ids,
            )
            for table, model, number in NOTES
            for records in several
        )
        if self.env.execute_query(named):
            raise Unexplained("notes on these lines")

    def _tell_next(self, moves):
        """The entry that follows in the journal says that a number before it is missing."""
        rows = self.env.execute_query(
            SQL(
                """
                SELECT follows.id
                  FROM account_move gone
                  JOIN account_move follows
                    ON follows.journal_id = gone.journal_id
                   AND follows.sequence_prefix = gone.sequence_prefix
                   AND follows.sequence_number = gone.sequence_number + 1
                 WHERE gone.id = ANY(%s) AND gone.name != '/'
                """,
                moves.ids,
            )
        )
        following = {number for (number,) in rows} - set(moves.ids)
        moves.browse(sorted(following)).made_sequence_gap = True
