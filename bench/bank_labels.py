"""How payers, banks and scanners write the label of a transfer: pure, a generator in."""

import unicodedata

# Who pays for whom: a holding, a spouse, a trustee. Their names say nothing.
OTHERS = {
    "canuts": "SAS HOLDING BMT",
    "hotel": "GROUPE RIVES HOTELIERES",
    "parc": "CABINET MERCIER GESTION",
    "fabre": "MLLE E NOGUES",
    "vial": "JP VIAL PATRIMOINE",
    "girard": "INDIVISION CHARVET",
}


class Labels:
    """Labels of what customers pay."""

    def __init__(self, rng, partner):
        self.rng, self.partner = rng, partner

    def written(self, customer, names):
        """(label, style, further fields) of a customer's payment."""
        rng, roll = self.rng, self.rng.random()
        who = bank_name(customer.name)
        more = {}
        if customer.kind == "person" and roll > 0.55:
            cheque = rng.randint(7_400_000, 7_499_999)
            if roll > 0.85:
                return f"REMISE CHEQUE N {cheque}", "cheque", {}
            return f"REMISE CHEQUE N {cheque} {who}", "cheque, name", {}
        if customer.key in OTHERS and roll > 0.75:
            who = OTHERS[customer.key]
            roll = rng.random() * 1.1
            style = "other payer"
        else:
            style = "payer"
            if rng.random() < 0.25:
                who = self._damaged(who)
                style = "payer damaged"
        if self.partner[customer.key] % 4 == 0 and rng.random() < 0.5:
            more["iban"] = iban(self.partner[customer.key])
        if roll < 0.42:
            text, how = " ".join(names), "number"
        elif roll < 0.68:
            text, how = (
                " ".join(self._abridged(name) for name in names),
                "number changed",
            )
        elif roll < 0.74:
            text, how = " ".join(name[-5:] for name in names), "ranks"
            text = f"{rng.choice(('FAC', 'FACT', 'FACTURE', 'REF'))} {text}"
        elif roll < 0.76 and len(names) == 1:
            wrong = list(names[0])
            place = rng.randint(9, 13)
            wrong[place] = str((int(wrong[place]) + rng.randint(1, 9)) % 10)
            text, how = "".join(wrong), "number wrong"
        else:
            words = ("REGLEMENT", "SOLDE", "TRAVAUX ELECTRICITE", "VIREMENT", "")
            text, how = rng.choice(words), "no number"
        pattern = rng.choice(
            (
                "VIR SEPA RECU /DE {who} /REF {text}",
                "VIR SEPA {who} {text}",
                "VIR INST RECU DE {who} {text} NOTPROVIDED",
                "VIREMENT RECU {who} MOTIF: {text} ID: {id}",
                "VIR {who} {text}",
            )
        )
        label = pattern.format(who=who, text=text, id=f"E2E{rng.randint(10**6, 10**7)}")
        return label.strip(), f"{style}, {how}", more

    def _abridged(self, name):
        """A number as payers type it and scanners read it."""
        _prefix, year, rank = name.split("/")
        return self.rng.choice(
            (
                f"FAC{year}{rank}",
                f"FAC {year} {rank}",
                f"FACT {year}-{int(rank)}",
                f"F{year}/{int(rank)}",
                f"FACTURE NO {year}/{rank}".replace("0", "O", 2),
                f"FAC-{year}-{rank}",
                f"{year}/{rank}",
            )
        )

    def _damaged(self, who):
        """A name cut, abridged or mistyped."""
        rng, words = self.rng, who.split()
        roll = rng.random()
        if roll < 0.35:
            return who[: max(9, len(who) * 2 // 3)].strip()
        if roll < 0.6 and len(words) > 2:
            return " ".join(words[:-1])
        place = rng.randrange(len(who) - 1)
        if roll < 0.8:
            return who[:place] + who[place + 1 :]
        return who[:place] + who[place + 1] + who[place] + who[place + 2 :]


def bank_name(name):
    """Capitals without accents nor signs, cut as banks cut."""
    bare = unicodedata.normalize("NFKD", name.replace("œ", "oe"))
    kept = "".join(
        c if c.isalnum() else " " for c in bare if not unicodedata.combining(c)
    )
    return " ".join(kept.upper().split())[:35].strip()


def iban(number):
    return f"FR76{number:05d}{number * 7919:012d}{number % 97:06d}"
