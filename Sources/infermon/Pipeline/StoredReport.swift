import InfermonConfig
import InfermonIngest
import InfermonModel
import InfermonStore

/// A report from what the live screen has stored.
enum StoredReport {
    /// Sums the stored hours by the keys asked for.
    ///
    /// - Throws: `ExitCode` with the reason: no store, or a key that sums do not tell apart.
    static func read(
        _ configuration: Configuration, keys: [ReportKey], from: Timestamp?, to: Timestamp?, now: Timestamp
    ) throws -> ReportResult {
        guard !keys.contains(.outcome) else {
            throw failure([
                "infermon report: the store keeps sums, which cannot be grouped by outcome; name the log files to do that."
            ])
        }
        let path = configuration.storePath ?? LiveSession.standardStorePath
        let month = BillingMonth(containing: now, in: configuration.zone)
        let begin = from ?? month.start
        let end = to ?? now + .seconds(1)
        // Quarters are kept long enough for a month in any zone; older traffic is known by the hour.
        let span: RollupSpan = begin >= now - RollupSpan.quarter.retention ? .quarter : .hour
        var groups: [ReportGroup: Rollup] = [:]
        var observedSince = now
        do {
            let store = try Store(reading: path, now: now)
            observedSince = try LiveSession.observedSince(store, now: now)
            try store.forEachRow(span, from: begin.floored(to: span.span), to: end) { row in
                observedSince = min(observedSince, row.start)
                let key = group(row, keys: keys, zone: configuration.zone)
                groups[key, default: Rollup()].merge(row.rollup)
            }
        } catch {
            throw failure(["infermon report: \(error)", "Name log files to report them without a store."], code: 3)
        }
        // Sums are kept by the interval: what is reported is whole intervals, and says so.
        var result = ReportResult(keys: keys, from: begin.floored(to: span.span), to: end)
        result.observedSince = max(result.from ?? begin, observedSince)
        result.groups = groups.map { key, rollup in
            ReportGroup(series: key.series, start: key.start, rollup: rollup)
        }.sorted { Self.place($0, keys: keys) < Self.place($1, keys: keys) }
        for group in result.groups { result.totals.merge(group.rollup) }
        return result
    }

    /// In the order of what was asked for; a provider that only comes along with its model is last.
    private static func place(_ group: ReportGroup, keys: [ReportKey]) -> (Timestamp, SeriesKey, String) {
        var series = group.series
        if !keys.contains(.provider) { series.provider = "" }
        return (group.start ?? .epoch, series, group.series.provider)
    }

    private static func group(_ row: RollupRow, keys: [ReportKey], zone: TimeZoneRules) -> ReportGroup {
        let series = row.series
        let kept = SeriesKey(
            scenario: keys.contains(.scenario) ? series.scenario : ScenarioID(""),
            model: keys.contains(.model) ? series.model : "",
            provider: keys.contains(.provider) || keys.contains(.model) ? series.provider : "",
            key: keys.contains(.key) ? series.key : "", team: keys.contains(.team) ? series.team : "")
        var start: Timestamp?
        if keys.contains(.hour) {
            start = row.start.floored(to: .hours(1))
        } else if keys.contains(.day) {
            let day = zone.local(at: row.start)
            start = zone.instant(of: CivilDateTime(year: day.year, month: day.month, day: day.day))
        }
        return ReportGroup(series: kept, start: start, rollup: Rollup())
    }
}
