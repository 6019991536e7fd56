"""Invoices whose state today is told: what a reminder, a score or a forecast shows."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Story:
    """An invoice of ``age`` days, of about ``amount`` euros before tax."""

    customer: str
    age: int
    amount: int
    state: str = "overdue"
    text: str = ""
    paid: float = 0.0
    paid_after: int = 0
    credit: float = 0.0


# States: overdue, promised, disputed, partial, announced (the customer says it is paid,
# the transfer waits in the bank journal), not_due. Others' invoices are paid or not due.
STORIES = (
    Story("garage", 33, 820),
    Story("tilleuls", 36, 1560),
    Story("cherif", 38, 1150, "promised"),
    Story("canuts", 43, 1640),
    Story("foot", 47, 1240, "announced"),
    Story("novaprint", 52, 2640, "disputed"),
    Story("hotel", 56, 3230, "partial", paid=0.4, paid_after=37),
    Story("regie", 58, 1000),
    Story("blackwood", 61, 1520),
    Story("ecole", 64, 1290),
    Story("mairie", 71, 2460),
    Story("renov", 66, 1230),
    Story("renov", 97, 1480),
    Story("renov", 148, 1110, credit=0.3),
    Story("ferreira", 88, 780),
    Story("canuts", 74, 900),
    Story("textile", 412, 540, text="Dépannage et remplacement du moteur de rideau"),
    Story("fitness", 126, 1170, "promised"),
    # Not due yet: life goes on with those who pay late.
    Story("garage", 9, 780, "not_due"),
    Story("regie", 16, 1350, "not_due"),
    Story("novaprint", 12, 1900, "not_due"),
    Story("fitness", 21, 1480, "not_due"),
    Story("tilleuls", 6, 2300, "not_due"),
)
