import InfermonIngest
import InfermonModel
import InfermonView

/// A report for people: what was read, a table by group, and what to know about the figures.
enum ReportText {
    static func render(_ result: ReportResult, zone: TimeZoneRules) -> String {
        var lines = [heading(result)]
        lines += result.files.map(file)
        guard result.totals.requests > 0 else {
            return (lines + ["", "no requests"]).joined(separator: "\n") + "\n"
        }
        lines.append("")
        lines += table(result, zone: zone)
        lines.append("")
        lines += notes(result)
        return lines.joined(separator: "\n") + "\n"
    }

    private static func heading(_ result: ReportResult) -> String {
        let span = result.from.map { "\($0.rfc3339) to \(result.to?.rfc3339 ?? "now")" } ?? "no requests"
        return "infermon report  \(span)"
    }

    private static func file(_ file: ReportFile) -> String {
        let counts = file.lines
        guard counts.read > 0 else {
            return "  \(clean(file.path))  \(file.problem == nil ? "no lines" : "not read")"
        }
        // Not attempts: a line may stand for several.
        var parts = [NumberFormat.counted(counts.read, "line"), NumberFormat.counted(counts.requests, "record")]
        if counts.ignored > 0 { parts.append("\(NumberFormat.grouped(counts.ignored)) ignored") }
        if counts.malformed > 0 { parts.append("\(NumberFormat.grouped(counts.malformed)) malformed") }
        let format = file.format.isEmpty ? "format not recognised" : file.format
        return "  \(clean(file.path))  \(format), \(parts.joined(separator: ", "))"
    }

    private static func table(_ result: ReportResult, zone: TimeZoneRules) -> [String] {
        let names = ["REQUESTS", "OK", "AVAIL", "P50", "P95", "P99", "TTFT95", "IN", "OUT", "GATEWAY", "COMPUTED"]
        var rows = [result.keys.map { $0.rawValue.uppercased() } + names]
        for group in result.groups {
            rows.append(
                result.keys.map { key in
                    let text = ReportKeyText.text(key, of: group, zone: zone)
                    return text.isEmpty ? NumberFormat.unknown : text
                } + cells(group.rollup))
        }
        rows.append(result.keys.indices.map { $0 == 0 ? "all" : "" } + cells(result.totals))
        return AlignedColumns.lines(rows, texts: result.keys.count, limit: 60)
    }

    private static func cells(_ rollup: Rollup) -> [String] {
        let latency = rollup.latency.percentiles([0.5, 0.95, 0.99]).map { NumberFormat.latency($0?.seconds) }
        func tokens(_ count: Int64) -> String {
            // Requests that do not say their tokens did not have none.
            count == 0 && rollup.requestsWithoutTokens == rollup.requests
                ? NumberFormat.unknown : NumberFormat.count(count)
        }
        return [
            "\(rollup.requests)", "\(rollup.outcomes[.ok])", NumberFormat.availability(rollup.outcomes.availability),
            latency[0], latency[1], latency[2],
            NumberFormat.latency(rollup.timeToFirstToken.percentile(0.95)?.seconds), tokens(rollup.tokens.input),
            tokens(rollup.tokens.output),
            rollup.gatewayPriced > 0 ? "$" + rollup.gatewayCost.decimal : NumberFormat.unknown,
            rollup.computedPriced > 0 ? "$" + rollup.computedCost.decimal : NumberFormat.unknown,
        ]
    }

    /// That groups which came later than others are not told apart; `nil` where all are.
    static func roomNote(_ result: ReportResult) -> String? {
        guard let limit = result.fullAt else { return nil }
        let others = result.groups.filter { group in
            group.series.scenario == .other
                || [group.series.model, group.series.key, group.series.team].contains(SeriesKey.other)
        }
        let requests = others.reduce(0) { $0 + $1.rollup.requests }
        guard requests > 0 else { return nil }
        return say(requests, "request", "is", "are")
            + " of groups beyond the first \(NumberFormat.grouped(Int64(limit))), and "
            + "counted under (other): group by less, or report shorter times"
    }

    private static func notes(_ result: ReportResult) -> [String] {
        let totals = result.totals
        var notes = [
            "latency is end to end, of successful requests that no response cache answered ("
                + "\(NumberFormat.grouped(totals.latency.count)) of \(NumberFormat.grouped(totals.requests)))"
        ]
        if totals.attempts > totals.requests {
            notes.append(
                "\(NumberFormat.counted(totals.attempts, "attempt")) were folded into "
                    + NumberFormat.counted(totals.requests, "request"))
        }
        if result.repeats > 0 {
            notes.append(
                say(
                    result.repeats, "line", "repeats an earlier one, id and times alike, and was not counted again",
                    "repeat earlier ones, id and times alike, and were not counted again"))
        }
        if let note = roomNote(result) { notes.append(note) }
        if totals.cacheHits > 0 {
            notes.append(
                say(totals.cacheHits, "request", "was", "were") + " answered by the gateway's response cache")
        }
        let failed = RequestOutcome.allCases.filter { $0 != .ok && totals.outcomes[$0] > 0 }
        if !failed.isEmpty {
            notes.append(
                failed.map { "\(NumberFormat.grouped(totals.outcomes[$0])) \($0.name)" }.joined(separator: ", "))
        }
        let unknown = totals.outcomes[.unknown]
        if unknown > 0 {
            notes.append(
                say(unknown, "request", "does not say how it ended", "do not say how they ended")
                    + ": availability is that of the other "
                    + NumberFormat.grouped(totals.requests - unknown))
        }
        if totals.savedByCache > .zero {
            notes.append("response-cache hits saved $\(totals.savedByCache.decimal), by the gateway's figure")
        }
        if totals.wastedCost > .zero {
            notes.append("$\(totals.wastedCost.decimal) went into attempts that failed or were retried")
        }
        if totals.unpriced > 0 {
            notes.append(
                say(
                    totals.unpriced, "request", "has no price: it is unpriced, not free",
                    "have no price: they are unpriced, not free"))
        }
        if totals.requestsWithoutTokens > 0 {
            notes.append(
                say(totals.requestsWithoutTokens, "request", "does not say its tokens", "do not say their tokens"))
        }
        return notes
    }

    /// A sentence of one thing or of several.
    private static func say(_ count: Int64, _ noun: String, _ ofOne: String, _ ofMany: String) -> String {
        "\(NumberFormat.counted(count, noun)) \(count == 1 ? ofOne : ofMany)"
    }

    private static func clean(_ text: String) -> String { SafeText.clean(text, repertoire: .unicode, limit: 60) }
}
