"""Handing messages over to a mail server: ours and OCA's, without and with PDF."""

from bench import peer
from bench.measure import (
    Row,
    SmtpClock,
    at_most,
    forget_peak,
    measure,
    peak,
    say,
)

# What the issue of this work asks for.
QUERIES = 12
MS = 25  # less the time of the mail server
MEMORY_GROWTH = 1.1  # of the peak, three times as many messages later
# An invoice of a few lines, as core prints it.
DOCUMENT = b"%PDF-1.4\n" + bytes(range(256)) * 160


def attach_invoices(env, wanted: bool) -> None:
    """Whether our messages carry the PDF of the invoices they name."""
    env["tpe.dunning.level"].search([]).attach_invoices = wanted


def rows(env, server, batches, with_pdf, others) -> list[Row]:
    """Send ``batches`` without PDF, then ``with_pdf`` messages; ``others`` are OCA's.

    The batches show that the memory does not grow with the number.
    """
    reminders = env["tpe.dunning.reminder"]
    reminders._plan(env.company)
    env.cr.commit()
    say("queueing what leaves by itself ...")
    queued = measure(lambda: reminders._queue_what_leaves_by_itself())
    env.cr.commit()
    waiting = reminders.search_count([("state", "=", "queued")])
    table = [Row("queue messages", f"{waiting}", f"{queued.seconds:.1f} s")]
    peaks = []
    for number in batches:
        say(f"{number} messages of ours ...")
        forget_peak()
        table += _batch(env, server, number, False, others)
        peaks.append(peak())
    table.append(
        Row(
            "peak memory while sending",
            " then ".join(map(str, batches)),
            " then ".join(f"{mib} MiB" for mib in peaks),
            **at_most(MEMORY_GROWTH, peaks[-1] / peaks[0], "x"),
        )
    )
    say(f"{with_pdf} messages of ours with PDF ...")
    _store_documents(env, with_pdf)
    attach_invoices(env, True)
    table += _batch(env, server, with_pdf, True, others)
    attach_invoices(env, False)
    env.cr.commit()
    return table


def of_peer(env, server, number) -> dict:
    """What one e-mail of OCA takes on the same server: ``{with PDF: (time, queries)}``.

    With PDF a few only: it prints a summary for each, which takes a second.
    """
    say(f"{number} messages of OCA ...")
    run = peer.generate(env)
    env.cr.commit()
    found = {}
    for pdf, customers in ((False, number), (True, 3)):
        peer.with_pdf(env, pdf)
        taken = _timed(
            server, lambda customers=customers: peer.send(env, run, customers)
        )
        found[pdf] = taken.time, f"{taken.queries:.1f} queries"
    return found


def _batch(env, server, number, pdf, others):
    """Send ``number`` messages; the rows about one of them."""
    env.invalidate_all()
    reminders = env["tpe.dunning.reminder"]
    taken = _timed(server, lambda: reminders._cron_send(batch_size=number))
    assert taken.sent == number, f"{taken.sent} of {number} arrived"
    time, queries = others.get(pdf, ("", ""))
    what = f"send a message, {'with' if pdf else 'no'} PDF"
    return [
        Row(
            what,
            f"{number}",
            taken.time,
            time,
            **at_most(MS, taken.ms - taken.smtp, " ms without SMTP"),
        ),
        Row(
            f"{what}, queries",
            f"{number}",
            f"{taken.queries:.1f}",
            queries,
            **at_most(QUERIES, taken.queries),
        ),
    ]


class _Taken:
    """What one of ``sent`` messages took, in milliseconds."""

    def __init__(self, sent, ran, clock):
        self.sent = sent
        self.ms = ran.seconds / sent * 1000
        self.smtp = clock.seconds / sent * 1000
        self.queries = ran.queries / sent
        self.time = f"{self.ms:.1f} ms, of which SMTP {self.smtp:.1f}"


def _timed(server, action):
    accepted, clock = server.accepted, SmtpClock()
    with clock.running():
        ran = measure(action)
    return _Taken(server.accepted - accepted, ran, clock)


def _store_documents(env, number):
    """A PDF for each invoice of the next ``number`` messages, as if it had been printed.

    Making one takes seconds in core, once for each invoice.
    """
    queued = env["tpe.dunning.reminder"].search(
        [("state", "=", "queued")], limit=number, order="id"
    )
    assert len(queued) == number, f"{len(queued)} of {number} messages are left"
    env["ir.attachment"].create(
        [
            {
                "name": f"{move.id}.pdf",
                "raw": DOCUMENT,
                "mimetype": "application/pdf",
                "res_model": move._name,
                "res_id": move.id,
                "res_field": "invoice_pdf_report_file",
            }
            for move in queued.line_ids.move_id
        ]
    )
    env.cr.commit()
    env.invalidate_all()
