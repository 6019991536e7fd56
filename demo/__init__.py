"""The demo company: "Atelier Lumière SARL", electricians near Lyon, six people.

``demo/build.py`` is fed to `odoo shell` and calls ``demo.company.build(env, today)``.
Everything is invented: names, SIREN from a range that was never attributed, IBAN of a
bank that does not exist, telephone numbers that ARCEP keeps for fiction, e-mail
addresses under names that are reserved for examples. Every date is counted back from
``today`` and every draw comes from one seed: the same day gives the same company.
"""
