"""Say in one page whether the demo company is believable (fed to `odoo shell`)."""

import sys
import time

BEGIN = time.time()


def rows(query, *args):
    """Rows of an SQL query on the flushed records."""
    env.cr.execute(query, args)
    return env.cr.fetchall()


def say(*parts):
    """One line of the summary."""
    print(*parts, file=sys.stdout, flush=True)


def counts():
    """How many records of each kind."""
    say("== Pièces")
    for kind, state, number, total in rows(
        "SELECT move_type, state, count(*), sum(amount_untaxed_signed)::numeric(12,2)"
        " FROM account_move WHERE statement_line_id IS NULL GROUP BY 1, 2 ORDER BY 1, 2"
    ):
        say(f"   {kind:12} {state:8} {number:5}  {total or 0:>14}")
    say(
        "   états :",
        rows(
            "SELECT payment_state, count(*) FROM account_move WHERE state = 'posted'"
            " AND move_type LIKE 'out%%' GROUP BY 1"
        ),
    )
    say(
        "   clients",
        rows(
            "SELECT count(*) FROM res_partner WHERE customer_rank > 0 AND parent_id IS NULL"
        ),
    )
    say(
        "   devis",
        rows(
            "SELECT state, count(*), sum(amount_untaxed)::int"
            " FROM sale_order GROUP BY 1"
        ),
    )


def overdue(today):
    """Open and overdue amounts, by age and by customer."""
    query = """
        SELECT c.name, m.name, m.invoice_date, l.date_maturity, l.amount_residual
        FROM account_move_line l
        JOIN account_move m ON m.id = l.move_id
        JOIN res_partner c ON c.id = m.commercial_partner_id
        JOIN account_account a ON a.id = l.account_id
        WHERE a.account_type = 'asset_receivable' AND m.state = 'posted'
          AND NOT l.reconciled AND m.move_type = 'out_invoice'
        ORDER BY m.invoice_date DESC
    """
    lines = rows(query)
    total = sum(line[4] for line in lines)
    late = [line for line in lines if line[3] < today]
    amount = sum(line[4] for line in late)
    say(
        f"== Encours {total:.2f}, en retard {amount:.2f}"
        f" ({amount / (total or 1):.0%}), {len({x[0] for x in late})} clients"
    )
    buckets = {}
    for partner, name, invoiced, due, residual in late:
        age = (today - invoiced).days
        key = next((k for k in (31, 45, 60, 91, 366) if age < k), 9999)
        buckets.setdefault(key, []).append(residual)
        say(
            f"   {age:4} j  échue depuis {(today - due).days:3} j  {residual:9.2f}"
            f"  {name}  {partner}"
        )
    for key in sorted(buckets):
        say(f"   moins de {key} jours : {len(buckets[key])}, {sum(buckets[key]):.2f}")
    say(
        "   avoirs et acomptes ouverts :",
        rows("""
        SELECT m.name, p.name, l.amount_residual FROM account_move_line l
        JOIN account_move m ON m.id = l.move_id JOIN res_partner p ON p.id = l.partner_id
        JOIN account_account a ON a.id = l.account_id
        WHERE a.account_type = 'asset_receivable' AND l.parent_state = 'posted'
          AND l.amount_residual < 0"""),
    )


def turnover():
    """Turnover and margin per year, share of the biggest customer."""
    say("== Résultat par année")
    for group, title in (
        ("70", "chiffre d'affaires"),
        ("60", "achats"),
        ("62", "dont 61-62 services"),
        ("64", "personnel"),
        ("", "résultat"),
    ):
        where = {
            "": "a.code_store->>%s ~ '^[67]'",
            "62": "a.code_store->>%s ~ '^6[12]'",
        }.get(group, "a.code_store->>%s LIKE '" + group + "%%'")
        say(
            f"   {title:22}",
            rows(
                f"""
            SELECT extract(year FROM l.date)::int, -sum(l.balance)::int
            FROM account_move_line l JOIN account_account a ON a.id = l.account_id
            WHERE l.parent_state = 'posted' AND {where} GROUP BY 1 ORDER BY 1""",
                str(env.company.id),
            ),
        )
    say(
        "   12 mois glissants",
        rows(
            """
        SELECT sum(amount_untaxed_signed)::int FROM account_move
        WHERE state = 'posted' AND move_type LIKE 'out%%'
        AND invoice_date > %s::date - 365""",
            env.context["demo_today"],
        ),
    )
    say(
        "   premiers clients",
        rows("""
        SELECT p.name, sum(m.amount_untaxed_signed)::int,
               round(100 * sum(m.amount_untaxed_signed)
               / sum(sum(m.amount_untaxed_signed)) OVER (), 1)::text
        FROM account_move m JOIN res_partner p ON p.id = m.commercial_partner_id
        WHERE m.state = 'posted' AND m.move_type LIKE 'out%%'
        GROUP BY 1 ORDER BY 2 DESC LIMIT 4"""),
    )


