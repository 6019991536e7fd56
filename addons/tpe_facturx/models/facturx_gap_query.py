from dateutil.relativedelta import relativedelta

from odoo import fields, models
from odoo.tools import SQL

from ..tools.territory import FRANCE

# A customer who was not invoiced for two years is not worth a phone call.
MONTHS = 24
# Members whose VAT number is asked for by an intra-EU supply (directive 2006/112, 138).
UNION = [
    "AT",
    "BE",
    "BG",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "GR",
    "HR",
    "HU",
    "IE",
    "IT",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
]


class TpeFacturxGap(models.Model):
    """What the list counts: one statement over customers, one over firms."""

    _inherit = "tpe.facturx.gap"

    def _invoiced(self):
        """``company, customer, euros invoiced``; of one customer when the context names him."""
        partner = self.env.context.get("tpe_facturx_partner")
        if partner:
            return SQL(
                """
                SELECT company.id AS company_id, %s AS partner_id, 0.0 AS invoiced
                  FROM res_company company
                """,
                partner,
            )
        since = fields.Date.context_today(self) - relativedelta(months=MONTHS)
        return SQL(
            """
            SELECT company_id, commercial_partner_id AS partner_id,
                   coalesce(sum(amount_untaxed_signed)
                            FILTER (WHERE state = 'posted'), 0) AS invoiced
              FROM account_move
             WHERE move_type IN ('out_invoice', 'out_refund')
               AND (state = 'posted' AND invoice_date >= %s OR state = 'draft')
               AND commercial_partner_id IS NOT NULL
          GROUP BY company_id, commercial_partner_id
            """,
            since,
        )

    def _customer_gaps(self):
        return SQL(
            """
            SELECT (invoiced.company_id::bigint * 1000000000 + partner.id) * 64 + gap.number
                       AS id,
                   invoiced.company_id, partner.id AS partner_id,
                   'customer' AS subject, gap.code, gap.fatal, invoiced.invoiced
              FROM (%(invoiced)s) AS invoiced
              JOIN res_partner partner ON partner.id = invoiced.partner_id
              JOIN res_company company ON company.id = invoiced.company_id
              JOIN res_partner ours ON ours.id = company.partner_id
              JOIN res_country home ON home.code = ANY(%(france)s) AND home.id
                   = coalesce(ours.country_id, company.account_fiscal_country_id)
         LEFT JOIN res_country country ON country.id = partner.country_id
             %(facts)s
     CROSS JOIN LATERAL (VALUES
                (1, 'GAP-COUNTRY', true, country.code IS NULL),
                (2, 'GAP-STREET', false, coalesce(partner.street, '') = ''),
                (3, 'GAP-CITY', false, coalesce(partner.city, '') = ''),
                (4, 'GAP-ZIP', false, country.code = ANY(%(france)s)
                 AND coalesce(partner.zip, '') !~ '^\\d{5}$'),
                (5, 'GAP-SIREN', true,
                 is_french AND is_professional AND registry = '' AND siren = ''),
                (6, 'GAP-SIREN-DOUBT', false,
                 is_french AND NOT is_professional AND partner.is_company
                 AND coalesce(partner.tpe_profile_decided, '') = '' AND registry = ''),
                (7, 'GAP-SIREN-LENGTH', is_professional, is_french AND registry <> ''
                 AND registry !~ '^(\\d{9}|\\d{14})$'),
                (8, 'GAP-SIREN-KEY', is_professional, is_french AND NOT siren_right),
                (9, 'GAP-VAT-KEY', false, NOT vat_right),
                (10, 'GAP-VAT-SIREN', false, siren_right AND vat_right
                 AND registry <> '' AND french_vat <> ''
                 AND substr(french_vat, 5) <> left(registry, 9)),
                (11, 'GAP-VAT-EU', true, country.code = ANY(%(union)s)
                 AND partner.tpe_profile <> 'consumer'
                 AND NOT (country.code = 'ES'
                          AND coalesce(partner.zip, '') ~ '^(35|38|51|52)\\d{3}$')
                 AND coalesce(partner.vat, '') IN ('', '/')),
                (12, 'GAP-ADDRESS', true, address <> ''
                 AND address !~ '^[A-Za-z0-9._-]{1,125}$'),
                (13, 'GAP-ADDRESS-SIREN', true, is_french AND is_professional
                 AND address <> '' AND siren <> ''
                 AND NOT starts_with(address, siren)),
                (14, 'GAP-EMAIL', true, address = '' AND NOT (is_french AND is_professional)
                 AND coalesce(partner.email_normalized, '') = ''
                 AND (is_french OR coalesce(partner.peppol_endpoint, '') = ''))
                ) AS gap (number, code, fatal, missing)
             WHERE gap.missing AND partner.active
            """,
            invoiced=self._invoiced(),
            facts=self._facts(),
            france=list(FRANCE),
            union=UNION,
        )

    def _company_gaps(self):
        return SQL(
            """
            SELECT (company.id::bigint * 1000000000 + partner.id) * 64 + gap.number AS id,
                   company.id AS company_id, partner.id AS partner_id,
                   'company' AS subject, gap.code, gap.fatal, NULL::numeric AS invoiced
              FROM res_company company
              JOIN res_partner partner ON partner.id = company.partner_id
              JOIN res_country home ON home.code = ANY(%(france)s) AND home.id
                   = coalesce(partner.country_id, company.account_fiscal_country_id)
         LEFT JOIN res_country country ON country.id = partner.country_id
             %(facts)s
     CROSS JOIN LATERAL (VALUES
                (32, 'GAP-OUR-COUNTRY', true, country.code IS NULL),
                (33, 'GAP-OUR-STREET', false, coalesce(partner.street, '') = ''),
                (34, 'GAP-OUR-CITY', false, coalesce(partner.city, '') = ''),
                (35, 'GAP-OUR-ZIP', false, coalesce(partner.zip, '') !~ '^\\d{5}$'),
                (36, 'GAP-OUR-SIREN', true, registry = '' AND siren = ''),
                (37, 'GAP-OUR-SIREN-LENGTH', true, registry <> ''
                 AND registry !~ '^(\\d{9}|\\d{14})$'),
                (38, 'GAP-OUR-SIREN-KEY', true, NOT siren_right),
                (39, 'GAP-OUR-VAT-KEY', false, NOT vat_right),
                (40, 'GAP-OUR-VAT-SIREN', false, siren_right AND vat_right
                 AND registry <> '' AND french_vat <> ''
                 AND substr(french_vat, 5) <> left(registry, 9)),
                (42, 'GAP-OUR-VAT', true, coalesce(partner.vat, '') IN ('', '/')
                 AND company.tpe_vat_franchise IS NOT TRUE),
                (43, 'GAP-OUR-ADDRESS', true, address <> ''
                 AND address !~ '^[A-Za-z0-9._-]{1,125}$'),
                (41, 'GAP-OUR-BANK', false, NOT EXISTS (
                    SELECT FROM res_partner_bank account
                     WHERE account.partner_id = partner.id AND account.active))
                ) AS gap (number, code, fatal, missing)
             WHERE gap.missing AND company.active
            """,
            facts=self._facts(),
            france=list(FRANCE),
        )

    def _facts(self):
        """Of a ``partner`` with its ``country``: what its numbers are and whether they hold.

        A number that cannot be read counts as right here: its length is told apart.
        OFFSET 0: otherwise PostgreSQL cleans the same number again at each mention of it.
        """
        return SQL(
            """
     CROSS JOIN LATERAL (SELECT
                regexp_replace(coalesce(partner.company_registry, ''),
                               '\\D', '', 'g') AS registry,
                CASE WHEN upper(regexp_replace(partner.vat, '[^0-9A-Za-z]', '', 'g'))
                          ~ '^FR[0-9A-HJ-NP-Z]{2}\\d{9}$'
                     THEN upper(regexp_replace(partner.vat, '[^0-9A-Za-z]', '', 'g'))
                     ELSE '' END AS french_vat,
                coalesce(country.code = ANY(%(france)s), true) AS is_french,
                coalesce(partner.tpe_profile, 'consumer') <> 'consumer'
                    AS is_professional,
                coalesce(partner.tpe_electronic_address, '') AS address
                OFFSET 0) AS number
     CROSS JOIN LATERAL (SELECT
                CASE WHEN registry ~ '^(\\d{9}|\\d{14})$' THEN left(registry, 9)
                     WHEN registry = '' THEN substr(french_vat, 5)
                     ELSE '' END AS siren
                OFFSET 0) AS legal
     CROSS JOIN LATERAL (SELECT
                CASE WHEN siren <> ''
                     THEN %(siren_key)s AND (length(registry) <> 14 OR %(siret_key)s
                          OR (registry LIKE '356000000%%' AND (
                              SELECT sum(digit::int) %% 5 = 0
                                FROM regexp_split_to_table(registry, '') AS digit)))
                     ELSE true END AS siren_right,
                CASE WHEN french_vat ~ '^FR\\d{11}$'
                     THEN substr(french_vat, 3, 2)::int
                          = (12 + 3 * (substr(french_vat, 5)::int %% 97)) %% 97
                     ELSE true END AS vat_right
                OFFSET 0) AS verdict
            """,
            france=list(FRANCE),
            siren_key=_luhn("siren", 9),
            siret_key=_luhn("registry", 14),
        )


def _luhn(name, length):
    """SQL: whether the key of the ``length`` digits of the column ``name`` is right.

    A sum written out: a subquery for each number would take most of the time of the list.
    """
    column = SQL.identifier(name)
    terms = [
        SQL("substr('0246813579', substr(%s, %s, 1)::int + 1, 1)::int", column, place)
        if (length - place) % 2
        else SQL("substr(%s, %s, 1)::int", column, place)
        for place in range(1, length + 1)
    ]
    return SQL("((%s) %% 10 = 0)", SQL(" + ").join(terms))
