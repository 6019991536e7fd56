import {Component, useRef} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useChart} from "@tpe_base/chart";

const BLUE = "#0d6efd";
const GREY = "#6c757d";

/** The axes as a radar; the table beside it says the same in words. */
export class DiagnosticRadar extends Component {
    static template = "tpe_onboarding_sop.DiagnosticRadar";
    static props = {axes: Array, before: {type: Array, optional: true}};

    setup() {
        useChart(
            useRef("canvas"),
            () => this.config(),
            () => [this.props.axes],
        );
    }

    config() {
        const {axes, before} = this.props;
        const set = (label, rows, color, look) => ({
            label,
            data: rows.map((axis) => axis.score),
            borderColor: color,
            backgroundColor: `${color}22`,
            spanGaps: true,
            pointRadius: 4,
            ...look,
        });
        const datasets = [set(_t("Today"), axes, BLUE, {})];
        if (before) {
            // Dashes and squares: not told apart by the colour alone.
            datasets.push(
                set(_t("Before"), before, GREY, {
                    borderDash: [6, 4],
                    pointStyle: "rect",
                }),
            );
        }
        return {
            type: "radar",
            data: {labels: axes.map((axis) => this.short(axis.label)), datasets},
            options: {
                maintainAspectRatio: false,
                animation: false,
                scales: {
                    r: {
                        min: 0,
                        max: 100,
                        ticks: {stepSize: 25, backdropColor: "transparent"},
                        pointLabels: {font: {size: 12}},
                    },
                },
                plugins: {legend: {display: Boolean(before)}},
            },
        };
    }

    /** In two lines: seven long names do not fit around a phone. */
    short(label) {
        const words = label.split(" ");
        const half = Math.ceil(words.length / 2);
        return words.length > 1
            ? [words.slice(0, half).join(" "), words.slice(half).join(" ")]
            : label;
    }
}
