import {Component, useRef} from "@odoo/owl";
import {_t} from "@web/core/l10n/translation";
import {useChart} from "@tpe_base/chart";

// A shape for each verdict beside its colour.
const LOOKS = {
    develop: {color: "#198754", pointStyle: "circle"},
    keep: {color: "#0d6efd", pointStyle: "rectRounded"},
    improve: {color: "#b45309", pointStyle: "triangle"},
    part: {color: "#dc3545", pointStyle: "rectRot"},
    unknown: {color: "#6c757d", pointStyle: "crossRot"},
};
const SMALLEST = 5;
const LARGEST = 32;

/** The map (margin, delay, turnover) or the whale curve, drawn by Chart.js. */
export class PortfolioChart extends Component {
    static template = "tpe_client_scoring.PortfolioChart";
    static props = {kind: String, page: Object, label: String, open: Function};

    setup() {
        useChart(
            useRef("canvas"),
            () => (this.props.kind === "map" ? this.map() : this.whale()),
            () => [this.props.page],
        );
    }

    map() {
        const known = this.props.page.customers.filter(
            (row) => row.margin !== null && row.delay !== null,
        );
        const most = Math.max(1, ...known.map((row) => row.revenue));
        const dot = (row) => ({
            x: row.margin,
            y: row.delay,
            // The surface, not the width, tells the turnover.
            r: Math.max(SMALLEST, LARGEST * Math.sqrt(Math.max(0, row.revenue) / most)),
            row,
        });
        const datasets = this.props.page.verdicts
            .map(({code, label}) => ({
                label,
                data: known.filter((row) => row.verdict === code).map(dot),
                backgroundColor: `${LOOKS[code].color}99`,
                borderColor: LOOKS[code].color,
                pointStyle: LOOKS[code].pointStyle,
            }))
            .filter((dataset) => dataset.data.length);
        return {
            type: "bubble",
            data: {datasets},
            options: {
                maintainAspectRatio: false,
                animation: false,
                onClick: (_event, [hit]) => {
                    if (hit) {
                        const {row} = datasets[hit.datasetIndex].data[hit.index];
                        this.props.open(row.id);
                    }
                },
                scales: {
                    x: {title: {display: true, text: _t("Net margin (%)")}},
                    y: {
                        title: {display: true, text: _t("Days to pay")},
                        beginAtZero: true,
                    },
                },
                plugins: {
                    legend: {labels: {usePointStyle: true}},
                    tooltip: {
                        callbacks: {
                            label: ({raw: {row}}) =>
                                `${row.name}: ${row.margin_words}, ${row.delay_words} ${_t("days")}, ${row.euros_words}`,
                        },
                    },
                },
            },
        };
    }

    whale() {
        const steps = this.props.page.whale;
        return {
            type: "line",
            data: {
                labels: steps.map((step) => step.rank),
                datasets: [
                    {
                        data: steps.map((step) => step.cumulated),
                        borderColor: LOOKS.keep.color,
                        backgroundColor: `${LOOKS.keep.color}33`,
                        fill: true,
                        pointRadius: 2,
                    },
                ],
            },
            options: {
                maintainAspectRatio: false,
                animation: false,
                scales: {
                    x: {
                        title: {
                            display: true,
                            text: _t("Customers, the most profitable first"),
                        },
                    },
                    y: {title: {display: true, text: _t("Result a month, cumulated")}},
                },
                plugins: {
                    legend: {display: false},
                    tooltip: {
                        callbacks: {
                            label: ({dataIndex}) =>
                                `${steps[dataIndex].name}: ${steps[dataIndex].words}`,
                        },
                    },
                },
            },
        };
    }
}
