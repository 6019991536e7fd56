import {browser} from "@web/core/browser/browser";
import {registry} from "@web/core/registry";

const {XMLHttpRequest} = browser;

class NoNetwork extends XMLHttpRequest {
    send() {
        this.dispatchEvent(new Event("error"));
    }
}

registry.category("web_tour.tours").add("tpe_onboarding_sop_timed_week", {
    steps: () => [
        {
            content: "Begin a task",
            trigger: ".o_tpe_tasks button:contains('Write quotes')",
            run: "click",
        },
        {
            content: "The clock runs",
            trigger:
                ".o_tpe_running:contains('Write quotes') [role=timer]:contains('00:00:01')",
        },
        {
            content: "Another task: the first one stops",
            trigger: ".o_tpe_tasks button:contains('Match the bank')",
            run: "click",
        },
        {
            content: "One at a time",
            trigger: ".o_tpe_running:contains('Match the bank')",
        },
        {
            content: "The page is left and comes back",
            trigger: ".o_tpe_timing:not(:has(.o_tpe_waiting))",
            run: () => browser.location.reload(),
            expectUnloadPage: true,
        },
        {
            content: "It is still running",
            trigger: ".o_tpe_running:contains('Match the bank')",
        },
        {
            content: "It waits for nothing",
            trigger: ".o_tpe_timing:not(:has(.o_tpe_waiting))",
            run: () => {
                browser.XMLHttpRequest = NoNetwork;
            },
        },
        {content: "Stop without a network", trigger: ".o_tpe_stop", run: "click"},
        {
            content: "Nothing is lost",
            trigger: ".o_tpe_waiting:contains('1')",
            run: () => {
                browser.XMLHttpRequest = XMLHttpRequest;
                window.dispatchEvent(new Event("online"));
            },
        },
        {
            content: "It has left",
            trigger:
                ".o_tpe_timing:not(:has(.o_tpe_waiting)):not(:has(.o_tpe_running))",
        },
    ],
});
