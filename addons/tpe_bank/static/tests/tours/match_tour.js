import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("tpe_bank_match", {
    steps: () => [
        {
            content: "Two lines are sure, and why is said",
            trigger:
                ".o_tpe_sure li:contains('same amount'):contains('Plomberie Chaboud')",
        },
        {
            content: "Accept them together",
            trigger: ".o_tpe_accept_all:contains('2'):contains('300.00')",
            run: "click",
        },
        {
            content: "They can be undone",
            trigger: ".o_tpe_done:contains('Garage Tournesol')",
        },
        {
            content: "The other line is looked at alone",
            trigger: ".o_tpe_one:contains('REMISE CHEQUE') .o_tpe_by_hand",
            run: "click",
        },
        {
            content: "Look for the customer",
            trigger: ".o_tpe_find",
            run: "edit Perrin",
        },
        {
            content: "Search",
            trigger: ".o_tpe_match_by_hand button[type=submit]",
            run: "click",
        },
        {
            content: "Take his invoice",
            trigger: ".o_tpe_found[data-type=due]:contains('Boulangerie Perrin')",
            run: "click",
        },
        {
            content: "The bank kept twelve euros: the invoice is paid in full",
            trigger: ".o_tpe_whole",
            run: "click",
        },
        {
            content: "And the rest is a fee",
            trigger: ".o_tpe_fee",
            run: "click",
        },
        {
            content: "Match",
            trigger: ".o_tpe_match_parts:enabled",
            run: "click",
        },
        {
            content: "Nothing is left",
            trigger: ".o_tpe_all_done",
        },
        {
            content: "Undo the last one",
            trigger: ".o_tpe_done li:contains('REMISE CHEQUE') .o_tpe_undo",
            run: "click",
        },
        {
            content: "It is back",
            trigger: ".o_tpe_one:contains('REMISE CHEQUE')",
        },
    ],
});
