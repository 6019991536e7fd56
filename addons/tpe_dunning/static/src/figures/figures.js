import {Component, onWillStart, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {readable} from "@tpe_base/readable";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

/**
 * The figures of the current company: the server says them in words, a tap opens the
 * records that make one.
 */
export class Figures extends Component {
    static template = "tpe_dunning.Figures";
    static components = {Layout};
    static props = {...standardActionServiceProps};
    static model = "tpe.dunning.figures";

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.state = useState({page: null});
        this.display = {controlPanel: {}};
        onWillStart(async () => {
            const {model} = this.constructor;
            this.state.page = await this.orm.call(model, "action_figures", []);
        });
    }

    async open(figure) {
        await this.action.doAction(readable(figure.action));
    }
}

registry.category("actions").add("tpe_dunning.figures", Figures);
