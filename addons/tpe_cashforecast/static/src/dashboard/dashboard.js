import {Component, onWillStart, useState} from "@odoo/owl";
import {KeepLast} from "@web/core/utils/concurrency";
import {Layout} from "@web/search/layout";
import {_t} from "@web/core/l10n/translation";
import {readable} from "@tpe_base/readable";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useDebounced} from "@web/core/utils/timing";
import {useService} from "@web/core/utils/hooks";
import {whose} from "@tpe_base/whose";
import {CashChart} from "./cash_chart";
import {DashboardCard} from "./dashboard_card";
import {DashboardHelp} from "./dashboard_help";

const PATIENCE = 300;
// An addon adds a component for the cards its server part names: see `_cards`.
const cards = registry.category("tpe_dashboard_cards");

/** The owner's morning: one call says all, in words; the rest is opened by a tap. */
export class Dashboard extends Component {
    static template = "tpe_cashforecast.Dashboard";
    static components = {CashChart, DashboardCard, Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.dialog = useService("dialog");
        this.display = {controlPanel: {}};
        this.whose = whose();
        this.last = new KeepLast();
        this.kinds = [
            {code: "pessimistic", label: _t("Prudent")},
            {code: "realistic", label: _t("Realistic")},
            {code: "optimistic", label: _t("Optimistic")},
        ];
        this.state = useState({
            page: null,
            curve: null,
            tiles: [],
            busy: false,
            kind: "realistic",
            days_late: 0,
            lost: [],
            sales_loss: 0,
        });
        this.simulateSoon = useDebounced(() => this.simulate(), PATIENCE);
        onWillStart(async () => {
            this.state.page = await this.orm.call(
                "tpe.cash.dashboard",
                "action_page",
                [],
            );
            this.asStored();
        });
    }

    get figures() {
        const {page} = this.state;
        return [...page.tiles, ...page.figures, ...page.cards];
    }

    get isChanged() {
        const {kind, days_late, lost, sales_loss} = this.state;
        return kind !== "realistic" || days_late || lost.length || sales_loss;
    }

    component(card) {
        return cards.get(card.component || "", DashboardCard);
    }

    // --- What if ----------------------------------------------------------------------

    asStored() {
        this.state.curve = this.state.page.curve;
        this.state.tiles = this.state.page.tiles || [];
    }

    async simulate() {
        if (!this.isChanged) {
            this.last.add(Promise.resolve());
            this.state.busy = false;
            return this.asStored();
        }
        this.state.busy = true;
        const {kind, days_late, lost, sales_loss} = this.state;
        try {
            const answer = await this.last.add(
                this.orm.call("tpe.cash.dashboard", "action_simulate", [], {
                    kind,
                    days_late,
                    lost,
                    sales_loss,
                }),
            );
            this.state.curve = answer.curve;
            this.state.tiles = this.state.page.tiles.map((tile) =>
                tile.code === "low_point"
                    ? {...answer.low_point, action: tile.action}
                    : tile,
            );
        } finally {
            this.state.busy = false;
        }
    }

    choose(kind) {
        this.state.kind = kind;
        return this.simulate();
    }

    slide(name, event) {
        this.state[name] = Number(event.target.value);
        this.simulateSoon();
    }

    lose(event) {
        this.state.lost = event.target.value ? [Number(event.target.value)] : [];
        return this.simulate();
    }

    reset() {
        Object.assign(this.state, {
            kind: "realistic",
            days_late: 0,
            lost: [],
            sales_loss: 0,
        });
        return this.simulate();
    }

    // --- A tap ------------------------------------------------------------------------

    open(action) {
        return action && this.action.doAction(readable(action));
    }

    openWeek(week) {
        // A simulated week has no lines of its own: those of the books are shown.
        const stored = this.state.page.curve.weeks[week.number - 1];
        return this.open(stored.action);
    }

    help(asked) {
        this.dialog.add(DashboardHelp, {figures: this.figures, asked});
    }

    export() {
        return this.action.doAction({
            type: "ir.actions.act_url",
            url: "/tpe_cashforecast/forecast.xlsx",
            target: "download",
        });
    }
}

registry.category("actions").add("tpe_cashforecast.dashboard", Dashboard);
