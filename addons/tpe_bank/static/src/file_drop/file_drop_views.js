import {DocumentFileUploader} from "@account/components/document_file_uploader/document_file_uploader";
import {fileUploadKanbanView} from "@account/views/file_upload_kanban/file_upload_kanban_view";
import {fileUploadListView} from "@account/views/file_upload_list/file_upload_list_view";
import {_t} from "@web/core/l10n/translation";
import {registry} from "@web/core/registry";

/** Core's upload button and drop zone, in the words of a bank. */
const inWordsOfABank = (Renderer) =>
    class extends Renderer {
        setup() {
            super.setup();
            this.dropZoneTitle = _t("Drop the files of your bank");
            this.dropZoneDescription = _t(
                "CAMT.053, OFX or CSV; nothing is written before you say so.",
            );
        }
    };

const views = registry.category("views");
views.add("tpe_bank_file_list", {
    ...fileUploadListView,
    Renderer: inWordsOfABank(fileUploadListView.Renderer),
    buttonTemplate: "tpe_bank.FileList.Buttons",
});
views.add("tpe_bank_file_kanban", {
    ...fileUploadKanbanView,
    Renderer: inWordsOfABank(fileUploadKanbanView.Renderer),
    buttonTemplate: "tpe_bank.FileKanban.Buttons",
});

/** The same button on the card of a bank account: its files only. */
class BankFileUploader extends DocumentFileUploader {
    static template = "tpe_bank.BankFileUploader";

    getExtraContext() {
        return {default_journal_id: this.props.record.resId};
    }

    getResModel() {
        return "tpe.bank.import";
    }
}
registry.category("view_widgets").add("tpe_bank_upload", {component: BankFileUploader});
