from odoo import fields, models
from odoo.tools import SQL

COST_SOURCES = [
    ("product", "Cost of the product"),
    ("rate", "Your usual cost rate"),
    ("estimated", "Estimated"),
    ("unknown", "Unknown"),
]


class AccountMoveLine(models.Model):
    _inherit = "account.move.line"

    tpe_cost = fields.Monetary(
        string="Cost of sales",
        currency_field="company_currency_id",
        readonly=True,
        copy=False,
        groups="tpe_base.group_tpe_manager,account.group_account_manager",
        help="Frozen when the invoice is posted; negative on a credit note.",
    )
    tpe_cost_source = fields.Selection(
        COST_SOURCES,
        string="Cost known from",
        readonly=True,
        copy=False,
        groups="tpe_base.group_tpe_manager,account.group_account_manager",
    )

    def _freeze_costs(self):
        """Write what these sold lines cost, today's cost of the product being that of now."""
        lines = self.filtered(lambda line: line.display_type == "product")
        if not lines:
            return
        reversed_costs = lines.move_id.reversed_entry_id._costs_by_product()
        rates = {
            company: company._scoring_grid().cost_rate for company in lines.company_id
        }
        rows = [
            (
                line.id,
                *(
                    line._cost_taken_back(reversed_costs)
                    or line._cost_of_sale(rates[line.company_id])
                ),
            )
            for line in lines
        ]
        # Straight to the table: nothing of an entry depends on it, and a posted line is
        # not to be written for it.
        ids, costs, sources = map(list, zip(*rows, strict=True))
        self.env.cr.execute(
            SQL(
                """
                UPDATE account_move_line line
                   SET tpe_cost = new.cost, tpe_cost_source = new.source
                  FROM unnest(%s::int[], %s::numeric[], %s::text[])
                       AS new(id, cost, source)
                 WHERE line.id = new.id
                """,
                ids,
                costs,
                sources,
            )
        )
        lines.invalidate_recordset(["tpe_cost", "tpe_cost_source"])

    def _cost_of_sale(self, rate):
        """Quantity times the cost of the product, else the owner's rate, else unknown.

        A product without a cost is one whose cost nobody wrote down.
        """
        product = self.product_id.with_company(self.company_id)
        if product.standard_price:
            sold = self.product_uom_id or product.uom_id
            quantity = sold._compute_quantity(
                self.quantity, product.uom_id, round=False, raise_if_failure=False
            )
            sign = -1 if self.move_id.move_type == "out_refund" else 1
            cost = sign * quantity * product.standard_price
            return self.company_currency_id.round(cost), "product"
        if rate:
            return self.company_currency_id.round(-self.balance * rate / 100), "rate"
        return 0.0, "unknown"

    def _cost_taken_back(self, reversed_costs):
        """A credit note takes back the cost of the share of the sale that it reverses."""
        move = self.move_id
        sale = reversed_costs.get((move.reversed_entry_id, self.product_id))
        if move.move_type != "out_refund" or not sale or not sale["revenue"]:
            return None
        share = -self.balance / sale["revenue"]
        sources = sale["sources"]
        source = "estimated" if len(sources) > 1 else next(iter(sources))
        return self.company_currency_id.round(sale["cost"] * share), source

    def _estimate_costs(self):
        """What was posted without a frozen cost takes the cost of now, called estimated.

        Once, when the addon is installed: no entry is touched, only these two columns.
        """
        self.env.flush_all()
        self.env.cr.execute(
            SQL(
                """
                UPDATE account_move_line line
                   SET tpe_cost = COALESCE(sold.cost, 0),
                       tpe_cost_source = CASE WHEN sold.cost <> 0
                                              THEN 'estimated' ELSE 'unknown' END
                  FROM (
                    SELECT line.id,
                           ROUND((line.quantity
                               * COALESCE(uom.factor, 1) / COALESCE(own.factor, 1)
                               * (product.standard_price
                                  ->> line.company_id::text)::numeric
                               * CASE move.move_type
                                 WHEN 'out_refund' THEN -1 ELSE 1 END)::numeric, 2)
                               AS cost
                      FROM account_move_line line
                      JOIN account_move move ON move.id = line.move_id
                 LEFT JOIN product_product product ON product.id = line.product_id
                 LEFT JOIN product_template template
                        ON template.id = product.product_tmpl_id
                 LEFT JOIN uom_uom uom ON uom.id = line.product_uom_id
                 LEFT JOIN uom_uom own ON own.id = template.uom_id
                     WHERE line.parent_state = 'posted'
                       AND line.display_type = 'product'
                       AND line.tpe_cost_source IS NULL
                       AND move.move_type IN
                           ('out_invoice', 'out_refund', 'out_receipt')
                  ) sold
                 WHERE sold.id = line.id
                """
            )
        )
        self.invalidate_model(["tpe_cost", "tpe_cost_source"])
