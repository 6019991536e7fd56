from dateutil.relativedelta import relativedelta
from stdnum.fr import siren, siret

from odoo import models

from ..tools.diagnostic import Measure, Unit
from ..tools.duplicates import merged, surplus
from .diagnostic_measure import LEAST, LEAST_CUSTOMERS

# A customer who was not invoiced for two years is no active one.
ACTIVE_MONTHS = 24
# Where firms have a SIREN.
FRANCE = ["FR", "GP", "MQ", "RE", "GF", "YT", "BL", "MF", "PM"]
# Written or left out from one entry to the next.
LEGAL_FORMS = r"\m(sarl|sas|sasu|eurl|sa|sci|snc|scop|ei|eirl|scp|selarl|sc)\M"
# Letters without their accents; the dot, which stands for nothing, goes.
ACCENTS = ("àâäáãéèêëíìîïóòôöõúùûüçñÿœæ.", "aaaaaeeeeiiiiooooouuuucnyoa")


class DiagnosticMeasureRecords(models.AbstractModel):
    """What was typed twice, and what was not typed."""

    _inherit = "tpe.diagnostic.measure"

    def _found(self, year):
        return [
            *super()._found(year),
            self._duplicate_partners(year),
            self._missing_siren(year),
            self._double_entry(year),
        ]

    # --- Customers and suppliers ------------------------------------------------------

    def _duplicate_partners(self, year):
        """Same number, same e-mail, or same name at the same place."""
        [[known, twins]] = self._rows_of_twins(year)
        groups = merged(twins or [])
        ids = [one for group in groups for one in group]
        if known < LEAST and not groups:
            return self._too_few(
                "duplicate_partners",
                Unit.NUMBER,
                self.env._("Customers and suppliers with a document"),
                known,
                LEAST,
            )
        return Measure(
            "duplicate_partners",
            float(surplus(groups)),
            Unit.NUMBER,
            len(ids),
            self.env._(
                "%(records)s records of customers and suppliers look like %(real)s only "
                "(same SIREN, VAT number or e-mail, or same name at the same place).",
                records=len(ids),
                real=len(groups),
            )
            if groups
            else self.env._(
                "None of the %s customers and suppliers with a document has the number, "
                "the e-mail, or the name and the place of another one.",
                known,
            ),
            self._records("res.partner", ids),
        )

    def _rows_of_twins(self, year):
        """How many have a document; groups that share a key, one at least being ours.

        Two establishments of a firm are no twins: their SIRET differ.  A name stands for
        one firm when it is known at one postcode only, or at the same one.
        """
        return self._rows(
            """
            WITH ours AS MATERIALIZED (
                SELECT DISTINCT commercial_partner_id AS id FROM account_move
                 WHERE company_id = %(company)s
            ), party AS MATERIALIZED (
                SELECT partner.id, ours.id IS NOT NULL
                       OR partner.company_id = %(company)s AS ours,
                       upper(regexp_replace(
                           coalesce(partner.vat, ''), '[^0-9A-Za-z]', '', 'g')) AS vat,
                       regexp_replace(
                           coalesce(partner.company_registry, ''), '\\D', '', 'g')
                           AS registry,
                       coalesce(partner.email_normalized, '') AS email,
                       regexp_replace(regexp_replace(
                           translate(lower(partner.name), %(accents)s, %(plain)s),
                           %(forms)s, '', 'g'), '[^a-z0-9]', '', 'g') AS name,
                       regexp_replace(coalesce(partner.zip, ''), '\\s', '', 'g') AS zip
                  FROM res_partner partner
             LEFT JOIN ours ON ours.id = partner.id
                 WHERE partner.active
                   AND partner.parent_id IS NULL
                   AND (partner.company_id IS NULL
                        OR partner.company_id = %(company)s)
                   AND partner.id NOT IN (SELECT partner_id FROM res_company)
                   AND partner.id NOT IN (
                       SELECT partner_id FROM res_users WHERE share IS NOT TRUE)
            ), keyed AS MATERIALIZED (
                SELECT each.kind, each.key, party.id, party.ours
                  FROM party
            CROSS JOIN LATERAL (VALUES
                       ('vat', vat, length(vat) > 4),
                       ('registry', registry, length(registry) IN (9, 14)),
                       ('email', email, email <> ''),
                       ('name', name, length(name) > 2),
                       ('place', name || ' ' || zip, length(name) > 2 AND zip <> '')
                       ) AS each (kind, key, stands)
                 WHERE each.stands
            ), shared AS MATERIALIZED (
                -- Nearly all keys stand alone: only the others are looked at closely.
                SELECT kind, key
                  FROM keyed
              GROUP BY kind, key
                HAVING count(*) > 1 AND bool_or(ours)
            ), twin AS (
                SELECT json_agg(id) AS ids
                  FROM shared
                  JOIN keyed USING (kind, key)
                  JOIN party USING (id)
              GROUP BY kind, key
                HAVING count(DISTINCT CASE WHEN length(registry) IN (9, 14)
                                           THEN left(registry, 9) END) <= 1
                   AND count(DISTINCT CASE WHEN length(registry) = 14
                                           THEN registry END) <= 1
                   AND (kind <> 'name' OR count(DISTINCT NULLIF(zip, '')) <= 1)
            )
            SELECT (SELECT count(id) FROM ours), (SELECT json_agg(ids) FROM twin)
            """,
            company=year.company.id,
            accents=ACCENTS[0],
            plain=ACCENTS[1],
            forms=LEGAL_FORMS,
        )

    def _missing_siren(self, year):
        """French firms and public bodies; a firm that nobody called a consumer counts."""
        rows = self._rows(
            """
            SELECT partner.id,
                   regexp_replace(
                       coalesce(partner.company_registry, ''), '\\D', '', 'g'),
                   upper(regexp_replace(
                       coalesce(partner.vat, ''), '[^0-9A-Za-z]', '', 'g'))
              FROM res_partner partner
         LEFT JOIN res_country country ON country.id = partner.country_id
             WHERE partner.active
               AND partner.id IN (
                   SELECT commercial_partner_id FROM account_move
                    WHERE company_id = %(company)s
                      AND state = 'posted'
                      AND move_type IN ('out_invoice', 'out_refund')
                      AND invoice_date > %(since)s
                      AND invoice_date <= %(today)s)
               AND coalesce(country.code = ANY(%(france)s), TRUE)
               AND (partner.tpe_profile IN ('professional', 'public')
                    OR partner.is_company
                   AND coalesce(partner.tpe_profile_decided, '') <> 'consumer')
            """,
            company=year.company.id,
            since=year.today - relativedelta(months=ACTIVE_MONTHS),
            today=year.today,
            france=FRANCE,
        )
        if len(rows) < LEAST_CUSTOMERS:
            return self._too_few(
                "missing_siren",
                Unit.PERCENT,
                self.env._("French firms invoiced in two years"),
                len(rows),
                LEAST_CUSTOMERS,
            )
        missing = [partner for partner, *numbers in rows if not _has_siren(*numbers)]
        return Measure(
            "missing_siren",
            100 * len(missing) / len(rows),
            Unit.PERCENT,
            len(missing),
            self.env._(
                "%(missing)s of the %(customers)s French firms invoiced in two years "
                "have no SIREN, or one whose key is wrong.",
                missing=len(missing),
                customers=len(rows),
            ),
            self._records("res.partner", missing),
        )

    # --- Bills ------------------------------------------------------------------------

    def _double_entry(self, year):
        """Same supplier and reference in a year, or same amount on the same day.

        A reference without a digit names nothing (« Subscription »); two references that
        differ are two bills; what was reversed is mended.
        """
        [[bills, twins, amounts]] = self._rows(
            """
            WITH bill AS MATERIALIZED (
                SELECT id, move_type, commercial_partner_id AS partner_id, currency_id,
                       amount_total, abs(amount_total_signed) AS amount,
                       COALESCE(invoice_date, date) AS day,
                       regexp_replace(upper(COALESCE(ref, '')), '[^0-9A-Z]', '', 'g')
                           AS ref
                  FROM account_move
                 WHERE company_id = %(company)s
                   AND state IN ('posted', 'draft')
                   AND move_type IN ('in_invoice', 'in_refund', 'in_receipt')
                   AND payment_state IS DISTINCT FROM 'reversed'
                   AND commercial_partner_id IS NOT NULL
                   AND COALESCE(invoice_date, date) > %(since)s
                   AND COALESCE(invoice_date, date) <= %(today)s
            ), twin AS (
                SELECT json_agg(id) AS ids, json_agg(amount) AS amounts
                  FROM bill
                 WHERE ref ~ '\\d'
              GROUP BY partner_id, move_type, ref, date_part('year', day)
                HAVING count(*) > 1
             UNION ALL
                SELECT json_agg(id), json_agg(amount)
                  FROM bill
                 WHERE amount_total <> 0
              GROUP BY partner_id, move_type, day, currency_id, amount_total
                HAVING count(*) > 1 AND count(DISTINCT NULLIF(ref, '')) <= 1
            )
            SELECT (SELECT count(*) FROM bill),
                   (SELECT json_agg(ids) FROM twin),
                   (SELECT json_agg(amounts) FROM twin)
            """,
            company=year.company.id,
            since=year.since,
            today=year.today,
        )
        groups = merged(twins or [])
        if bills < LEAST and not groups:
            return self._too_few(
                "double_entry",
                Unit.NUMBER,
                self.env._("Bills of the last twelve months"),
                bills,
                LEAST,
            )
        amount_of = {
            one: amount
            for ids, each in zip(twins or [], amounts or [], strict=True)
            for one, amount in zip(ids, each, strict=True)
        }
        # The largest of each is the bill, the others are what could be paid once more.
        euros = sum(
            sum(each) - max(each)
            for each in ([amount_of[one] for one in group] for group in groups)
        )
        ids = [one for group in groups for one in group]
        return Measure(
            "double_entry",
            float(surplus(groups)),
            Unit.NUMBER,
            len(ids),
            self.env._(
                "%(records)s of the %(bills)s bills of twelve months look like %(real)s "
                "only (same supplier and reference, or same amount on the same day): "
                "%(amount)s could be paid twice.",
                records=len(ids),
                bills=bills,
                real=len(groups),
                amount=self._euros(euros),
            )
            if groups
            else self.env._(
                "None of the %s bills of twelve months has the reference, or the amount "
                "and the day, of another one of the same supplier.",
                bills,
            ),
            self._records("account.move", ids),
            euros or None,
        )


def _has_siren(registry, vat):
    """A SIREN or a SIRET whose key is right, else that of a French VAT number."""
    if registry:
        return siren.is_valid(registry) or siret.is_valid(registry)
    return vat.startswith("FR") and siren.is_valid(vat[4:])
