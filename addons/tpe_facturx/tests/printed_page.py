"""A page with what an invoice may hold, and the two builds that print it.

``data/unpatched_qt.pdf`` is this page as Debian's wkhtmltopdf 0.12.6 prints it: that build
cannot be had on each machine. The other one is here, and prints it in the test.
"""

import base64
import io
import subprocess
from pathlib import Path

from PIL import Image

UNPATCHED = Path(__file__).parent / "data/unpatched_qt.pdf"
ROWS = 90


def html() -> str:
    """A logo that lets the paper through, links, several fonts, pages and sections."""
    logo = io.BytesIO()
    image = Image.new("RGBA", (60, 30))
    image.putdata([(x * 4, 80, y * 8, x * 4) for y in range(30) for x in range(60)])
    image.save(logo, "PNG")
    rows = "".join(
        f"<tr><td>Pose d’œillets n° {row} – çà &amp; là</td><td>{row},50 €</td></tr>"
        for row in range(ROWS)
    )
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"/><style>
body {{ font-family: "DejaVu Sans", sans-serif }} i {{ font-family: serif }}
p.faint {{ opacity: .5; color: rgba(0, 0, 200, .4) }}</style></head><body>
<img src="data:image/png;base64,{base64.b64encode(logo.getvalue()).decode()}"/>
<h1>Facture FAC/2026/00001</h1>
<p class="faint">Faible <b>gras</b> <i>italique</i></p>
<p><a href="https://example.com/pay">Payer</a> <a href="#end">Plus bas</a></p>
<h2>Section A</h2><table>{rows}</table><h2 id="end">Total</h2></body></html>"""


def print_patched(program="wkhtmltopdf") -> bytes:
    """The page as the build of this machine prints it."""
    done = subprocess.run(
        [program, "-q", "-", "-"],
        input=html().encode(),
        capture_output=True,
        check=True,
    )
    return done.stdout
