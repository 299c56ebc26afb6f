import InfermonModel
import InfermonRollup

/// Attempts with texts that stay in memory as long as the builder does.
final class AttemptBuilder {
    private var texts: [UnsafeMutableBufferPointer<UInt8>] = []
    private var labels: [UnsafeMutablePointer<AttemptLabel>] = []

    deinit {
        for text in texts { text.deallocate() }
        for label in labels { label.deallocate() }
    }

    func text(_ string: String) -> LogText {
        guard !string.isEmpty else { return .empty }
        let bytes = UnsafeMutableBufferPointer<UInt8>.allocate(capacity: string.utf8.count)
        _ = bytes.initialize(from: string.utf8)
        texts.append(bytes)
        return LogText(UnsafeBufferPointer(bytes))
    }

    func labels(_ kind: AttemptLabel.Kind, _ pairs: [(String, String)]) -> AttemptLabels {
        var list = AttemptLabels.none
        for (name, value) in pairs {
            let pointer = UnsafeMutablePointer<AttemptLabel>.allocate(capacity: 1)
            pointer.initialize(to: AttemptLabel(kind: kind, name: text(name), value: text(value), before: list))
            labels.append(pointer)
            list = AttemptLabels(pointer)
        }
        return list
    }

    /// An attempt that ended `end` seconds after a round instant.
    func attempt(
        end: Double, lasting seconds: Double = 1, _ outcome: RequestOutcome = .ok, group: String = "", id: String = "",
        model: String = "m", key: String = "", team: String = "", mark: String = "chat", cost: String? = nil,
        tokens: TokenUsage? = nil
    ) -> AttemptRecord {
        var record = AttemptRecord()
        record.endedAt = Timestamp(microseconds: 1_795_404_000_000_000 + Int64(end * 1e6))
        record.duration = TimeSpan(microseconds: Int64(seconds * 1e6))
        record.outcome = outcome
        record.groupID = text(group)
        record.eventID = text(id)
        record.model = text(model)
        record.key = text(key)
        record.team = text(team)
        record.scenarioMark = text(mark)
        record.gatewayCost = cost.flatMap { Money($0) }
        record.tokens = tokens
        record.complete()
        return record
    }
}

/// Rows merged by series, whatever their minute.
func merged(_ rows: [RollupRow]) -> [SeriesKey: Rollup] {
    rows.reduce(into: [:]) { $0[$1.series, default: Rollup()].merge($1.rollup) }
}
