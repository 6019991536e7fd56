from odoo import models

from ..tools.figures import hours_saved


class SopFiguresCard(models.AbstractModel):
    """The numbers at the top of the page."""

    _inherit = "tpe.sop.figures"

    def _cards_of(self, sops, runs, company, today):
        roles, people = self._roles_of_steps(sops), self._people_of_roles(company)
        return [
            self._in_use_card(sops),
            self._stale_card(sops, today),
            self._unread_card(sops, self._unread(sops, roles, people)),
            self._on_time_card(runs, sops, company),
            self._factor_card(self._dependence(roles, people), len(roles)),
            self._autonomy_card(sops, runs),
            self._saved_card(sops, runs),
            *self._people_cards(company, today),
        ]

    def _people_cards(self, company, today):
        """What was typed of the team, for who may read it."""
        people = self.env["tpe.sop.people"]
        return people._cards_of(company, today) if people.has_access("read") else []

    def _in_use_card(self, sops):
        drafts = self.env["tpe.sop"].search_count([("draft_id", "!=", False)])
        return self._card(
            "in_use",
            self.env._("Procedures in use"),
            self._number(len(sops)),
            self.env._("%s being written", drafts),
            self.env._("Procedures that have an approved version."),
            self._window("tpe.sop", [("id", "in", sops.ids)]),
        )

    def _stale_card(self, sops, today):
        stale = sops.filtered(
            lambda sop: sop.next_review_on and sop.next_review_on < today
        )
        return self._card(
            "stale",
            self.env._("To review"),
            self._number(len(stale)),
            self.env._("review overdue"),
            self.env._("Procedures whose review date has passed."),
            self._window("tpe.sop", [("id", "in", stale.ids)]),
        )

    def _unread_card(self, sops, unread):
        waiting = [sop for sop, missing in unread.items() if missing]
        return self._card(
            "unread",
            self.env._("Not read"),
            self._number(sum(unread.values())),
            self.env._("readings missing; procedures: %s", len(waiting)),
            self.env._(
                "People who follow, own or are told of a procedure and have not marked "
                "its version in use as read."
            ),
            self._window("tpe.sop", [("id", "in", waiting)]),
        )

    def _on_time_card(self, runs, sops, company):
        dated = sum(run.dated for run in runs.values())
        on_time = sum(run.on_time for run in runs.values())
        return self._card(
            "on_time",
            self.env._("On time"),
            self._percent(100 * on_time / dated) if dated else None,
            self.env._("Runs: %(on_time)s of %(dated)s", on_time=on_time, dated=dated),
            self.env._(
                "Runs with a due date, finished in the last 12 months, that were finished "
                "on that day at the latest."
            ),
            self._window(
                "tpe.sop.run",
                [
                    ("state", "=", "done"),
                    ("due_on", "!=", False),
                    ("sop_id", "in", sops.ids),
                    ("company_id", "=", company.id),
                ],
                ("list", "kanban", "pivot", "graph", "form"),
            ),
        )

    def _factor_card(self, dependence, total):
        users = self.env["res.users"].sudo()
        lines = [
            self.env._(
                "%(name)s alone: %(count)s of %(total)s",
                name=users.browse(person).name,
                count=count,
                total=total,
            )
            for person, count in dependence.alone[:3]
        ]
        factor = dependence.factor
        return self._card(
            "factor",
            self.env._("Bus factor"),
            None if factor is None else self._number(factor),
            ", ".join(lines) or self.env._("each step has a stand-in"),
            self.env._(
                "How many people have to be away for more than half of the procedures to "
                "stop. A step whose role has one holder and no stand-in stops with him; "
                "a role without a holder is not counted."
            ),
            self._window("tpe.sop.role", []),
        )

    def _autonomy_card(self, sops, runs):
        measured = sops.filtered("measures_autonomy")
        known = [runs[sop.id] for sop in measured if sop.id in runs]
        days = [run.days for run in known if run.days is not None]
        return self._card(
            "autonomy",
            self.env._("Days to autonomy"),
            self._number(sum(days) / len(days)) if days else None,
            self.env._("Arrivals: %s", sum(run.done for run in known)),
            self.env._(
                "Median days from the first to the last step of the procedures that "
                "bring a person to work alone, in the last 12 months."
            ),
            self._window("tpe.sop.run", [("sop_id", "in", measured.ids)]),
        )

    def _saved_card(self, sops, runs):
        known = []
        for sop in sops:
            run = runs.get(sop.id)
            saved = run and hours_saved(
                run.done, sop.minutes_before, run.seconds, run.timed
            )
            if saved is not None:
                known.append(saved)
        return self._card(
            "saved",
            self.env._("Hours saved"),
            self._number(sum(known)) if known else None,
            self.env._("Procedures with a time before: %s", len(known)),
            self.env._(
                "Finished runs of the last 12 months, times what the work took before it "
                "was written (typed on the procedure), minus what it takes."
            ),
            self._window("tpe.sop", [("minutes_before", ">", 0)]),
        )
