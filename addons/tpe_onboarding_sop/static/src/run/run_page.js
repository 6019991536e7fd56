import {Component, markup, onWillStart, useState} from "@odoo/owl";
import {Layout} from "@web/search/layout";
import {Outbox, useOutbox} from "./outbox";
import {_t} from "@web/core/l10n/translation";
import {deserializeDate, formatDate} from "@web/core/l10n/dates";
import {getDataURLFromFile} from "@web/core/utils/urls";
import {readable} from "@tpe_base/readable";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";

const SECOND = 1000;

/** A run on a phone: one step per screen, one tap to begin, one to finish. */
export class RunPage extends Component {
    static template = "tpe_onboarding_sop.RunPage";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.display = {controlPanel: {}};
        const {params, context} = this.props.action;
        this.runId = this.props.resId || params?.run_id || context?.active_id;
        this.state = useState({
            page: null,
            shown: null,
            asking: "",
            reason: "",
            note: "",
            waiting: 0,
            clock: Date.now(),
        });
        this.outbox = new Outbox(this.orm, this.runId, {
            onPage: (page) => this.receive(page),
            onRefused: (words) => this.refused(words),
            onChange: (count) => (this.state.waiting = count),
        });
        this.reasons = [
            ["missing", _t("A document or figure is missing")],
            ["unclear", _t("The step is not clear")],
            ["wrong", _t("The step is wrong or out of date")],
            ["waiting", _t("Somebody does not answer")],
            ["tool", _t("A tool does not work")],
            ["criterion", _t("The result is not good enough")],
            ["other", _t("Something else")],
        ];
        useOutbox(this.outbox, () => (this.state.clock = Date.now()));
        onWillStart(async () => {
            if (!this.runId) {
                return;
            }
            this.props.updateActionState?.({resId: this.runId});
            await this.outbox.send();
            await this.load();
        });
    }

    async load() {
        this.receive(await this.orm.call("tpe.sop.run", "action_page", [[this.runId]]));
    }

    /** What the server says is what counts. */
    receive(page) {
        const before = this.state.page;
        this.state.page = page;
        this.received = Date.now();
        if (!before) {
            this.show(page.current);
        } else if (before.state === "running" && page.state !== "running") {
            this.show(false);
        }
    }

    refused(words) {
        this.notification.add(words, {type: "danger", sticky: true});
        return this.load();
    }

    show(id) {
        Object.assign(this.state, {shown: id, asking: "", reason: "", note: ""});
    }

    get steps() {
        return this.state.page.steps;
    }

    get step() {
        return this.steps.find((step) => step.id === this.state.shown);
    }

    get rank() {
        return this.steps.indexOf(this.step);
    }

    get done() {
        return this.steps.filter((step) => step.state !== "todo").length;
    }

    get due() {
        return formatDate(deserializeDate(this.state.page.due));
    }

    get percent() {
        return Math.round((100 * this.done) / this.steps.length);
    }

    get next() {
        return this.steps.slice(this.rank + 1).find((step) => step.state === "todo");
    }

    get open() {
        return this.state.page.state === "running" && this.step.state === "todo";
    }

    get unticked() {
        return this.step.items.length - this.step.ticked.length;
    }

    get what() {
        // Cleaned by the server when it was written.
        return markup(this.step.what);
    }

    /** Minutes and seconds spent on the step, running quietly. */
    get spent() {
        const {seconds, running} = this.step;
        const more = running ? (this.state.clock - this.received) / SECOND : 0;
        const total = Math.max(Math.floor(seconds + more), 0);
        return `${Math.floor(total / 60)}:${String(total % 60).padStart(2, "0")}`;
    }

    file(field) {
        return `/web/content/tpe.sop.step/${this.step.step}/${field}`;
    }

    move(by) {
        const {id} = this.steps[this.rank + by] || {};
        if (id) {
            this.show(id);
        }
    }

    tick(rank) {
        const {step} = this;
        const ticked = !step.ticked.includes(rank);
        step.ticked = ticked
            ? [...step.ticked, rank]
            : step.ticked.filter((one) => one !== rank);
        return this.outbox.add("action_tick", step.id, [rank, ticked]);
    }

    begin() {
        this.step.running = true;
        this.received = Date.now();
        return this.outbox.add("action_begin", this.step.id);
    }

    pause() {
        const more = (Date.now() - this.received) / SECOND;
        Object.assign(this.step, {running: false, seconds: this.step.seconds + more});
        return this.outbox.add("action_pause", this.step.id);
    }

    ask(result) {
        this.state.asking = this.state.asking === result ? "" : result;
    }

    /** Shown as finished at once, then told to the server, sooner or later. */
    finish(result) {
        const {step, next} = this;
        const {reason, note} = this.state;
        Object.assign(step, {state: result, running: false, note});
        this.show(next ? next.id : step.id);
        return this.outbox.add("action_finish", step.id, [result], {
            reason: reason || false,
            note,
            ticked: [...step.ticked],
        });
    }

    handOver() {
        this.action.doAction("tpe_onboarding_sop.sop_hand_over_action", {
            additionalContext: {default_step_id: this.step.id},
            onClose: () => this.load(),
        });
    }

    reopen() {
        return this.outbox.add("action_reopen", this.step.id);
    }

    async photo(event) {
        const [file] = event.target.files;
        event.target.value = "";
        if (file) {
            const url = await getDataURLFromFile(file);
            await this.outbox.add("action_photo", this.step.id, [
                file.name,
                url.split(",")[1],
            ]);
        }
    }

    async decide() {
        const action = await this.orm.call("tpe.sop.run", "action_decide", [
            this.state.page.id,
        ]);
        await this.action.doAction(readable(action));
    }

    leave() {
        this.action.doAction("tpe_onboarding_sop.sop_run_action_mine", {
            clearBreadcrumbs: true,
        });
    }
}

registry.category("actions").add("tpe_onboarding_sop.run_page", RunPage);
