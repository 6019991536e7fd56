"""The PDF step of the Factur-X beside core's own, and what two validators say of both."""

import tempfile
from pathlib import Path

import page

from odoo.addons.account_edi_ubl_cii.models.account_move_send import (
    AccountMoveSend as CoreSend,
)

from bench.measure import Row, at_most, measure
from bench.printing import style_sheets
from devtools import verapdf

SECONDS = 0.5  # over core's own PDF: what the issue of this work asks for


def rows(env, moves: dict) -> list[Row]:
    """A row for each posted invoice of ``moves``, by name, then how long it took."""
    with style_sheets(env), tempfile.TemporaryDirectory() as folder:
        made = {name: _both(move, Path(folder) / name) for name, move in moves.items()}
        files = [
            file for theirs, ours, *_times in made.values() for file in (theirs, ours)
        ]
        verdicts = dict(zip(files, verapdf.validate(*files), strict=True))
        good = {file: verdicts[file].conformant and _accepted(file) for file in files}
        found = [
            Row(
                f"PDF/A-3b: {name}",
                f"{ours.stat().st_size // 1024} kB",
                _words(verdicts[ours], ours),
                _words(verdicts[theirs], theirs),
                "both validators accept ours",
                good[ours],
            )
            for name, (theirs, ours, *_times) in made.items()
        ]
    over = max(ours - core for *_files, core, ours in made.values())
    core = sum(core for *_files, core, _ours in made.values()) / len(made)
    ours = sum(ours for *_files, _core, ours in made.values()) / len(made)
    both = [sum(good[files[side]] for files in made.values()) for side in (0, 1)]
    return [
        *found,
        Row(
            "PDFs that both validators accept",
            f"{len(made)}",
            f"{both[1]}",
            f"{both[0]}",
            f"goal {len(made)}",
            both[1] == len(made),
        ),
        Row(
            "PDF step, the slowest over core's own",
            f"{len(made)}",
            f"{ours * 1000:.0f} ms on average",
            f"{core * 1000:.0f} ms",
            **at_most(SECONDS, over, " s"),
        ),
    ]


def _both(move, start):
    """Files of core and of ours from one print, and the seconds that each took."""
    send = move.env["account.move.send"]
    data = {move: {"pdf_report": send._get_default_pdf_report_id(move)}}
    send._prepare_invoice_pdf_report(data)
    printed = data[move]["pdf_attachment_values"]

    def embed(hook):
        values = {"pdf_attachment_values": dict(printed)}
        hook(move, values)
        return values["pdf_attachment_values"]["raw"]

    def core(invoice, values):
        CoreSend._hook_invoice_document_after_pdf_report_render(send, invoice, values)

    found = []
    for name, hook in (
        ("core", core),
        ("ours", send._hook_invoice_document_after_pdf_report_render),
    ):
        taken = measure(lambda hook=hook: embed(hook), times=3)
        file = start.with_name(f"{start.name}-{name}.pdf")
        file.write_bytes(taken.result)
        found.append((file, taken.seconds))
    (theirs, their_time), (ours, our_time) = found
    return theirs, ours, their_time, our_time


def _accepted(file):
    profile = page.ValidationProfile.PDF_A_3B
    return page.validate_pdf(str(file), profile=profile).is_compliant


def _words(verdict, file):
    vera = "yes" if verdict.conformant else "no: " + " ".join(verdict.rules)
    return f"veraPDF {vera}; page-validation {'yes' if _accepted(file) else 'no'}"
