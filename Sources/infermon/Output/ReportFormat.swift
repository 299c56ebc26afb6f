import ArgumentParser
import InfermonCost
import InfermonIngest
import InfermonModel

/// The forms of a report.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case csv
    case markdown
    /// The ledger by UTC day as a FOCUS 1.2 cost export.
    case focus

    /// The report, ended by a line feed.
    func render(
        _ result: ReportResult, comparison: ReportComparison?, reconciliation: Reconciliation?, zone: TimeZoneRules
    ) -> String {
        switch self {
        case .text:
            ReportText.render(result, zone: zone) + (comparison.map { ComparisonText.text($0) } ?? "")
                + (reconciliation.map { ReconciliationText.text($0) } ?? "")
        case .json:
            ReportJSON.document(result, comparison: comparison, reconciliation: reconciliation, zone: zone).text + "\n"
        case .csv: ReportTable(result, zone: zone).csv
        case .markdown:
            ReportTable(result, zone: zone).markdown + (comparison.map { ComparisonText.markdown($0) } ?? "")
        case .focus:
            FocusExport.csv(
                result.groups.map {
                    RollupRow(start: $0.start ?? .epoch, series: $0.series, rollup: $0.rollup)
                }, account: LiveSession.hostName)
        }
    }

    /// What the form groups by; `nil` for what was asked.
    var keys: [ReportKey]? { self == .focus ? [.day, .scenario, .model, .provider, .key, .team] : nil }
}
