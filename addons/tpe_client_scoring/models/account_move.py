from odoo import models


class AccountMove(models.Model):
    _inherit = "account.move"

    def _post(self, soft=True):
        """Override: the cost of what was sold is frozen when the document is posted.

        Posted again after a correction, it is frozen again.
        """
        posted = super()._post(soft)
        sold = posted.filtered(
            lambda move: move.is_sale_document(include_receipts=True)
        )
        sold.invoice_line_ids.sudo()._freeze_costs()
        return posted

    def _costs_by_product(self):
        """``{(document, product): revenue, cost and sources of its lines}``."""
        costs = {}
        lines = self.sudo().invoice_line_ids
        for line in lines.filtered(lambda line: line.display_type == "product"):
            sale = costs.setdefault(
                (line.move_id, line.product_id),
                {"revenue": 0.0, "cost": 0.0, "sources": set()},
            )
            sale["revenue"] -= line.balance
            sale["cost"] += line.tpe_cost
            sale["sources"].add(line.tpe_cost_source or "unknown")
        return costs
