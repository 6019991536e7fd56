"""A year of a busy bank account, imported at once, then again, then overlapping."""

from datetime import date, timedelta

from bench.measure import Row, at_most, forget_peak, measure, peak, say

LINES = 5_000
CORE = 500  # so many through core alone: each takes it long
SECONDS = 20  # what the issue of this work asks for
HEAD = "Date;Libellé;Débit;Crédit"


def rows(env, small=False) -> list[Row]:
    """Import a CSV of many lines through the same door as a person."""
    number = 500 if small else LINES
    journal = _journal(env)
    say(f"{number} lines: reading, then writing ...")
    forget_peak()
    read = measure(lambda: _upload(env, journal, "a.csv", _lines(0, number)))
    written = measure(lambda: read.result._import())
    env.cr.commit()
    assert len(read.result.line_ids) == number
    memory = peak()
    # The second half once more, and as much again after it.
    say("an overlapping file ...")
    later = measure(
        lambda: _upload(env, journal, "b.csv", _lines(number // 2, number // 2 * 3))
    )
    assert (later.result.known_count, later.result.new_count) == (
        number // 2,
        number // 2,
    )
    again = measure(lambda: _upload(env, journal, "c.csv", _lines(0, number)))
    assert again.result.new_count == 0, "a line would be doubled"
    undone = measure(lambda: read.result._undo())
    env.cr.commit()
    total = read.seconds + written.seconds
    say("the same lines through core alone ...")
    some = min(number, CORE)
    core = measure(lambda: _through_core(env, _journal(env, "BCOR"), read.result, some))
    env.cr.commit()
    through_core = f"{core.seconds / some * 1000:.1f} ms"
    size = f"{number}"
    return [
        Row(
            "import bank lines: read, compare, write",
            size,
            f"{read.seconds:.1f} + {written.seconds:.1f} s, {memory} MiB, of which "
            f"Odoo's processor {read.processor:.1f} + {written.processor:.1f} s",
            **at_most(SECONDS, total, " s"),
        ),
        Row(
            f"writing one line, beside core's own create of {some}",
            size,
            f"{written.seconds / number * 1000:.1f} ms",
            through_core,
        ),
        Row(
            "writing one line, queries",
            size,
            f"{written.queries / number:.2f}",
            f"{core.queries / some:.2f}",
        ),
        Row(
            "read and compare the same file again",
            size,
            f"{again.seconds:.1f} s, {again.queries} queries",
        ),
        Row("take the import back", size, f"{undone.seconds:.1f} s"),
    ]


def _journal(env, code="BMSR"):
    return env["account.journal"].create(
        {"name": f"Measured {code}", "type": "bank", "code": code}
    )


def _through_core(env, journal, one, number):
    """What core takes for the first lines of the same file."""
    env["account.bank.statement.line"].create(
        [
            {
                "journal_id": journal.id,
                "date": line.date,
                "amount": float(line.amount),
                "payment_ref": line.label,
            }
            for line in one._statement().lines[:number]
        ]
    )
    env.flush_all()


def _upload(env, journal, name, content):
    attachment = env["ir.attachment"].create({"name": name, "raw": content})
    return env["tpe.bank.import"]._from_attachments(attachment, journal)


def _lines(first, last):
    """CSV of the lines numbered so: fourteen a day, a few of them alike."""
    written = [HEAD]
    for number in range(first, last):
        day = date(2024, 1, 2) + timedelta(days=number // 14)
        cents = 1000 + number * 37 % 90_000
        money = f"{cents // 100},{cents % 100:02}"
        label = f"VIR SEPA RECU /DE CLIENT {number % 400:03} /REF FAC/{number:06}"
        if number % 7 == 0:
            label, money = "CB PEAGE AUTOROUTE", "8,40"
        columns = f"{money};" if number % 3 else f";{money}"
        written.append(f"{day:%d/%m/%Y};{label};{columns}")
    return "\n".join(written).encode("cp1252")
