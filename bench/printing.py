"""What a benchmark that prints PDF needs."""

import contextlib
import threading

from werkzeug.serving import make_server

from odoo import http

from devtools import system


@contextlib.contextmanager
def style_sheets(env):
    """Serve what wkhtmltopdf asks for while it prints: a shell has no web server."""
    port = system.free_port()
    server = make_server("127.0.0.1", port, http.root, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    env["ir.config_parameter"].set_param("report.url", f"http://127.0.0.1:{port}")
    env.cr.commit()
    try:
        yield
    finally:
        server.shutdown()
        thread.join()
