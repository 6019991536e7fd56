"""What the demo company spends in a year: suppliers, the State, staff, the shops."""

from datetime import timedelta

from dateutil.relativedelta import relativedelta
from tools.match import Due

from bench.bank_labels import bank_name
from demo.partners import CUSTOMERS, SUPPLIERS
from demo.world import end_of_month, working_day

# Maintenance contracts: the same price for everybody, every month.
CONTRACT = 180_00
SHOPS = (
    ("STATION DU PONT BRIGNAIS", "6061", 4, (38, 96)),
    ("PEAGES AUTOROUTE RHONE", "6251", 3, (6, 45)),
    ("BOULANGERIE DU GARON", "6257", 2, (8, 31)),
    ("BRICO PRO GIVORS", "6063", 2, (15, 240)),
    ("PAPETERIE LYON SUD", "6064", 1, (12, 80)),
    ("PARKING PART DIEU", "6251", 2, (4, 22)),
)


class Spending:
    """The half of a year that goes out, and the deposits that come before invoices."""

    def _bills(self):
        rng = self.rng
        month = self.start
        while month <= self.today:
            for place, (key, name, *_address) in enumerate(SUPPLIERS):
                direct = key in ("telecom", "leasing", "assurance", "carburant",
                                 "logiciel", "energie", "publicite")  # fmt: skip
                fixed = key in (
                    "bailleur",
                    "leasing",
                    "assurance",
                    "logiciel",
                    "comptable",
                )
                many = 1 if direct or fixed else rng.randint(0, 2)
                for _ in range(many):
                    self._bill(key, name, month, place, direct, fixed)
            month += relativedelta(months=1)

    def _bill(self, key, name, month, place, direct, fixed):
        rng = self.rng
        issued = month + timedelta(0 if fixed else rng.randint(0, 27))
        if issued > self.today:
            return
        usual = 80_00 + place * 57_35
        amount = -usual if fixed else -round(usual * rng.uniform(0.5, 3))
        number = f"{name[0]}{issued:%y}-{rng.randint(1000, 99999)}"
        wait = 8 if direct else 30
        due = self._due(key, amount, issued + timedelta(wait), issued, number,
                        move=next(self.moves), account="401000")  # fmt: skip
        who, paid = bank_name(name), working_day(due.day)
        if direct:
            label = f"PRLV SEPA {who} {rng.choice((number, f'{issued:%m/%Y}', ''))}"
        else:
            text = rng.choice((number, number, "FACTURE", f"RELEVE {issued:%m/%Y}"))
            label = f"VIR SEPA EMIS /POUR {who} /REF {text}"
        self._pays(paid, amount, label.strip(), [(due.id, amount)], "supplier")

    def _debts(self):
        rng, month = self.rng, self.start
        while month <= self.today:
            end = end_of_month(month)
            text = f"{month:%m/%Y}"
            for key, account, label, least, most, after, style in (
                ("urssaf", "431000", "PRLV SEPA URSSAF RHONE ALPES {t}",
                 2_900, 3_400, 15, "urssaf"),
                ("retraite", "437300", "PRLV SEPA PROBTP RETRAITE {t} NNE 884512",
                 900, 1_150, 25, "pension"),
                ("conges", "437200", "PRLV SEPA CAISSE CONGES PAYES BATIMENT {t}",
                 1_100, 1_400, 20, "holidays"),
                ("dgfip", "442100", "PRLV SEPA DGFIP PAS {t}", 250, 420, 15, "tax"),
                ("dgfip", "445510", "PRLV SEPA DGFIP TVA1 {t}", 2_000, 6_500, 19, "tax"),
            ):  # fmt: skip
                amount = -rng.randint(least * 100, most * 100)
                due = self._due(key, amount, end + timedelta(after), end,
                                move=next(self.moves), account=account)  # fmt: skip
                self._pays(working_day(due.day), amount, label.format(t=text),
                           [(due.id, amount)], style)  # fmt: skip
            # Salaries are owed to nobody in particular.
            amount = -rng.randint(9_800_00, 10_900_00)
            due = Due(next(self.ids), amount, end, end - timedelta(6), account="421000",
                      move=next(self.moves))  # fmt: skip
            self.books.dues[due.id] = due
            self._pays(working_day(end, -1), amount,
                       f"VIR SALAIRES {text} 6 BENEFICIAIRES", [(due.id, amount)],
                       "salary")  # fmt: skip
            loan = ("account", "164")
            self._add(working_day(month + timedelta(4)), -412_80,
                      f"ECHEANCE PRET 00069 UTILITAIRE {text}", loan, "loan")  # fmt: skip
            fee = f"COTISATION ET FRAIS DE TENUE DE COMPTE {text}"
            self._add(end, -rng.randint(18_00, 32_00), fee, ("account", "6278"), "fee")
            month += relativedelta(months=1)

    def _shops(self):
        rng, month = self.rng, self.start
        while month <= self.today:
            for name, account, often, (least, most) in SHOPS:
                for _ in range(often):
                    on = working_day(month + timedelta(rng.randint(0, 27)))
                    label = f"CB {name} {on:%d/%m} CARTE {rng.randint(6900, 6904)}"
                    amount = -rng.randint(least * 100, most * 100)
                    self._add(on, amount, label, ("account", account), "shop")
            for _ in range(2):
                on = working_day(month + timedelta(rng.randint(0, 27)))
                odd = "".join(rng.choice("BCDFGLMNPRST") + rng.choice("AEIO")
                              for _ in range(4))  # fmt: skip
                self._add(on, -rng.randint(9_00, 300_00), f"CB {odd} {on:%d/%m}",
                          ("account", "6063"), "new shop")  # fmt: skip
            if month.month % 3 == 0:
                amount = rng.choice((-1, 1)) * rng.randint(2, 6) * 1000_00
                way = "VERS" if amount < 0 else "DEPUIS"
                self._add(working_day(month + timedelta(23)), amount,
                          f"VIR INTERNE {way} LIVRET ENTREPRISE", ("account", "58"),
                          "transfer")  # fmt: skip
            if rng.random() < 0.5:
                self._on_account(month)
            month += relativedelta(months=1)

    def _on_account(self, month):
        """A deposit before any invoice, of an amount that others owe too."""
        rng = self.rng
        customer = rng.choice([c for c in CUSTOMERS if c.currency == "EUR"])
        amount = rng.choice((CONTRACT, 500_00, 650_00, 1_000_00))
        on = working_day(month + timedelta(rng.randint(0, 27)))
        label = f"VIR SEPA RECU /DE {bank_name(customer.name)} /ACOMPTE DEVIS"
        self._add(on, amount, label, ("partner", self.partner[customer.key]), "deposit")
