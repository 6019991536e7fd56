"""The five criteria of a customer, from what the books know. No ORM, no clock.

Not enough data is a value: what cannot be known is « unknown », never a guess.
"""

from typing import NamedTuple

from .margin import Margin

# Points against the days beyond the agreed term, each euro counting once.  The scale of
# PAYDEX (Dun & Bradstreet), goes on at the same slope below its last step.
PAYMENT_POINTS = (
    (-30, 100),
    (0, 80),
    (15, 70),
    (30, 50),
    (60, 40),
    (90, 30),
    (120, 20),
    (180, 0),
)
# Where a criterion turns good, and toxic.
GOOD, TOXIC = 80, 40
ANSWERS = {"respects": 90, "neutral": 60, "price": 20}
IDEAL = {"yes": 10, "no": -15}
ONE_SHOT, RECOMMENDS = 20, 30


class Grid(NamedTuple):
    """The thresholds of a company, French defaults."""

    min_experiences: int = 3
    delay_good: float = 30
    delay_toxic: float = 60
    term_tolerance: float = 13
    margin_good: float = 40
    margin_toxic: float = 20
    hours_good: float = 5
    hours_toxic: float = 15
    recurrence_good: float = 1.5
    recurrence_toxic: float = 3
    unknown_cost_max: float = 30
    hourly_cost: float = 35
    financing_rate: float = 6
    meeting_factor: float = 1.5
    mail_minutes: float = 5
    call_minutes: float = 10
    credit_note_minutes: float = 30
    reminder_minutes: float = 10


class Facts(NamedTuple):
    """What the books know of a customer over the months looked at."""

    months: int = 24
    # Payments: euros times days, tax included; what is late and unpaid counts to the day.
    invoices_judged: int = 0
    paid_amount: float = 0
    paid_days: float = 0
    beyond_days: float = 0
    late_days: float = 0  # days before the due date not deducted
    # Sales, excluding taxes
    revenue: float = 0
    cost: float = 0
    lines: int = 0
    unknown_revenue: float = 0
    # Time
    manual_hours: float | None = None  # a month
    timesheet_hours: float | None = None
    timesheets: int = 0
    meeting_hours: float = 0
    meetings: int = 0
    mails: int = 0
    calls: int = 0
    credit_notes: int = 0
    reminders: int = 0
    # Rhythm
    invoice_days: int = 0
    own_gap: float | None = None
    current_gap: int | None = None
    # Answers of a person
    alignment: str | None = None
    ideal_customer: str | None = None
    recommends: bool = False
    one_shot: bool = False


class Criterion(NamedTuple):
    """One bar of the sheet."""

    value: float | None = None
    status: str = "unknown"
    count: int = 0
    points: int | None = None


UNKNOWN = Criterion()


def payment_points(beyond: float) -> float:
    """Points for the amount-weighted days beyond the agreed term.

    >>> [payment_points(days) for days in (-40, 0, 15, 30, 60, 90, 120)]
    [100, 80.0, 70.0, 50.0, 40.0, 30.0, 20.0]
    >>> payment_points(22.5), payment_points(150), payment_points(400)
    (60.0, 10.0, 0)
    """
    if beyond <= PAYMENT_POINTS[0][0]:
        return PAYMENT_POINTS[0][1]
    for (left, high), (right, low) in zip(
        PAYMENT_POINTS, PAYMENT_POINTS[1:], strict=False
    ):
        if beyond <= right:
            return high - (high - low) * (beyond - left) / (right - left)
    return 0


def points_between(value: float, good: float, toxic: float) -> int:
    """80 points where a criterion turns good, 40 where it turns toxic, 0 to 100.

    >>> [points_between(hours, 5, 15) for hours in (0, 5, 10, 15, 20, 30)]
    [100, 80, 60, 40, 20, 0]
    >>> [points_between(percent, 40, 20) for percent in (60, 40, 30, 20, -5)]
    [100, 80, 60, 40, 0]
    """
    points = GOOD - (GOOD - TOXIC) * (value - good) / (toxic - good)
    return round(min(100, max(0, points)))


def delay(facts: Facts, grid: Grid) -> tuple[Criterion, float | None]:
    """How he pays, and the days beyond the term.

    Three invoices of 1,000 due at 30 days, paid at 30, 30 and 60 days: 40 days, 10 beyond.

    >>> delay(Facts(invoices_judged=3, paid_amount=3000, paid_days=120_000,
    ...             beyond_days=30_000), Grid())
    (Criterion(value=40.0, status='watch', count=3, points=73), 10.0)

    A term of 60 days that is kept is slow by agreement; without it 60 days are toxic.

    >>> granted = Facts(invoices_judged=3, paid_amount=3000, paid_days=183_000)
    >>> delay(granted._replace(beyond_days=3_000), Grid())[0].status
    'agreed'
    >>> delay(granted._replace(beyond_days=93_000), Grid())[0].status
    'toxic'
    """
    count = facts.invoices_judged
    if count < grid.min_experiences or facts.paid_amount <= 0:
        return Criterion(count=count), None
    days = round(facts.paid_days / facts.paid_amount, 1)
    beyond = round(facts.beyond_days / facts.paid_amount, 1)
    if days <= grid.delay_good:
        status = "good"
    elif days - beyond > grid.delay_good and beyond <= grid.term_tolerance:
        status = "agreed"
    else:
        status = "toxic" if days >= grid.delay_toxic else "watch"
    return Criterion(days, status, count, round(payment_points(beyond))), beyond


