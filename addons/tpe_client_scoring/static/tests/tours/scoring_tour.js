import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");

tours.add("tpe_client_scoring_sheet", {
    steps: () => [
        {
            content: "The tab of the customer",
            trigger: ".o_notebook_headers .nav-link:contains('Profitability')",
            run: "click",
        },
        {
            content: "What he costs, in words and euros",
            trigger: "[data-part=headline]:contains('Costs you')",
        },
        {
            content: "A bar with its threshold and its evidence",
            trigger:
                "[data-criterion=delay]:contains('Toxic'):contains('toxic from 60'):contains('Invoices: 3')",
        },
        {
            content: "What cannot be known is not guessed",
            trigger: "[data-criterion=alignment]:contains('Not enough data')",
        },
        {
            content: "Propose the shorter term",
            trigger: "[data-remedy=trust] button:contains('Propose')",
            run: "click",
        },
        {
            content: "A person applies it",
            trigger: ".modal button[name=action_apply]",
            run: "click",
        },
        {
            content: "The trace of it",
            trigger: ".o_tpe_sheet:contains('Trust: bad debtor'):contains('Applied')",
        },
        {
            content: "Open the invoices behind the delay",
            trigger: "[data-criterion=delay] button:contains('Invoices: 3')",
            run: "click",
        },
        {
            content: "The payment facts",
            trigger: ".o_list_view .o_data_row",
        },
    ],
});

tours.add("tpe_client_scoring_decision", {
    steps: () => [
        {
            content: "Open the customer",
            trigger:
                ".o_data_row:contains('Bâtiments du Rhône') .o_data_cell[name=partner_id]",
            run: "click",
        },
        {
            content: "Nobody decided yet",
            trigger: "[data-part=decision]:contains('Proposed by the figures')",
        },
        {
            content: "Decide",
            trigger: "[data-part=decision] button:contains('Decide')",
            run: "click",
        },
        {
            content: "Part politely",
            trigger: ".modal .o_radio_item:contains('Part politely') input",
            run: "click",
        },
        {
            content: "The law is recalled",
            trigger: ".modal .alert:contains('L442-1 II')",
        },
        {
            content: "Say why",
            trigger: ".modal [name=reason] textarea",
            run: "edit He disputes every invoice",
        },
        {
            content: "Keep it",
            trigger: ".modal button[name=action_decide]",
            run: "click",
        },
        {
            content: "Computed and decided beside each other, with the reason",
            trigger:
                "[data-part=decision]:contains('Decided by a person'):contains('He disputes every invoice')",
        },
    ],
});

tours.add("tpe_client_scoring_letter", {
    steps: () => [
        {
            content: "Write a letter",
            trigger: "[data-part=decision] button:contains('Write a letter')",
            run: "click",
        },
        {
            content: "The text is there, in the language of the customer",
            trigger: "[name=body] :contains('Madame, Monsieur')",
        },
        {
            content: "How much",
            trigger: "[name=percent] input",
            run: "edit 6 && press Tab",
        },
        {
            content: "The figure is in the text",
            trigger: "[name=body] strong:contains('6')",
        },
        {
            content: "Another subject",
            trigger: "[name=subject] input",
            run: "edit Nos tarifs de l’an prochain",
        },
        {
            content: "Save",
            trigger: ".o_form_button_save",
            run: "click",
        },
        {
            content: "It is kept",
            trigger: ".o_form_saved, .o_form_status_indicator_buttons.invisible",
        },
    ],
});

tours.add("tpe_client_scoring_portfolio", {
    steps: () => [
        {
            content: "The dependency is said",
            trigger: "[data-part=dependency]:contains('of your revenue')",
        },
        {
            content: "The map is drawn",
            trigger: ".o_tpe_chart canvas",
        },
        {
            content: "The table says the same; open a customer",
            trigger: ".o_tpe_customers button:contains('Bâtiments du Rhône')",
            run: "click",
        },
        {
            content: "His sheet",
            trigger: "[data-part=headline]:contains('Costs you')",
        },
    ],
});
