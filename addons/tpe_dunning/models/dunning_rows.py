import json

from odoo import fields, models
from odoo.tools import SQL


class DunningRows(models.AbstractModel):
    """Writing thousands of rows at once, straight to their table.

    For rows nothing listens to yet: no tracking, no follower, and stored computed
    columns are given by the caller.
    """

    _name = "tpe.dunning.rows"
    _description = "Rows Written at Once"

    def _new_ids(self, number):
        """Ids the table will give to nobody else."""
        rows = self.env.execute_query(
            SQL(
                "SELECT nextval(%s) FROM generate_series(1, %s)",
                f"{self._table}_id_seq",
                number,
            )
        )
        return [new_id for [new_id] in rows]

    def _new_row(self):
        """What the ORM would write by itself: defaults, author and time."""
        columns = [
            name
            for name, field in self._fields.items()
            if field.store and field.column_type
        ]
        row = self.default_get(columns)
        return {**row, **self._birth()} if self._log_access else row

    def _birth(self):
        """Author and time of a new row."""
        stamp = self._stamp()
        return {
            **stamp,
            "create_uid": stamp["write_uid"],
            "create_date": stamp["write_date"],
        }

    def _stamp(self):
        """Author and time of a change."""
        return {"write_uid": self.env.uid, "write_date": fields.Datetime.now()}

    def _insert_rows(self, rows):
        """Insert dictionaries of stored columns; None, not False, where there is nothing."""
        columns = _names(rows[0])
        self.env.cr.execute(
            SQL(
                "INSERT INTO %(table)s (%(columns)s) SELECT %(columns)s FROM %(rows)s",
                table=SQL.identifier(self._table),
                columns=columns,
                rows=self._as_rows(rows),
            )
        )

    def _update_rows(self, rows):
        """Write dictionaries of stored columns to the rows of their ``id``."""
        changes = SQL(", ").join(
            SQL("%s = new.%s", SQL.identifier(name), SQL.identifier(name))
            for name in rows[0]
            if name != "id"
        )
        self.env.cr.execute(
            SQL(
                "UPDATE %(table)s old SET %(changes)s FROM %(rows)s new "
                "WHERE new.id = old.id",
                table=SQL.identifier(self._table),
                changes=changes,
                rows=self._as_rows(rows),
            )
        )

    def _as_rows(self, rows):
        return SQL(
            "json_populate_recordset(NULL::%s, %s)",
            SQL.identifier(self._table),
            json.dumps(rows, default=str),
        )


def _names(row):
    return SQL(", ").join(map(SQL.identifier, row))
