import InfermonIngest
import InfermonModel

/// A group's value of a key, as text.
enum ReportKeyText {
    static func text(_ key: ReportKey, of group: ReportGroup, zone: TimeZoneRules) -> String {
        switch key {
        case .scenario: group.series.scenario.rawValue
        case .model: group.series.model
        case .provider: group.series.provider
        case .key: group.series.key
        case .team: group.series.team
        case .outcome: group.outcome?.name ?? ""
        case .hour: group.start.map { local($0, zone: zone, withHour: true) } ?? ""
        case .day: group.start.map { local($0, zone: zone, withHour: false) } ?? ""
        }
    }

    private static func local(_ instant: Timestamp, zone: TimeZoneRules, withHour: Bool) -> String {
        // The instant on the zone's clock, printed by the rules of UTC.
        let text = Timestamp(seconds: zone.local(at: instant).secondsSince1970).rfc3339
        return withHour ? text.prefix(16).replacing("T", with: " ") : String(text.prefix(10))
    }
}

extension Substring {
    fileprivate func replacing(_ old: Character, with new: Character) -> String {
        String(map { $0 == old ? new : $0 })
    }
}
