import InfermonCost
import InfermonIngest
import InfermonModel

/// What `infermon report --format json` prints: the contract of `infermon.report/1`.
enum ReportJSON {
    static func document(
        _ result: ReportResult, comparison: ReportComparison?, reconciliation: Reconciliation?, zone: TimeZoneRules
    ) -> JSONText {
        .object([
            ("schema", .string("infermon.report/1")),
            ("from", .optional(result.from?.rfc3339)),
            ("to", .optional(result.to?.rfc3339)),
            (
                "lines",
                .object([
                    ("read", .integer(result.lines.read)), ("requests", .integer(result.lines.requests)),
                    ("ignored", .integer(result.lines.ignored)), ("malformed", .integer(result.lines.malformed)),
                    ("repeated", .integer(result.repeats)),
                ])
            ),
            ("groups", .array(result.groups.map { group($0, keys: result.keys, zone: zone) })),
            ("totals", .object(RollupJSON.members(result.totals))),
            ("comparison", comparison.map(ComparisonJSON.document) ?? .null),
            ("reconciliation", reconciliation.map(ReconciliationJSON.document) ?? .null),
        ])
    }

    private static func group(_ group: ReportGroup, keys: [ReportKey], zone: TimeZoneRules) -> JSONText {
        var members: [(String, JSONText)] = []
        for key in keys { members.append((key.rawValue, .string(ReportKeyText.text(key, of: group, zone: zone)))) }
        if !keys.contains(.provider) { members.append(("provider", .string(group.series.provider))) }
        return .object(members + RollupJSON.members(group.rollup))
    }
}
