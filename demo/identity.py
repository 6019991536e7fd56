"""Numbers that pass every check and belong to nobody, and a logo drawn by hand."""

import base64
import io
import unicodedata

from PIL import Image, ImageDraw, ImageFont
from stdnum import luhn

# SIREN are attributed in order: the numbers in 99 are decades away.
FIRST_SIREN = 99_100_200
SIREN_STEP = 4_321
BANK_CODE = "99999"


def siren(rank: int) -> str:
    """SIREN number ``rank`` of the demo.

    >>> siren(0), siren(1)
    ('991002007', '991045212')
    """
    body = str(FIRST_SIREN + rank * SIREN_STEP)
    return body + luhn.calc_check_digit(body)


def municipal_siren(rank: int) -> str:
    """SIREN of a public body: 21 69, then a number no municipality of the Rhône has."""
    body = f"2169{990 + rank:04d}"
    return body + luhn.calc_check_digit(body)


def siret(number: str, establishment: int = 1) -> str:
    """SIRET of an establishment of the SIREN ``number``.

    >>> siret("991002007")
    '99100200700011'
    """
    body = f"{number}{establishment:04d}"
    return body + luhn.calc_check_digit(body)


def vat(number: str) -> str:
    """French VAT number of the SIREN ``number``.

    >>> vat("991002007")
    'FR71991002007'
    """
    return f"FR{(12 + 3 * (int(number) % 97)) % 97:02d}{number}"


def iban(rank: int) -> str:
    """IBAN number ``rank`` of a bank that does not exist, with a right RIB key.

    >>> iban(0)
    'FR7699999000690000123450025'
    """
    desk, account = 69, 12_345 * 10**2 + rank * 7_013
    key = 97 - (89 * int(BANK_CODE) + 15 * desk + 3 * account) % 97
    bban = f"{BANK_CODE}{desk:05d}{account:011d}{key:02d}"
    return f"FR{98 - int(bban + '152700') % 97:02d}{bban}"


def _write(draw, x: int, y: int, text: str, colour: str, size: int) -> None:
    """Pillow's own font has no accented letter: the letters, then the accents."""
    font = ImageFont.load_default(size)
    for letter in text:
        base, *accent = unicodedata.normalize("NFD", letter)
        draw.text((x, y), base, colour, font)
        if accent:
            left, top, right, _bottom = draw.textbbox((x, y), base, font)
            middle, rise = (left + right) / 2, size / 10
            slope = (
                rise if unicodedata.name(accent[0]).endswith("ACUTE ACCENT") else -rise
            )
            draw.line(
                (middle - slope, top - rise * 0.6, middle + slope, top - rise * 2),
                fill=colour,
                width=max(3, size // 12),
            )
        x += draw.textlength(base, font)


def logo() -> bytes:
    """A lit bulb and the name of the company, as base64 PNG."""
    image = Image.new("RGB", (720, 200), "white")
    draw = ImageDraw.Draw(image)
    amber, night = "#F2A900", "#1F2A44"
    for x, y in ((100, 8), (30, 36), (170, 36), (8, 100), (192, 100)):
        draw.line((100, 90, x, y), fill=amber, width=5)
    draw.ellipse((48, 38, 152, 142), fill="white")
    draw.ellipse((56, 46, 144, 134), fill=amber)
    draw.polygon(((78, 122), (122, 122), (116, 152), (84, 152)), fill=amber)
    for top in (156, 168, 180):
        draw.rounded_rectangle((84, top, 116, top + 8), 4, fill=night)
    _write(draw, 218, 42, "Atelier Lumière", night, 62)
    _write(draw, 222, 122, "Électricité générale", amber, 32)
    buffer = io.BytesIO()
    image.save(buffer, "PNG", optimize=True)
    return base64.b64encode(buffer.getvalue())
