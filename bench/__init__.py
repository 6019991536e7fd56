"""What `./tpe bench NAME` runs, inside an Odoo shell on a throw-away database."""
