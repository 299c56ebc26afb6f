import InfermonModel

/// Writes what our state machine computed as a unit-test file of promtool, so that Prometheus itself judges it.
///
/// The format is prometheus/prometheus: docs/configuration/unit_testing_rules.md. Each scenario is one series, one rule, and at each
/// minute two assertions: that the alert fires or not, and that `ALERTS` says pending, firing or nothing.
struct PromtoolTrace {
    struct Scenario {
        var hold: Int
        var keep: Int
        /// Values by minute in promtool's notation: a number, `_` for no sample, `stale` for the end of the series.
        var notation: [String]
        /// Our state after each minute.
        var states: [Alert.State?]
    }

    var scenarios: [Scenario]

    /// The rule file.
    var rules: String {
        var text = "groups:\n- name: infermon\n  interval: 1m\n  rules:\n"
        for (index, scenario) in scenarios.enumerated() {
            text += """
                  - alert: A\(index)
                    expr: load_\(index) > 50
                    for: \(scenario.hold)m
                    keep_firing_for: \(scenario.keep)m

                """
        }
        return text
    }

    /// The test file beside a rule file called `rules.yml`.
    var tests: String {
        var text = "rule_files: [rules.yml]\nevaluation_interval: 1m\ntests:\n"
        for (index, scenario) in scenarios.enumerated() {
            text += "- interval: 1m\n  input_series:\n"
            text += "  - series: load_\(index)\n    values: '\(scenario.notation.joined(separator: " "))'\n"
            text += "  alert_rule_test:\n"
            for (minute, state) in scenario.states.enumerated() {
                text +=
                    "  - {eval_time: \(minute)m, alertname: A\(index), exp_alerts: [\(state == .firing ? "{}" : "")]}\n"
            }
            text += "  promql_expr_test:\n"
            for (minute, state) in scenario.states.enumerated() {
                let samples =
                    state.map { "{labels: 'ALERTS{alertname=\"A\(index)\",alertstate=\"\($0.rawValue)\"}', value: 1}" }
                    ?? ""
                text +=
                    "  - {expr: 'ALERTS{alertname=\"A\(index)\"}', eval_time: \(minute)m, exp_samples: [\(samples)]}\n"
            }
        }
        return text
    }
}
