// node screens.mjs BASE CHROMIUM OUT [NAME...]: opens the screens that matter, as each role, at the
// width of a laptop and of a phone. Fails when a page complains in the browser's console.
import {createRequire} from "node:module";
import {mkdirSync} from "node:fs";

const [base, executablePath, out, ...names] = process.argv.slice(2);
const require = createRequire(`${process.cwd()}/package.json`);
const {chromium} = require("playwright-core");

const CUSTOMERS = "/odoo/action-account.res_partner_action_customer";
const INVOICES = "/odoo/action-account.action_move_out_invoice_type";
const CONFORMING = ".o_tpe_facturx_line .text-success";
const WIDTHS = {1366: 850, 390: 844};
const SCREENS = [
    {name: "pilotage", login: "claire", path: "/odoo/steering"},
    {name: "pilotage-comptable", login: "comptable", path: "/odoo/steering"},
    {name: "fin-de-mois", login: "claire", path: "/odoo/month-end"},
    {name: "fin-de-mois-comptable", login: "comptable", path: "/odoo/month-end"},
    {name: "budget-realise", login: "claire", path: "/odoo/budget-against-actual"},
    {name: "reel-prevision", login: "claire", path: "/odoo/cash-variance"},
    {name: "previsions-gardees", login: "claire", path: "/odoo/cash-kept"},
    {name: "prevision-gardee", login: "claire", path: "/odoo/cash-kept", open: true},
    {name: "budget", login: "claire", path: "/odoo/cash-budget"},
    {name: "relances", login: "claire", path: "/odoo/reminders"},
    {name: "relance", login: "claire", path: "/odoo/reminders", open: true},
    {name: "relances-assistant", login: "karim", path: "/odoo/reminders"},
    {name: "relances-comptable", login: "comptable", path: "/odoo/reminders"},
    {name: "promesses", login: "karim", path: "/odoo/promises"},
    {name: "promesse", login: "karim", path: "/odoo/promises", open: true},
    {name: "litiges", login: "karim", path: "/odoo/disputes"},
    {name: "litige", login: "karim", path: "/odoo/disputes", open: true},
    {name: "echeanciers", login: "karim", path: "/odoo/payment-plans"},
    {name: "pauses", login: "karim", path: "/odoo/reminder-pauses"},
    {name: "factures-en-retard", login: "claire", path: "/odoo/overdue-invoices"},
    {name: "historique", login: "claire", path: "/odoo/reminders-history"},
    {name: "demarrer", login: "claire", path: "/odoo/action-tpe_dunning.dunning_start_action"},
    {name: "taux", login: "claire", path: "/odoo/late-payment-rates"},
    {name: "a-facturer", login: "claire", path: "/odoo/done-not-invoiced"},
    {name: "prestation-facture", login: "claire", path: "/odoo/service-to-invoice"},
    {name: "delais", login: "claire", path: "/odoo/terms-beyond-the-law"},
    {name: "prescription", login: "claire", path: "/odoo/limitation-of-claims"},
    {name: "penalites", login: "claire", path: "/odoo/penalties"},
    {name: "penalite", login: "claire", path: "/odoo/penalties", open: true},
    {name: "injonctions", login: "claire", path: "/odoo/injunctions"},
    {name: "injonction", login: "claire", path: "/odoo/injunctions", open: true},
    {name: "chiffres", login: "claire", path: "/odoo/receivable-figures"},
    {name: "chiffres-comptable", login: "comptable", path: "/odoo/receivable-figures"},
    {name: "rapprochement", login: "claire", path: "/odoo/bank-match"},
    {name: "a-la-main", login: "claire", path: "/odoo/bank-match", find: "FAC"},
    {name: "rapprochement-assistant", login: "karim", path: "/odoo/bank-match"},
    {name: "rapprochement-comptable", login: "comptable", path: "/odoo/bank-match"},
    {name: "libelles", login: "claire", path: "/odoo/bank-labels"},
    {name: "paiements", login: "claire", path: "/odoo/how-customers-pay"},
    {name: "portefeuille", login: "claire", path: "/odoo/customer-portfolio"},
    {name: "clients", login: "claire", path: "/odoo/customer-scores"},
    {name: "rentabilite", login: "claire", path: "/odoo/customer-scores", open: true},
    {name: "marges", login: "claire", path: "/odoo/product-margins"},
    {name: "remedes", login: "claire", path: "/odoo/customer-remedies"},
    {name: "decisions", login: "claire", path: "/odoo/customer-decisions"},
    {name: "lettres", login: "claire", path: "/odoo/customer-letters"},
    {name: "lettre", login: "claire", path: "/odoo/customer-letters", open: true},
    {name: "grille", login: "claire", path: "/odoo/scoring-grid"},
    {name: "fiche-client", login: "claire", path: CUSTOMERS, open: true, tab: "Rentabilité"},
    {name: "fiche-client-assistant", login: "karim", path: CUSTOMERS, open: true},
    {name: "fiche-client-comptable", login: "comptable", path: CUSTOMERS, open: true},
    {name: "politique", login: "consultant", path: "/odoo/reminder-policies", open: true},
    {name: "appel", login: "karim", path: "/odoo/reminders", open: true, press: "action_call"},
    {name: "noter-promesse", login: "karim", path: "/odoo/reminders", open: true, press: "action_promise"},
    {name: "noter-litige", login: "karim", path: "/odoo/reminders", open: true, press: "action_dispute"},
    {name: "laisser", login: "karim", path: "/odoo/reminders", open: true, press: "action_leave"},
    {name: "recommande", login: "claire", path: "/odoo/reminders", open: true, press: "action_registered"},
    {name: "revenu", login: "claire", path: "/odoo/reminders-history", open: true, press: "action_came_back"},
    {name: "proposer-abandon", login: "claire", path: "/odoo/penalties", open: true, press: "action_offer"},
    {name: "abandonner", login: "claire", path: "/odoo/penalties", open: true, press: "action_waive"},
    {name: "comptes-bancaires", login: "claire", path: "/odoo/bank-accounts"},
    {name: "fichiers-bancaires", login: "karim", path: "/odoo/bank-files"},
    {name: "fichier-bancaire", login: "karim", path: "/odoo/bank-files", open: true},
    {name: "lignes-bancaires", login: "comptable", path: "/odoo/bank-lines"},
    {name: "banque-par-mail", login: "claire", path: "/odoo/bank-files-by-mail"},
    {name: "facture", login: "claire", path: "/odoo/overdue-invoices", open: true},
    {name: "calcul-penalites", login: "claire", path: "/odoo/overdue-invoices", open: true, press: "action_tpe_penalty"},
    {name: "flux-recurrents", login: "claire", path: "/odoo/recurring-flows"},
    {name: "calendrier-fiscal", login: "claire", path: "/odoo/tax-calendar"},
    {name: "emprunts", login: "claire", path: "/odoo/loans"},
    {name: "emprunt", login: "claire", path: "/odoo/loans", open: true},
    {name: "calendrier-fiscal-comptable", login: "comptable", path: "/odoo/tax-calendar"},
    {name: "qui-payer", login: "claire", path: "/odoo/who-to-pay-when"},
    {name: "qui-payer-comptable", login: "comptable", path: "/odoo/who-to-pay-when"},
    {name: "objectifs", login: "claire", path: "/odoo/action-tpe_cashforecast.cash_goals_action"},
    {name: "scenarios", login: "claire", path: "/odoo/cash-scenarios"},
    {name: "scenario", login: "claire", path: "/odoo/cash-scenarios", open: true},
    {name: "me-sauver", login: "claire", path: "/odoo/what-would-save-me"},
    {name: "avance", login: "claire", path: "/odoo/overdue-invoices", open: true, press: "action_tpe_advance"},
    {name: "devis-a-relancer", login: "claire", path: "/odoo/action-tpe_quote.quote_due_open"},
    {name: "devis-relances-bilan", login: "claire", path: "/odoo/action-tpe_quote.quote_chase_action"},
    {name: "devis-etapes", login: "claire", path: "/odoo/action-tpe_quote.quote_step_action"},
    {name: "procedures", login: "claire", path: "/odoo/procedures"},
    {name: "procedure", login: "claire", path: "/odoo/procedures", open: true},
    {name: "deroulements", login: "claire", path: "/odoo/procedure-runs"},
    {name: "deroulement", login: "claire", path: "/odoo/procedure-runs", open: true},
    {name: "deroulement-decision", login: "karim", path: "/odoo/my-procedures", follow: true, click: "Noter une décision"},
    {name: "mon-tour", login: "karim", path: "/odoo/my-procedures"},
    {name: "pas-a-pas", login: "karim", path: "/odoo/my-procedures", follow: true},
    {name: "version", login: "claire", path: "/odoo/procedures", open: true, press: "action_open_version", then: ".o_field_widget[name=step_ids]"},
    {name: "chiffres-procedures", login: "claire", path: "/odoo/procedure-figures"},
    {name: "plan", login: "claire", path: "/odoo/plan"},
    {name: "plan-action", login: "claire", path: "/odoo/plan", open: true},
    {name: "plan-assistant", login: "karim", path: "/odoo/plan"},
    {name: "plan-comptable", login: "comptable", path: "/odoo/plan"},
    {name: "avant-apres", login: "claire", path: "/odoo/diagnostics", open: true, press: "action_compare", then: ".o_tpe_compare"},
    {name: "plan-regles", login: "consultant", path: "/odoo/plan-rules"},
    {name: "equipe", login: "claire", path: "/odoo/team-figures"},
    {name: "accueils", login: "karim", path: "/odoo/customer-welcome"},
    {name: "accueil", login: "karim", path: "/odoo/customer-welcome", open: true},
    {name: "dossiers-recouvrement", login: "claire", path: "/odoo/collector-files"},
    {name: "dossier-recouvrement", login: "claire", path: "/odoo/collector-files", open: true},
    {name: "importer-procedures", login: "claire", path: "/odoo/action-tpe_onboarding_sop.sop_import_action"},
    {name: "bibliotheque", login: "claire", path: "/odoo/action-tpe_onboarding_sop.sop_library_action"},
    {name: "mise-en-route", login: "claire", path: "/odoo/set-up"},
    {name: "diagnostic", login: "claire", path: "/odoo/diagnostic"},
    {name: "diagnostic-assistant", login: "karim", path: "/odoo/diagnostic"},
    {name: "diagnostic-comptable", login: "comptable", path: "/odoo/diagnostic"},
    {name: "diagnostic-question", login: "claire", path: "/odoo/diagnostic", on: ".o_tpe_go_on"},
    {name: "diagnostic-question-assistant", login: "karim", path: "/odoo/diagnostic", on: ".o_tpe_go_on"},
    {name: "diagnostic-resultat", login: "claire", path: "/odoo/diagnostic", on: ".o_tpe_done"},
    {name: "diagnostic-resultat-comptable", login: "comptable", path: "/odoo/diagnostic", on: ".o_tpe_done"},
    {name: "diagnostics", login: "claire", path: "/odoo/diagnostics"},
    {name: "diagnostic-fiche", login: "claire", path: "/odoo/diagnostics", open: true},
    {name: "diagnostic-questions", login: "consultant", path: "/odoo/diagnostic-questions"},
    {name: "semaine-chronometree", login: "karim", path: "/odoo/timed-week"},
    {name: "semaine-chronometree-gerante", login: "claire", path: "/odoo/timed-week"},
    {name: "mes-temps", login: "karim", path: "/odoo/my-times"},
    {name: "outils", login: "claire", path: "/odoo/tool-register"},
    {name: "outil", login: "claire", path: "/odoo/tool-register", open: true},
    {name: "outils-assistant", login: "karim", path: "/odoo/tool-register"},
    {name: "outils-comptable", login: "comptable", path: "/odoo/tool-register"},
    {name: "facture-electronique", login: "claire", path: "/odoo/e-invoicing-points"},
    {name: "facture-electronique-point", login: "claire", path: "/odoo/e-invoicing-points", open: true},
    {name: "facture-electronique-comptable", login: "comptable", path: "/odoo/e-invoicing-points"},
    {name: "facture-electronique-loi", login: "claire", path: "/odoo/e-invoicing-law"},
    {name: "taches-chronometrees", login: "claire", path: "/odoo/timed-tasks"},
    {name: "reprises", login: "claire", path: "/odoo/import-of-the-past"},
    {name: "reprise", login: "claire", path: "/odoo/import-of-the-past", open: true},
    {name: "reglages", login: "consultant", path: "/odoo/steering-settings"},
    {name: "factur-x-pret", login: "claire", path: "/odoo/e-invoice-readiness"},
    {name: "factur-x-pret-assistant", login: "karim", path: "/odoo/e-invoice-readiness"},
    {name: "factur-x-pret-comptable", login: "comptable", path: "/odoo/e-invoice-readiness"},
    {name: "factur-x-controles", login: "claire", path: "/odoo/checked-invoices"},
    {name: "factur-x-facture", login: "claire", path: "/odoo/checked-invoices", open: true},
    {name: "factur-x-brouillon", login: "karim", path: "/odoo/action-account.action_move_out_invoice_type", open: true},
    {name: "factur-x-suivi", login: "claire", path: "/odoo/e-invoice-follow-up"},
    {name: "factur-x-statut", login: "karim", path: "/odoo/e-invoice-follow-up", open: true},
    {name: "factur-x-encaisse", login: "comptable", path: "/odoo/collected-by-vat-rate"},
    {name: "factur-x-zip", login: "claire", path: "/odoo/accountant-zip"},
    {name: "factur-x-regles", login: "consultant", path: "/odoo/e-invoice-rules"},
    {name: "factur-x-conforme", login: "claire", path: INVOICES, open: "Lichthaus", press: "tpe_facturx_check", wait: CONFORMING},
    {name: "factur-x-conforme-comptable", login: "comptable", path: INVOICES, open: "Lichthaus"},
    {name: "factur-x-a-corriger", login: "claire", path: INVOICES, open: "Cave Chantemerle"},
    {name: "factur-x-envoi", login: "claire", path: INVOICES, open: "Helvétie", press: "action_invoice_sent"},
    {name: "factur-x-recues", login: "claire", path: "/odoo/received-e-invoices"},
    {name: "factur-x-recue", login: "karim", path: "/odoo/received-e-invoices", open: "LUM-"},
    {name: "factur-x-refusee", login: "karim", path: "/odoo/received-e-invoices", open: "OUT-"},
    {name: "factur-x-recue-facture", login: "karim", path: "/odoo/received-e-invoices", open: "LUM-", press: "action_bill", then: ".o_field_widget[name=invoice_line_ids]"},
    {name: "factur-x-verifier", login: "karim", path: "/odoo/action-tpe_facturx.facturx_file_add_action"},
    {name: "factur-x-preparer-zip", login: "claire", path: "/odoo/action-tpe_facturx.facturx_batch_new_action"},
    {name: "factur-x-client", login: "karim", path: CUSTOMERS, open: "Cave Chantemerle"},
    {name: "factur-x-codes", login: "consultant", path: "/odoo/action-tpe_facturx.facturx_status_code_action"},
];
const CHOSEN = SCREENS.filter((each) => !names.length || names.includes(each.name));
const READY =
    ".o_list_view, .o_kanban_view, .o_form_view, .o_view_nocontent, .modal, .o_pivot, " +
    ".o_tpe_figures, .o_tpe_sop_figures, .o_tpe_portfolio, .o_tpe_match, .o_tpe_dashboard, " +
    ".o_tpe_diagnostic, .o_tpe_compare, .o_tpe_timing";

