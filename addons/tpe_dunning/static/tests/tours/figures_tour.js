import {registry} from "@web/core/registry";

registry.category("web_tour.tours").add("tpe_dunning_figures", {
    steps: () => [
        {
            content: "What is late is said in words",
            trigger: "[data-figure=late]:contains('600.00'):contains('Invoices: 1')",
        },
        {
            content: "What cannot be known is not guessed",
            trigger: "[data-figure=success_3]:contains('Not enough data')",
        },
        {
            content: "Open the records that make the number",
            trigger: "[data-figure=late] button",
            run: "click",
        },
        {
            content: "The late invoice, and its total",
            trigger: ".o_list_view .o_data_row:contains('600.00')",
        },
        {
            content: "Open the invoice",
            trigger: ".o_data_row .o_data_cell[name=due_date]",
            run: "click",
        },
        {
            content: "It is the invoice itself",
            trigger: ".o_form_view .o_field_widget[name=invoice_line_ids]",
        },
    ],
});