def habits():
    """Whether the customers behave as their story says."""
    say("== Habitudes : retard moyen (jours) par semestre")
    for name, late in rows("""
        SELECT p.name, array_agg(d.late ORDER BY d.half) FROM (
            SELECT m.commercial_partner_id AS partner,
                   extract(year FROM l.date_maturity) * 10
                   + div(extract(month FROM l.date_maturity) - 1, 6) AS half,
                   avg(r.max_date - l.date_maturity)::int AS late
            FROM account_partial_reconcile r
            JOIN account_move_line l ON l.id = r.debit_move_id
            JOIN account_move m ON m.id = l.move_id AND m.move_type = 'out_invoice'
            GROUP BY 1, 2) d
        JOIN res_partner p ON p.id = d.partner
        WHERE p.name ~ '(Canuts|Plaine|Rivoire|Habitat 69|Perrin|Mairie|Belleroche)'
        GROUP BY 1"""):
        say(f"   {name:40} {[int(days) for days in late]}")
    say("   vendu avec article, coût de revient, avoirs :")
    for name, sold, cost, credited in rows(
        """
        SELECT p.name, sum(CASE WHEN x.id IS NOT NULL THEN -l.balance END)::int,
               sum(l.quantity * (x.standard_price->>%s)::numeric)::int,
               sum(CASE WHEN m.move_type = 'out_refund' THEN l.balance END)::int
        FROM account_move_line l JOIN account_move m ON m.id = l.move_id
        JOIN res_partner p ON p.id = m.commercial_partner_id
        LEFT JOIN product_product x ON x.id = l.product_id
        WHERE m.state = 'posted' AND m.move_type LIKE 'out%%'
          AND l.display_type = 'product'
          AND p.name ~ '(Habitat 69|Perrin|Belleroche|Rivoire|Entreposage)'
        GROUP BY 1""",
        str(env.company.id),
    ):
        say(f"   {name:40} {sold} {cost} ({1 - cost / sold:.0%}) {credited or 0}")
    say("   fournisseurs en retard :")
    for row in rows(
        """
        SELECT p.name, m.ref, m.invoice_date_due::text, m.amount_residual::text
        FROM account_move m JOIN res_partner p ON p.id = m.partner_id
        WHERE m.move_type = 'in_invoice' AND m.amount_residual > 0
          AND m.invoice_date_due < %s ORDER BY 3""",
        env.context["demo_today"],
    ):
        say("  ", *row)


def banks():
    """Balance, lowest and highest point, and what is not matched."""
    say("== Banque")
    query = """
        WITH day AS (
            SELECT l.date, sum(l.balance) AS moved FROM account_move_line l
            JOIN account_account a ON a.id = l.account_id
            WHERE a.code_store->>%s = '512001' AND l.parent_state = 'posted'
            GROUP BY 1),
        run AS (SELECT date, sum(moved) OVER (ORDER BY date) AS level FROM day)
        SELECT min(level), max(level), avg(level)::numeric(12,2),
               (array_agg(level ORDER BY date DESC))[1], max(date) FROM run
    """
    low, high, mean, now, last = rows(query, str(env.company.id))[0]
    say(f"   solde {now} au {last}, plus bas {low}, plus haut {high}, moyen {mean}")
    say(
        "   écritures bancaires (montant) :",
        rows("SELECT count(*), sum(amount) FROM account_bank_statement_line"),
    )
    say(
        "   non rapprochées :",
        rows("""
        SELECT m.date::text, s.amount::text, s.payment_ref
        FROM account_bank_statement_line s JOIN account_move m ON m.id = s.move_id
        WHERE NOT s.is_reconciled ORDER BY 1"""),
    )
    say(
        "   livret et compte courant, par mois :",
        rows(
            """
        SELECT to_char(l.date, 'YYYY-MM'), substr(a.code_store->>%s, 1, 3),
               -sum(l.balance)::int
        FROM account_move_line l JOIN account_account a ON a.id = l.account_id
        WHERE a.code_store->>%s ~ '^(455|517)' GROUP BY 1, 2 ORDER BY 1""",
            *[str(env.company.id)] * 2,
        ),
    )


def ledger():
    """Trial balance by class of accounts, and the sum that must be zero."""
    say(
        "== Balance (tous comptes :",
        rows(
            "SELECT sum(balance) FROM account_move_line WHERE parent_state = 'posted'"
        ),
        ")",
    )
    for code, total in rows(
        """
        SELECT substr(a.code_store->>%s, 1, 6), sum(l.balance)::numeric(12,2)
        FROM account_move_line l JOIN account_account a ON a.id = l.account_id
        WHERE l.parent_state = 'posted' GROUP BY 1 ORDER BY 1""",
        str(env.company.id),
    ):
        say(f"   {code} {total:>14}")


day = (
    env.ref("base.main_company")
    and rows("SELECT max(m.date) FROM account_move m WHERE m.state = 'draft'")[0][0]
)
env = env(context={**env.context, "demo_today": day})
for part in (counts, turnover, habits, banks, ledger):
    part()
overdue(day)
say(f"== {time.time() - BEGIN:.1f} s")
