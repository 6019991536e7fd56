"""Fed to `odoo shell`: build the asset bundles and keep them in the database.

Under a test, a bundle built by a request is rolled back with the test and built again
by the next one: 10 seconds each time.
"""

BUNDLES = (
    "web.assets_web",
    "web.assets_web_print",
    "web.assets_web_dark",
    "web.assets_frontend",
    "web.assets_frontend_minimal",
    "web.assets_frontend_lazy",
    "web.assets_tests",
    "web.report_assets_common",
    "web.report_assets_pdf",
    "web.chartjs_lib",
    "bus.websocket_worker_assets",
)
for name in BUNDLES:
    bundle = env["ir.qweb"]._get_asset_bundle(name, css=True, js=True, assets_params={})
    if bundle.javascripts or bundle.templates:
        bundle.js()
    if bundle.stylesheets:
        bundle.css()
env.cr.commit()
