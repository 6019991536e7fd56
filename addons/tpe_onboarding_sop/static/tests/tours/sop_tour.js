import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

const openFromGear = (name) => [
    {
        content: "The gear of the record",
        trigger: ".o_cp_action_menus button:has(.fa-cog)",
        run: "click",
    },
    {
        content: "What can be done with it",
        trigger: `.o_menu_item:contains('${name}')`,
        run: "click",
    },
];

const addStep = (name, criterion) => [
    {
        content: "A step",
        trigger: "[name=step_ids] .o_cp_buttons button",
        run: "click",
    },
    {
        content: "What is done",
        trigger: ".modal [name=name] input",
        run: `edit ${name}`,
    },
    {
        content: "Well done when",
        trigger: ".modal [name=criterion] textarea",
        run: `edit ${criterion}`,
    },
    {content: "Keep it", trigger: ".modal .o_form_button_save", run: "click"},
    {
        content: "It stands there",
        trigger: `[name=step_ids] .o_kanban_record:contains('${name}')`,
    },
];

tours.add("tpe_onboarding_sop_write", {
    steps: () => [
        {
            content: "A new procedure",
            trigger: ".o-kanban-button-new",
            run: "click",
        },
        {
            content: "Its name",
            trigger: ".o_form_view [name=name] input",
            run: "edit Lock the workshop",
        },
        {content: "Write it", trigger: "button[name=action_write]", run: "click"},
        {
            content: "What for",
            trigger: ".o_form_view [name=objective] textarea",
            run: "edit Nothing is stolen",
        },
        ...addStep("Close the gate", "The bolt does not move"),
        ...addStep("Set the alarm", "The lamp is red"),
        {content: "Approve", trigger: "button[name=action_approve]", run: "click"},
        {
            content: "In use, ready to start",
            trigger: "button[name=action_start]",
        },
        {
            content: "Who has read it",
            trigger:
                ".o_arrow_button_current:contains('In use'), .o_statusbar_status:contains('In use')",
        },
    ],
});

tours.add("tpe_onboarding_sop_review", {
    steps: () => [
        {
            content: "The step to rewrite is named",
            trigger:
                ".o-mail-Activity-note:contains('« Write the invoice » met a problem: 1 of 1 times')",
        },
        {
            content: "All that can be done",
            trigger: ".o_statusbar_buttons button:has(.oi-ellipsis-v)",
            run: "click",
        },
        {
            content: "Write a new version",
            trigger: ".o-dropdown--menu button[name=action_write]",
            run: "click",
        },
        {
            content: "The bad step",
            trigger: "[name=step_ids] .o_kanban_record:contains('Write the invoice')",
            run: "click",
        },
        {
            content: "Say it better",
            trigger: ".modal [name=criterion] textarea",
            run: "edit The SIREN is on it",
        },
        {content: "Keep it", trigger: ".modal .o_form_button_save", run: "click"},
        {
            content: "It is there",
            trigger: "[name=step_ids] .o_kanban_record:contains('The SIREN is on it')",
        },
        {content: "Approve", trigger: "button[name=action_approve]", run: "click"},
        {
            content: "In use",
            trigger: "button[name=action_start]",
        },
        {
            content: "What changed since the version before",
            trigger: ".o_notebook_headers .nav-link:contains('What changes')",
            run: "click",
        },
        {
            content: "In words",
            trigger: "[name=difference]:contains('Write the invoice, Well done when')",
        },
    ],
});

