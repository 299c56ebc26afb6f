import ArgumentParser
import InfermonIngest
import InfermonModel

/// The forms of a report.
enum ReportFormat: String, ExpressibleByArgument, CaseIterable {
    case text
    case json
    case csv
    case markdown

    /// The report, ended by a line feed.
    func render(_ result: ReportResult, zone: TimeZoneRules) -> String {
        switch self {
        case .text: ReportText.render(result, zone: zone)
        case .json: ReportJSON.document(result, zone: zone).text + "\n"
        case .csv: ReportTable(result, zone: zone).csv
        case .markdown: ReportTable(result, zone: zone).markdown
        }
    }
}
