import re

from odoo.tests import BaseCase, tagged
from odoo.tools.misc import file_open

COSTS = ("cost of sales", "hours", "late days", "reminders")


@tagged("-at_install", "post_install")
class TestReadme(BaseCase):
    """What the README tells a person to compute by hand adds up."""

    def test_the_three_customers(self):
        with file_open("tpe_client_scoring/README.md") as readme:
            text = readme.read().partition("## The demo company, by hand")[2]
        rows = {}
        for line in re.findall(r"^\| (.+) \|$", text, re.M):
            label, *cells = line.replace("*", "").split(" | ")
            if re.fullmatch(r"-?[\d,.]+", cells[0]):
                rows[label] = [float(cell.replace(",", "")) for cell in cells]
        for rank in range(3):
            net = rows["revenue"][rank] - sum(rows[cost][rank] for cost in COSTS)
            self.assertAlmostEqual(net, rows["net"][rank], 2)
            self.assertAlmostEqual(
                net / rows["months"][rank], rows["a month"][rank], delta=0.006
            )