const complaints = [];
mkdirSync(out, {recursive: true});
const browser = await chromium.launch({
    executablePath,
    args: [
        "--no-sandbox",
        "--disable-gpu",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
    ],
});
for (const [width, height] of Object.entries(WIDTHS)) {
    for (const login of new Set(CHOSEN.map((screen) => screen.login))) {
        const context = await browser.newContext({
            viewport: {width: Number(width), height},
            locale: "fr-FR",
            timezoneId: "Europe/Paris",
            hasTouch: width < 800,
        });
        const page = await context.newPage();
        page.on("pageerror", (error) => complaints.push(`${login}: ${error}`));
        page.on("response", (answer) => {
            if (answer.status() >= 400) {
                complaints.push(`${login}: ${answer.status()} ${answer.url()}`);
            }
        });
        await page.goto(`${base}/web/login`);
        await page.fill("input[name=login]", login);
        await page.fill("input[name=password]", login);
        await page.click("form.oe_login_form button[type=submit]");
        await page.waitForSelector(".o_main_navbar", {timeout: 120000});
        for (const screen of CHOSEN.filter((each) => each.login === login)) {
            await page.goto(base + screen.path);
            await page.waitForSelector(READY, {timeout: 60000});
            // A text opens the record that shows it; true the first one.
            const words = screen.open === true ? "" : screen.open;
            const first = page
                .locator(".o_data_row, .o_kanban_record:not(.o_kanban_ghost)")
                .filter({hasText: words})
                .first();
            if (screen.open && !(await page.locator(".o_view_nocontent").count())) {
                const cell = first.locator(".o_data_cell:not(.o_handle_cell)");
                await ((await cell.count()) ? cell : first).first().click();
                const panel = page.locator(".o_tpe_message_panel button[name=open]");
                if (await panel.count()) {
                    await panel.click();
                }
                await page.waitForSelector(".o_form_view", {timeout: 60000});
            }
            if (screen.follow) {
                await page.locator("button[name=action_follow]").first().click();
                await page.waitForSelector(".o_tpe_run", {timeout: 60000});
            }
            if (screen.on) {
                await page.locator(screen.on).first().click();
                await page.waitForSelector(".o_tpe_question, .o_tpe_result", {timeout: 60000});
            }
            if (screen.press) {
                // The bar of buttons folds once the record is there.
                await page.waitForTimeout(800);
                // On a phone all buttons but the first are behind three dots.
                const button = page.locator(`button[name=${screen.press}]`).first();
                if (!(await button.isVisible())) {
                    await page.click(".o_statusbar_buttons button:has(.oi-ellipsis-v)");
                }
                await button.click();
                const shown = screen.wait || screen.then || ".modal .o_form_view";
                await page.waitForSelector(shown, {timeout: 60000});
            }
            if (screen.click) {
                await page.locator(`button:has-text("${screen.click}")`).first().click();
                await page.waitForSelector(".modal .o_form_view", {timeout: 60000});
            }
            if (screen.find) {
                if (!(await page.locator(".o_tpe_find").count())) {
                    await page.click(".o_tpe_by_hand");
                }
                await page.fill(".o_tpe_find", screen.find);
                await page.press(".o_tpe_find", "Enter");
                await page.waitForSelector(".o_tpe_found", {timeout: 60000});
            }
            if (screen.tab) {
                await page.click(`.o_notebook_headers .nav-link:has-text("${screen.tab}")`);
            }
            await page.waitForTimeout(1200);
            await page.screenshot({path: `${out}/${screen.name}-${width}.png`});
            console.log(`${screen.name}-${width}.png`);
        }
        await context.close();
    }
}
await browser.close();
if (complaints.length) {
    console.error(complaints.join("\n"));
    process.exit(1);
}
