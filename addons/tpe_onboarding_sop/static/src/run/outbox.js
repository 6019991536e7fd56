import {ConnectionLostError} from "@web/core/network/rpc";
import {browser} from "@web/core/browser/browser";
import {onWillUnmount} from "@odoo/owl";

const RETRY_MS = 4000;
const SECOND_MS = 1000;

/**
 * Taps that have not reached the server yet, in their order.
 *
 * They are kept by the browser, so that a phone that loses its network, or is switched off, sends
 * them later. Each has a name: the server counts it once however often it arrives.
 */
export class Outbox {
    model = "tpe.sop.run.step";

    constructor(orm, runId, {onPage, onRefused, onChange}) {
        this.orm = orm;
        this.key = `tpe_sop_outbox_${runId}`;
        Object.assign(this, {onPage, onRefused, onChange});
        this.taps = JSON.parse(browser.localStorage.getItem(this.key) || "[]");
        this.sending = false;
    }

    get size() {
        return this.taps.length;
    }

    /** Keep the tap, then send what waits. */
    add(method, line, args = [], values = {}) {
        const name = `${Date.now().toString(36)}-${Math.random().toString(36).slice(2)}`;
        this.taps.push({name, method, line, args, values, at: Date.now()});
        this.keep();
        return this.send();
    }

    keep() {
        try {
            browser.localStorage.setItem(this.key, JSON.stringify(this.taps));
        } catch {
            // A photo may be too large to be kept: it is sent from memory.
        }
        this.onChange(this.taps.length);
    }

    async send() {
        if (this.sending) {
            return;
        }
        this.sending = true;
        browser.clearTimeout(this.timer);
        let page = null;
        try {
            while (this.taps.length) {
                page = (await this.sendOne(this.taps[0])) || page;
                this.taps.shift();
                this.keep();
            }
        } catch (error) {
            if (!(error instanceof ConnectionLostError)) {
                throw error;
            }
            this.timer = browser.setTimeout(() => this.send(), RETRY_MS);
        } finally {
            this.sending = false;
        }
        if (page && !this.taps.length) {
            this.onPage(page);
        }
    }

    /** The page after this tap, or null when the server refuses it: it is not sent again. */
    async sendOne({name, method, line, args, values, at}) {
        const late = (Date.now() - at) / 1000;
        try {
            return await this.orm.silent.call(
                this.model,
                method,
                this.about(line, args),
                {
                    ...values,
                    ...this.told(method, name, late),
                },
            );
        } catch (error) {
            if (error instanceof ConnectionLostError) {
                throw error;
            }
            this.onRefused(error.data?.message || error.message);
            return null;
        }
    }

    about(line, args) {
        return [[line], ...args];
    }

    /** What the server needs to know of this kind of tap. */
    told(method, name, late) {
        return {
            action_begin: {late},
            action_pause: {late},
            action_finish: {tap: name, late},
            action_photo: {tap: name},
        }[method];
    }

    stop() {
        browser.clearTimeout(this.timer);
    }
}

/** For a page with an outbox: what waits leaves with the network, `tick` runs each second. */
export function useOutbox(outbox, tick) {
    const online = () => outbox.send();
    browser.addEventListener("online", online);
    const clock = browser.setInterval(tick, SECOND_MS);
    onWillUnmount(() => {
        browser.removeEventListener("online", online);
        browser.clearInterval(clock);
        outbox.stop();
    });
}
