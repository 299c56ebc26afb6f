import InfermonIngest
import InfermonModel
import InfermonView

/// A report as rows of cells, for CSV and Markdown: one row a group and one for all of them.
struct ReportTable {
    private let header: [String]
    private let rows: [[String]]

    init(_ result: ReportResult, zone: TimeZoneRules) {
        header =
            result.keys.map(\.rawValue) + [
                "requests", "attempts", "ok", "availability", "cache_hits", "latency_count", "p50_ms", "p95_ms",
                "p99_ms",
                "ttft_p95_ms", "input_tokens", "cached_input_tokens", "output_tokens", "cost_gateway_usd",
                "cost_computed_usd",
                "unpriced_requests",
            ]
        var rows = result.groups.map { group in
            result.keys.map { ReportKeyText.text($0, of: group, zone: zone) } + Self.cells(group.rollup)
        }
        rows.append(
            result.keys.indices.map { $0 == 0 ? "total" : "" } + Self.cells(result.totals))
        self.rows = rows
    }

    private static func cells(_ rollup: Rollup) -> [String] {
        func number(_ value: Double?) -> String {
            if case .number(let digits) = JSONText.double(value) { return digits }
            return ""
        }
        // Empty where no request says it: that is not 0.
        func known(_ text: String, _ saying: Int64) -> String { rollup.requests == 0 || saying > 0 ? text : "" }
        let withTokens = rollup.requests - rollup.requestsWithoutTokens
        let latency = rollup.latency.percentilesMilliseconds([0.5, 0.95, 0.99]).map(number)
        return [
            "\(rollup.requests)", "\(rollup.attempts)", "\(rollup.outcomes[.ok])", number(rollup.outcomes.availability),
            "\(rollup.cacheHits)", "\(rollup.latency.count)", latency[0], latency[1], latency[2],
            number(rollup.timeToFirstToken.percentileMilliseconds(0.95)),
            known("\(rollup.tokens.input)", withTokens), known("\(rollup.tokens.cacheRead)", withTokens),
            known("\(rollup.tokens.output)", withTokens), known(rollup.gatewayCost.decimal, rollup.gatewayPriced),
            known(rollup.computedCost.decimal, rollup.computedPriced), "\(rollup.unpriced)",
        ]
    }

    /// RFC 4180, with line feeds.
    var csv: String {
        ([header] + rows).map { $0.map(Self.quoted).joined(separator: ",") + "\n" }.joined()
    }

    /// A GitHub-flavoured table.
    var markdown: String {
        let keys = header.count - 16
        let rule = header.indices.map { $0 < keys ? "---" : "---:" }
        let lines = [header, rule] + rows
        return lines.map { "| " + $0.map(Self.escaped).joined(separator: " | ") + " |\n" }.joined()
    }

    private static func quoted(_ cell: String) -> String {
        // A leading sign would be run as a formula by spreadsheets.
        let safe = ["=", "+", "@"].contains { cell.hasPrefix($0) } ? "'" + cell : cell
        guard safe.contains(where: { $0 == "," || $0 == "\"" || $0.isNewline }) else { return safe }
        return "\"" + safe.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"") + "\""
    }

    private static func escaped(_ cell: String) -> String {
        SafeText.clean(cell, repertoire: .unicode, limit: 200).split(separator: "|", omittingEmptySubsequences: false)
            .joined(separator: "\\|")
    }
}