tours.add("tpe_onboarding_sop_follow", {
    steps: () => [
        {
            content: "The customer is open",
            trigger: ".o_form_view [name=name]",
        },
        ...openFromGear("Follow a procedure"),
        {
            content: "Which one: a phone shows them as cards",
            trigger: ".modal [name=sop_id] input",
            run: "click",
        },
        {
            content: "This one",
            trigger: ".modal .o_kanban_record span:contains('Invoice within 48 hours')",
            run: "click",
        },
        {
            content: "About this customer",
            trigger: ".modal [name=about]:contains('Bâtiments du Rhône')",
        },
        {
            content: "Start",
            trigger: ".modal button[name=action_start]",
            run: "click",
        },
        {
            content: "The first step, its criterion, who is next",
            trigger:
                ".o_tpe_step[data-step='1']:contains('Collect the hours'):contains('Each day has its hours')",
        },
        {
            content: "Next",
            trigger: ".o_tpe_next:contains('Write the invoice')",
        },
        {content: "Begin", trigger: ".o_tpe_begin", run: "click"},
        {content: "The clock is on", trigger: ".o_tpe_pause"},
        {content: "Not before the points", trigger: ".o_tpe_done:disabled"},
        {
            content: "Hours",
            trigger: ".o_tpe_item:contains('Hours') input",
            run: "click",
        },
        {
            content: "Material",
            trigger: ".o_tpe_item:contains('Material') input",
            run: "click",
        },
        {content: "Done", trigger: ".o_tpe_done:enabled", run: "click"},
        {
            content: "The second step",
            trigger: ".o_tpe_step[data-step='2']:contains('Write the invoice')",
        },
        {content: "A problem", trigger: ".o_tpe_problem", run: "click"},
        {
            content: "Which",
            trigger: ".o_tpe_asking input[value=missing]",
            run: "click",
        },
        {
            content: "In words",
            trigger: ".o_tpe_asking textarea",
            run: "edit No SIREN",
        },
        {content: "Note it", trigger: ".o_tpe_say:enabled", run: "click"},
        {
            content: "The last step",
            trigger: ".o_tpe_step[data-step='3']:contains('Send it')",
        },
        {content: "Done", trigger: ".o_tpe_done:enabled", run: "click"},
        {content: "Over", trigger: ".o_tpe_over:contains('Everything is done')"},
    ],
});

/** A network that goes, comes back, and then loses the first answer of all. */
const network = {on: true, loses: ""};

class Flaky extends browser.XMLHttpRequest {
    open(method, url) {
        this.called = url.includes("/tpe.sop.run.step/") ? url : "";
        super.open(method, url);
    }

    addEventListener(type, listener) {
        super.addEventListener(type, (event) => {
            if (
                type === "load" &&
                network.loses &&
                this.called.includes(network.loses)
            ) {
                network.loses = "";
                this.fail();
            } else {
                listener(event);
            }
        });
    }

    send(body) {
        if (this.called && !network.on) {
            browser.setTimeout(() => this.fail());
        } else {
            super.send(body);
        }
    }

    fail() {
        this.dispatchEvent(new ProgressEvent("error"));
    }
}

const loseNetwork = {
    content: "The network goes",
    trigger: ".o_tpe_step",
    run: () => {
        browser.XMLHttpRequest = Flaky;
        network.on = false;
    },
};

tours.add("tpe_onboarding_sop_offline", {
    steps: () => [
        {
            content: "The first step, its clock is on",
            trigger: ".o_tpe_step[data-step='1'] .o_tpe_pause",
        },
        loseNetwork,
        {
            content: "Hours",
            trigger: ".o_tpe_item:contains('Hours') input",
            run: "click",
        },
        {
            content: "Material",
            trigger: ".o_tpe_item:contains('Material') input",
            run: "click",
        },
        {content: "Done", trigger: ".o_tpe_done:enabled", run: "click"},
        {
            content: "The second step is there, three taps wait",
            trigger:
                ".o_tpe_run:has(.o_tpe_waiting:contains('3')) .o_tpe_step[data-step='2']",
            run: () => {
                const now = Date.now;
                Date.now = () => now() + 28 * 60 * 1000;
                Object.assign(network, {on: true, loses: "action_finish"});
                window.dispatchEvent(new Event("online"));
            },
        },
        {
            content: "All of them have left",
            trigger: ".o_tpe_run:not(:has(.o_tpe_waiting)) .o_tpe_step[data-step='2']",
        },
        loseNetwork,
        {content: "A problem", trigger: ".o_tpe_problem", run: "click"},
        {
            content: "Which",
            trigger: ".o_tpe_asking input[value=missing]",
            run: "click",
        },
        {
            content: "In words",
            trigger: ".o_tpe_asking textarea",
            run: "edit No SIREN",
        },
        {content: "Note it", trigger: ".o_tpe_say:enabled", run: "click"},
        {
            content: "It waits, and the phone is switched off and on",
            trigger: ".o_tpe_waiting:contains('1')",
            run: () => window.location.reload(),
            expectUnloadPage: true,
        },
        {
            content: "It left by itself",
            trigger: ".o_tpe_run:not(:has(.o_tpe_waiting)) .o_tpe_step[data-step='3']",
        },
    ],
});
