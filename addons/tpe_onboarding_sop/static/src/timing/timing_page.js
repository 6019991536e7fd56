import {Component, onWillStart, useState} from "@odoo/owl";
import {ConnectionLostError} from "@web/core/network/rpc";
import {Layout} from "@web/search/layout";
import {Outbox, useOutbox} from "../run/outbox";
import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";
import {standardActionServiceProps} from "@web/webclient/actions/action_service";
import {useService} from "@web/core/utils/hooks";
import {user} from "@web/core/user";

const SECOND = 1000;
const MINUTE = 60;
const MODEL = "tpe.diagnostic.timing";

/** The taps of one person's week, kept until the server has them. */
class TimingOutbox extends Outbox {
    model = MODEL;

    about(line, args) {
        return [line, ...args];
    }

    told(method, name, late) {
        return {tap: name, late};
    }
}

/** The timed week on a phone: one tap starts a task, one stops it. */
export class TimingPage extends Component {
    static template = "tpe_onboarding_sop.TimingPage";
    static components = {Layout};
    static props = {...standardActionServiceProps};

    setup() {
        this.orm = useService("orm");
        this.action = useService("action");
        this.notification = useService("notification");
        this.display = {controlPanel: {}};
        this.key = `tpe_timing_page_${user.userId}`;
        this.state = useState({
            page: null,
            waiting: 0,
            clock: Date.now(),
            minutes: "",
        });
        this.outbox = new TimingOutbox(this.orm, `timing_${user.userId}`, {
            onPage: (page) => this.receive(page),
            onRefused: (words) => this.refused(words),
            onChange: (count) => (this.state.waiting = count),
        });
        this.state.waiting = this.outbox.size;
        useOutbox(this.outbox, () => (this.state.clock = Date.now()));
        onWillStart(async () => {
            await this.outbox.send();
            await this.load();
        });
    }

    /** The page of the server; without a network, the last one with the taps since. */
    async load() {
        if (this.outbox.size || !(await this.refresh())) {
            this.state.page = JSON.parse(
                browser.localStorage.getItem(this.key) || "null",
            );
        }
    }

    async refresh() {
        try {
            this.receive(await this.orm.silent.call(MODEL, "action_page", []));
            return true;
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            return false;
        }
    }

    receive(page) {
        const {running} = page;
        if (running) {
            running.since = Date.now() - running.seconds * SECOND;
        }
        this.state.page = page;
        this.state.minutes = "";
        this.remember();
    }

    remember() {
        browser.localStorage.setItem(this.key, JSON.stringify(this.state.page));
    }

    refused(words) {
        this.notification.add(words, {type: "danger", sticky: true});
        return this.refresh();
    }

    get running() {
        return this.state.page.running;
    }

    get elapsed() {
        return Math.max(
            Math.floor((this.state.clock - this.running.since) / SECOND),
            0,
        );
    }

    get others() {
        return this.state.page.tasks.filter((task) => task.id !== this.running?.task);
    }

    get total() {
        const before = this.state.page.tasks.reduce(
            (sum, each) => sum + each.seconds,
            0,
        );
        return before + (this.running ? this.elapsed : 0);
    }

    get timed() {
        return this.state.page.tasks
            .filter((task) => task.seconds)
            .sort((one, other) => other.seconds - one.seconds);
    }

    /** 1 h 05, or 12 min. */
    time(seconds) {
        const minutes = Math.floor(seconds / MINUTE);
        const hours = Math.floor(minutes / 60);
        const rest = String(minutes % 60).padStart(2, "0");
        return hours ? `${hours} h ${rest}` : `${minutes} min`;
    }

    /** The clock of what runs, with its seconds. */
    get clock() {
        const parts = [
            Math.floor(this.elapsed / 3600),
            Math.floor(this.elapsed / MINUTE) % 60,
            this.elapsed % 60,
        ];
        return parts.map((part) => String(part).padStart(2, "0")).join(":");
    }

    /** Shown at once, then told to the server, sooner or later. */
    start(task) {
        this.keepRunning();
        this.state.page.running = {
            task: task.id,
            name: task.name,
            seconds: 0,
            since: Date.now(),
            forgotten: false,
        };
        this.remember();
        return this.outbox.add("action_start", task.id);
    }

    stop() {
        const {task} = this.running;
        this.keepRunning();
        this.state.page.running = false;
        this.remember();
        return this.outbox.add("action_stop", task);
    }

    /** What ran so far is of the week. */
    keepRunning() {
        const task = this.state.page.tasks.find(
            (each) => each.id === this.running?.task,
        );
        if (task) {
            task.seconds += this.elapsed;
        }
    }

    correct() {
        const {id} = this.running;
        const minutes = Number(this.state.minutes);
        this.state.page.running = false;
        this.remember();
        return this.outbox.add("action_correct", id, [minutes]);
    }

    openMine() {
        this.action.doAction("tpe_onboarding_sop.diagnostic_timing_action");
    }
}

registry.category("actions").add("tpe_onboarding_sop.timing_page", TimingPage);
