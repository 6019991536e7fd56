"""Fill a database with invoices straight in SQL: one real invoice, copied many times.

The copies have consistent lines and residuals, because the original was posted by Odoo.
"""

from datetime import timedelta

# What differs from the original, for copy number ``n`` of customer number ``n % customers``.
PARTNER = {
    "id": "nextval('res_partner_id_seq')",
    "name": "'Customer ' || n",
    "complete_name": "'Customer ' || n",
    "email": "'customer' || n || '@example.com'",
    "email_normalized": "'customer' || n || '@example.com'",
    "commercial_partner_id": "currval('res_partner_id_seq')",
}


def fill(env, invoices: int, customers: int) -> None:
    """Add ``invoices`` posted invoices of ``customers`` customers, of all ages to a year.

    One in three is unpaid; of those, two in three are late enough for a reminder.
    """
    original = _original(env)
    first = _copy(env, "res_partner", original.partner_id.id, PARTNER, customers)
    prefix = f"BENCH{original.id}/"  # a second filling must not repeat a number
    age = "(n * 7919 % 360)"
    issued = f"CURRENT_DATE - {age}"
    dates = {
        "date": issued,
        "invoice_date": issued,
        "invoice_date_due": f"{issued} + 30",
    }
    payer = f"{first} + n % {customers}"
    moves = _copy(
        env,
        "account_move",
        original.id,
        {
            "id": "nextval('account_move_id_seq')",
            "name": f"'{prefix}' || n",
            "sequence_prefix": f"'{prefix}'",
            "sequence_number": "n",
            "partner_id": payer,
            "commercial_partner_id": payer,
            "partner_shipping_id": payer,
            "access_token": "NULL",
            "payment_state": "CASE WHEN n % 3 = 0 THEN 'not_paid' ELSE 'paid' END",
            **dates,
        },
        invoices,
    )
    for line in original.line_ids:
        values = {
            "id": "nextval('account_move_line_id_seq')",
            "move_id": f"{moves} + n - 1",
            "move_name": f"'{prefix}' || n",
            "partner_id": payer,
            "date": issued,
            "invoice_date": issued,
        }
        if line.display_type == "payment_term":
            values |= {
                "date_maturity": f"{issued} + 30",
                "reconciled": "n % 3 <> 0",
                "amount_residual": f"CASE WHEN n % 3 = 0 THEN {line.balance} ELSE 0 END",
                "amount_residual_currency": (
                    f"CASE WHEN n % 3 = 0 THEN {line.balance} ELSE 0 END"
                ),
            }
        _copy(env, "account_move_line", line.id, values, invoices)
    env.cr.execute("ANALYZE")
    env.cr.commit()
    env.invalidate_all()


def _original(env):
    partner = env["res.partner"].create(
        {
            "name": "Original",
            "is_company": True,
            "lang": "fr_FR",
            "email": "o@example.com",
        }
    )
    day = env.company._dunning_today()
    invoice = env["account.move"].create(
        {
            "move_type": "out_invoice",
            "partner_id": partner.id,
            "invoice_date": day,
            "invoice_date_due": day + timedelta(30),
            "invoice_payment_term_id": False,
            "invoice_line_ids": [(0, 0, {"name": "Works", "price_unit": 100})],
        }
    )
    invoice.action_post()
    env.cr.commit()
    return invoice


def _copy(env, table, original, values, number) -> int:
    """Copy a row ``number`` times with other ``values``; return the first new id."""
    env.cr.execute(
        "SELECT column_name FROM information_schema.columns "
        "WHERE table_name = %s AND is_generated = 'NEVER'",
        [table],
    )
    columns = [row[0] for row in env.cr.fetchall()]
    chosen = ", ".join(values.get(name, f'original."{name}"') for name in columns)
    names = ", ".join(f'"{name}"' for name in columns)
    env.cr.execute(
        f'WITH made AS (INSERT INTO "{table}" ({names}) SELECT {chosen} '
        f'FROM "{table}" original, generate_series(1, {number}) n '
        f"WHERE original.id = {original} ORDER BY n RETURNING id) "
        "SELECT min(id) FROM made"
    )
    return env.cr.fetchone()[0]
