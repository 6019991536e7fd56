"""What the accountant's ZIP takes of the memory: a hundred invoices, then a thousand."""

import ctypes
from unittest.mock import patch

from odoo import Command

from odoo.addons.tpe_facturx.tests.variants import DAY
from odoo.addons.tpe_facturx.tools import official

from bench.measure import Row, at_most, forget_peak, measure, peak, say
from bench.printing import style_sheets

FEW, MANY, REAL = 100, 1_000, 10
TOGETHER = 50
GROWTH = 20  # MiB: ten times the invoices may not take more than that


def rows(env, shop) -> list[Row]:
    """One row: ``REAL`` invoices of each batch are printed, the others have their file.

    The official rules are left out: they run in a process of their own.
    """
    batches = {}
    nothing = {"saxonche": False, "page": False}
    with style_sheets(env), patch.object(official, "available", nothing.copy):
        say(f"{FEW + MANY} invoices for the accountant's ZIP ...")
        for count in (FEW, MANY):
            batches[count] = _batch(shop, count)
        taken = {count: _run(env, batch) for count, batch in batches.items()}
    (few, _seconds, _base), (many, seconds, base) = taken[FEW], taken[MANY]
    size = env["tpe.facturx.batch"].browse(batches[MANY]).size // 2**20
    return [
        Row(
            f"accountant's ZIP, memory ({REAL} printed, the others stored)",
            f"{MANY}",
            f"{many} MiB from {base}, ZIP of {size} MiB in {seconds:.0f} s",
            f"{few} MiB for {FEW}",
            **at_most(GROWTH, many - few, " MiB"),
        )
    ]


def _batch(shop, count):
    """A queued batch, its own transactions: nothing of the making stays in memory."""
    env, ids = shop.env, []
    for _lot in range(count // TOGETHER):
        values = [
            {
                "move_type": "out_invoice",
                "partner_id": shop.customer.id,
                "invoice_date": DAY,
                "invoice_line_ids": [shop.line(100 + at), shop.line(50, 2)],
            }
            for at in range(TOGETHER)
        ]
        moves = env["account.move"].create(values)
        moves.action_post()
        ids += moves.ids
        env.cr.commit()
        env.invalidate_all()
    first = env["account.move"].browse(ids[0])
    content = first._facturx_make().raw
    for at in range(REAL, count, TOGETHER):
        env["ir.attachment"].create(
            [
                {
                    "name": f"{move}.pdf",
                    "raw": content,
                    "res_model": "account.move",
                    "res_id": move,
                    "res_field": "invoice_pdf_report_file",
                }
                for move in ids[at : at + TOGETHER]
            ]
        )
        env.cr.commit()
        env.invalidate_all()
    first._facturx_unstore()
    batch = env["tpe.facturx.batch"].create(
        {
            "name": f"{count}",
            "company_id": shop.company.id,
            "line_ids": [Command.create({"move_id": move}) for move in ids],
        }
    )
    env.cr.commit()
    env.invalidate_all()
    return batch.id


def _run(env, batch_id):
    """Peak of the memory in MiB, the seconds, and the memory before."""
    batch = env["tpe.facturx.batch"].browse(batch_id)
    ctypes.CDLL(None).malloc_trim(0)
    forget_peak()
    before = peak()

    def make():
        while batch.state in ("queued", "running"):
            batch._cron_batch()

    say(f"a batch of {len(batch.line_ids)} ...")
    env.invalidate_all()
    seconds = measure(make).seconds
    if batch.state != "done" or batch.failed:
        raise RuntimeError(f"{batch.failed} left out: {batch.failure}")
    return peak(), seconds, before
