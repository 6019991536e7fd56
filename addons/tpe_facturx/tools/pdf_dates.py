"""The moment a PDF was made, in its two notations."""

from datetime import datetime

from lxml import etree


def dated_xmp(stream, created):
    """Date the XMP, which factur-x does by a clock of its own; the producer it names."""
    tree = etree.fromstring(stream.get_data())
    text = f"{created:%Y-%m-%dT%H:%M:%S}+00:00"
    for name in ("CreateDate", "ModifyDate"):
        for node in tree.iter(f"{{http://ns.adobe.com/xap/1.0/}}{name}"):
            node.text = text
    stream.set_data(
        b'<?xpacket begin="\xef\xbb\xbf" id="W5M0MpCehiHzreSzNTczkc9d"?>\n'
        + etree.tostring(tree, encoding="utf-8", pretty_print=True)
        + b'<?xpacket end="w"?>'
    )
    return tree.findtext(".//{http://ns.adobe.com/pdf/1.3/}Producer")


def stamp(moment: datetime) -> str:
    """As a PDF writes it.

    >>> stamp(datetime(2026, 11, 22, 9, 5))
    "D:20261122090500+00'00'"
    """
    return f"D:{moment:%Y%m%d%H%M%S}+00'00'"
