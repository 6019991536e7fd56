import {registry} from "@web/core/registry";

const tours = registry.category("web_tour.tours");
const line = ".o_tpe_facturx_line";
const more = ".o_statusbar_buttons button:has(.oi-ellipsis-v)";
// What is a row on a laptop is a card on a phone.
const record = (words) =>
    `.o_data_row:contains('${words}'), .o_kanban_record:contains('${words}')`;

tours.add("tpe_facturx_one_click", {
    steps: () => [
        {
            content: "Nothing was made yet",
            trigger: `${line}:contains('not checked yet')`,
        },
        {
            content: "On a phone the button is behind three dots",
            isActive: ["mobile"],
            trigger: more,
            run: "click",
        },
        {
            content: "One click makes the file",
            trigger: "button[name=action_facturx]",
            run: "click",
        },
        {
            content:
                "It is checked at once; the official rules are named when they ran",
            trigger: `${line} .text-success`,
        },
        {
            content: "Run all the layers",
            trigger: `${line} button[name=tpe_facturx_check]`,
            run: "click",
        },
        {
            content: "The line says that it conforms, and to what",
            trigger: `${line}:contains('Factur-X EN 16931: conforming'):contains('French rules; PDF/A-3')`,
        },
    ],
});

tours.add("tpe_facturx_broken_customer", {
    steps: () => [
        {
            content: "The customer whose SIREN lacks is in the list",
            trigger: record("Sans Numéro"),
        },
        {
            content: "Open it from there",
            trigger:
                ".o_data_row:contains('Sans Numéro') button[name=action_mend], " +
                ".o_kanban_record:contains('Sans Numéro') [name=action_mend]",
            run: "click",
        },
        {
            content: "Fill the SIREN",
            trigger: ".o_field_widget[name=company_registry] input",
            run: "edit 404833048",
        },
        {
            content: "Leave the field",
            trigger: ".o_field_widget[name=city] input",
            run: "click",
        },
        {
            content: "It is shown in groups",
            trigger:
                ".o_field_widget[name=company_registry] input:value('404 833 048')",
        },
        {
            content: "Back to the list, which saves",
            trigger: ".o_back_button, .breadcrumb-item a:contains('e-invoice')",
            run: "click",
        },
        {
            content: "All is ready",
            trigger: ".o_tpe_facturx_readiness:contains('100 %')",
        },
        {
            content: "The customer has left the list",
            trigger: ".o_view_nocontent:contains('Nothing is missing')",
        },
    ],
});

tours.add("tpe_facturx_received", {
    steps: () => [
        {
            content: "Check a file",
            trigger: "button:contains('Check a file'):enabled",
            run: "click",
        },
        {
            content: "Drop the supplier's file",
            trigger: ".modal .o_field_many2many_binary:has(input[type=file])",
            async run({anchor}) {
                const input = anchor.querySelector("input[type=file]");
                const answer = await fetch("/tpe_facturx/tour.xml");
                const files = new DataTransfer();
                files.items.add(new File([await answer.blob()], "facture.xml"));
                input.files = files.files;
                input.dispatchEvent(new Event("change", {bubbles: true}));
            },
        },
        {
            content: "It is there",
            trigger: ".modal .o_attachment:contains('facture.xml')",
        },
        {
            content: "Check it",
            trigger: ".modal button[name=action_check]",
            run: "click",
        },
        {
            content: "The verdict is in words",
            trigger: ".o_form_view [name=words]:contains('Accepted')",
        },
        {
            content: "Make the draft bill",
            trigger: "button[name=action_bill]:contains('draft bill')",
            run: "click",
        },
        {
            content: "The bill carries the verdict",
            trigger: ".o_form_view [name=tpe_facturx_file_words]:contains('Accepted')",
        },
    ],
});

tours.add("tpe_facturx_zip", {
    steps: () => [
        {
            content: "Ask for the ZIP of a month",
            trigger: "button:contains('Prepare a ZIP'):enabled",
            run: "click",
        },
        {
            content: "What it is for is read first: no calendar is open",
            trigger: ".modal .o_form_view p:focus",
        },
        {
            content: "An invoice was made last month",
            trigger: ".modal [name=count]:contains('1')",
        },
        {
            content: "Prepare it",
            trigger: ".modal button[name=action_prepare]",
            run: "click",
        },
        {
            content: "Its page shows how far it is",
            trigger: ".o_form_view [name=progress]",
        },
    ],
});
