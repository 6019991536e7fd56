#!/bin/bash
# Creates the database "demo", in the same three steps as `./tpe up`. Runs at each
# `docker compose up`; a creation that was cut short is started again from nothing.
set -euo pipefail

complete='TPE suite: demo complete'
mark=$(psql -d postgres -Atc "SELECT shobj_description(oid, 'pg_database')
    FROM pg_database WHERE datname = 'demo'")
if [ "$mark" = "$complete" ]; then
    echo "The demo company is there."
    exit
fi

psql -d postgres -q -c 'DROP DATABASE IF EXISTS demo WITH (FORCE)' \
    -c "CREATE DATABASE demo TEMPLATE template0 LC_COLLATE 'C.UTF-8'"
rm -rf "$TPE_DATA/filestore/demo"

install() {
    odoo -d demo -i "$1" --stop-after-init --no-http --log-level=warn "${@:2}"
}

echo "Installing Odoo, then the suite, then the demo company: a few minutes ..."
install base --load-language=fr_FR
# Before the chart of accounts is chosen: Odoo gives a company without country US books.
psql -d demo -q -v ON_ERROR_STOP=1 <<'SQL'
UPDATE res_partner SET lang = 'fr_FR', tz = 'Europe/Paris', country_id = (
    SELECT res_id FROM ir_model_data WHERE module = 'base' AND name = 'fr');
UPDATE res_company SET currency_id = (
    SELECT res_id FROM ir_model_data WHERE module = 'base' AND name = 'EUR');
UPDATE res_currency SET active = TRUE WHERE name = 'EUR';
SQL
install "$TPE_CORE_MODULES"

cd "$TPE_ADDONS"
suite=$(printf '%s\n' */__manifest__.py | cut -d/ -f1 | paste -sd,)
install "$suite"

log=$(mktemp)
odoo shell -d demo --no-http --log-level=warn <"$TPE_ROOT/demo/build.py" 2>&1 | tee "$log"
# The shell may go on after an error, and end well.
if grep -q '^Traceback' "$log"; then
    echo "demo/build.py failed: the demo company is not complete." >&2
    exit 1
fi

# wkhtmltopdf fetches the style sheets from there, inside the container of Odoo.
psql -d demo -q -v ON_ERROR_STOP=1 <<'SQL'
INSERT INTO ir_config_parameter (key, value)
VALUES ('report.url', 'http://localhost:8069'), ('web.base.url', 'http://localhost:8069')
ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value;
SQL
psql -d postgres -q -c "COMMENT ON DATABASE demo IS '$complete'"
echo "The demo company is ready."
