import {Component, onWillStart, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {PortfolioChart} from "./portfolio_chart";

/** The customers of the current company on one page; the server says it in words. */
export class Portfolio extends Component {
    static template = "tpe_client_scoring.Portfolio";
    static components = {Layout, PortfolioChart};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({page: null, busy: false});
        this.display = {controlPanel: {}};
        onWillStart(() => this.load("action_page"));
    }

    async load(method) {
        this.state.busy = true;
        try {
            this.state.page = await this.orm.call("tpe.client.portfolio", method, []);
        } finally {
            this.state.busy = false;
        }
    }

    open(id) {
        return this.action.doAction({
            type: "ir.actions.act_window",
            res_model: "tpe.client.score",
            res_id: id,
            views: [[false, "form"]],
        });
    }

    export() {
        return this.action.doAction({
            type: "ir.actions.act_url",
            url: "/tpe_client_scoring/portfolio.xlsx",
            target: "download",
        });
    }
}

registry.category("actions").add("tpe_client_scoring.portfolio", Portfolio);