def margin(facts: Facts, money: Margin, grid: Grid) -> Criterion:
    """What is left of the revenue.

    A cost that is not known only makes the margin look better: it may be called toxic,
    never good.

    >>> facts = Facts(revenue=1000, cost=450, lines=4, unknown_revenue=400)
    >>> margin(facts, Margin(55.0, 550, 0, 0, 0), Grid())
    Criterion(value=55.0, status='unknown', count=4, points=None)
    >>> margin(facts._replace(unknown_revenue=0), Margin(55.0, 550, 0, 0, 0), Grid())
    Criterion(value=55.0, status='good', count=4, points=100)
    >>> margin(facts, Margin(11.0, 110, 0, 0, 0), Grid()).status
    'toxic'
    """
    rate, count = money.rate, facts.lines
    if rate is None:
        # Nothing was sold but credit notes.
        lost = count and money.net < 0
        return Criterion(None, "toxic", count, 0) if lost else Criterion(count=count)
    points = points_between(rate, grid.margin_good, grid.margin_toxic)
    if rate < grid.margin_toxic:
        return Criterion(rate, "toxic", count, points)
    if facts.unknown_revenue * 100 > grid.unknown_cost_max * facts.revenue:
        return Criterion(rate, count=count)
    return Criterion(
        rate, "good" if rate > grid.margin_good else "watch", count, points
    )


def hours(facts: Facts, grid: Grid) -> tuple[float | None, float, int, str]:
    """Hours a month, those of the reminders, evidence, and where they come from.

    A person's figure wins, then timesheets, then traces.  Reminders are traces: whoever
    tells his hours has told those too.

    >>> hours(Facts(months=2, meeting_hours=4, meetings=2, mails=12, calls=6,
    ...             credit_notes=1, reminders=3), Grid())
    (4.5, 0.25, 24, 'traces')
    >>> hours(Facts(months=2, timesheet_hours=30, timesheets=9, mails=12), Grid())
    (15.0, 0.0, 9, 'timesheet')
    >>> hours(Facts(manual_hours=0, timesheet_hours=30), Grid())
    (0, 0.0, 1, 'manual')
    >>> hours(Facts(), Grid())
    (None, 0.0, 0, 'none')
    """
    if facts.manual_hours is not None:
        return facts.manual_hours, 0.0, 1, "manual"
    if facts.timesheets:
        return facts.timesheet_hours / facts.months, 0.0, facts.timesheets, "timesheet"
    count = facts.meetings + facts.mails + facts.calls
    count += facts.credit_notes + facts.reminders
    if not count:
        return None, 0.0, 0, "none"
    reminding = facts.reminders * grid.reminder_minutes
    minutes = (
        facts.meeting_hours * grid.meeting_factor * 60
        + facts.mails * grid.mail_minutes
        + facts.calls * grid.call_minutes
        + facts.credit_notes * grid.credit_note_minutes
        + reminding
    )
    month = 60 * facts.months
    return minutes / month, reminding / month, count, "traces"


def time(spent: float | None, count: int, grid: Grid) -> Criterion:
    """Management time.

    >>> time(7.5, 12, Grid())
    Criterion(value=7.5, status='watch', count=12, points=70)
    >>> time(15.1, 12, Grid()).status, time(4.9, 1, Grid()).status, time(None, 0, Grid())
    ('toxic', 'good', Criterion(value=None, status='unknown', count=0, points=None))
    """
    if spent is None:
        return UNKNOWN
    spent = round(spent, 1)
    status = "toxic" if spent > grid.hours_toxic else "watch"
    if spent < grid.hours_good:
        status = "good"
    points = points_between(spent, grid.hours_good, grid.hours_toxic)
    return Criterion(spent, status, count, points)


def recurrence(facts: Facts, grid: Grid) -> Criterion:
    """The days since his last invoice, against his own usual gap.

    >>> monthly = Facts(invoice_days=12, own_gap=30, current_gap=45)
    >>> recurrence(monthly, Grid())
    Criterion(value=1.5, status='good', count=12, points=80)
    >>> recurrence(monthly._replace(current_gap=90), Grid()).status
    'toxic'

    He recommends us: lost as a customer, not as a friend. He told he will not come back.

    >>> recurrence(monthly._replace(current_gap=90, recommends=True), Grid()).status
    'watch'
    >>> recurrence(Facts(invoice_days=1, one_shot=True), Grid())
    Criterion(value=None, status='toxic', count=1, points=20)

    Two invoices make no rhythm.

    >>> recurrence(Facts(invoice_days=2, own_gap=30, current_gap=90), Grid()).status
    'unknown'
    """
    count, value, points = facts.invoice_days, None, None
    if count >= grid.min_experiences and facts.own_gap:
        value = round(facts.current_gap / facts.own_gap, 1)
        points = points_between(value, grid.recurrence_good, grid.recurrence_toxic)
    if facts.one_shot:
        points = ONE_SHOT
    if facts.recommends:
        points = min(100, GOOD if points is None else points + RECOMMENDS)
    return _by_points(value, count, points)


def alignment(facts: Facts) -> Criterion:
    """What a person answered about him.

    >>> alignment(Facts(alignment="respects"))
    Criterion(value=None, status='good', count=1, points=90)
    >>> alignment(Facts(alignment="respects", ideal_customer="no")).status
    'watch'
    >>> alignment(Facts(alignment="price", ideal_customer="yes")).status
    'toxic'
    >>> alignment(Facts(ideal_customer="yes")).status
    'unknown'
    """
    count = bool(facts.alignment) + bool(facts.ideal_customer)
    if not facts.alignment:
        return Criterion(count=count)
    points = ANSWERS[facts.alignment] + IDEAL.get(facts.ideal_customer, 0)
    return _by_points(None, count, points)


def _by_points(value, count, points):
    if points is None:
        return Criterion(value, count=count)
    status = "good" if points >= GOOD else "toxic" if points <= TOXIC else "watch"
    return Criterion(value, status, count, points)
