import {useRef} from "@odoo/owl";
import {registry} from "@web/core/registry";
import {CharField, charField} from "@web/views/fields/char/char_field";
import {useInputField} from "@web/views/fields/input_field_hook";

/** A SIREN or SIRET: spaces when shown, digits when stored, however it was pasted. */
export class SirenField extends CharField {
    /** In place of the setup of a text field, which would show the digits as stored. */
    setup() {
        this.input = useRef("input");
        useInputField({
            getValue: () => this.formattedValue || "",
            parse: (text) => this.bare(text.trim()),
        });
    }

    get formattedValue() {
        const text = this.bare(this.props.record.data[this.props.name]);
        return (
            text && text.replace(/^(\d{3})(\d{3})(\d{3})(\d*)$/, "$1 $2 $3 $4").trim()
        );
    }

    /** The digits of nine or fourteen; anything else as it was typed. */
    bare(text) {
        const digits = (text || "").replace(/[\s.\u00a0\u202f-]/g, "");
        return /^(\d{9}|\d{14})$/.test(digits) ? digits : text;
    }
}

registry.category("fields").add("tpe_siren", {...charField, component: SirenField});
