import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("tpe_dunning_customer_page", {
    steps: () => [
        {
            content: "All that is due, with the total",
            trigger: "[name=total]:contains('Total to pay'):contains('120')",
        },
        {
            content: "See how to pay online",
            trigger: "a[name=pay_all]",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The payment form of core is there",
            trigger: ".o_payment_form button[name=o_payment_submit_button]",
        },
        {
            content: "Back to the invoices",
            trigger: "a:contains('Back to my invoices')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Promise a date",
            trigger: "[name=answers] a:contains('I will pay on')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Choose the day",
            trigger: "input[name=date]",
            run() {
                this.anchor.value = "2026-04-03";
            },
        },
        {
            content: "Say who promises",
            trigger: "input[name=name]",
            run: "edit Jeanne Martin",
        },
        {
            content: "Go on to the words",
            trigger: "button:contains('Continue')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "Read what is promised",
            trigger: "blockquote:contains('3 April 2026')",
        },
        {
            content: "Confirm",
            trigger: "button:contains('I confirm')",
            run: "click",
            expectUnloadPage: true,
        },
        {
            content: "The date is noted",
            trigger: ".alert-success:contains('Your date is noted')",
        },
        {
            content: "And shown beside the invoice",
            trigger: "td:contains('You will pay on 04/03/2026')",
        },
    ],
});
