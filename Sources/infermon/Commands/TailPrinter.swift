import Glibc
import InfermonModel
import InfermonView
import Synchronization

/// Prints requests as lines, in the order in which they were read.
final class TailPrinter: Sendable {
    private let scenarios: Set<String>
    private let showsCost: Bool
    private let format: TextOrJSON
    private let zone: TimeZoneRules
    private let closed = Atomic(false)

    init(scenarios: Set<String>, showsCost: Bool, format: TextOrJSON, zone: TimeZoneRules) {
        self.scenarios = scenarios
        self.showsCost = showsCost
        self.format = format
        self.zone = zone
    }

    /// Whether nobody reads the output any more.
    var isClosed: Bool { closed.load(ordering: .relaxed) }

    /// Prints what belongs to the scenarios asked for.
    ///
    /// - Parameters:
    ///   - events: The requests, oldest first.
    ///   - snapshot: The money of the month, these requests included.
    func print(_ events: [RequestEvent], _ snapshot: Snapshot) {
        var text = ""
        for event in events where scenarios.isEmpty || scenarios.contains(event.scenario.rawValue) {
            text += line(event, snapshot.scenarios.first { $0.scenario.id == event.scenario }) + "\n"
        }
        guard !text.isEmpty else { return }
        var bytes = Array(text.utf8)[...]
        while !bytes.isEmpty {
            let count = bytes.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
            guard count > 0 else {
                closed.store(true, ordering: .relaxed)
                return
            }
            bytes = bytes.dropFirst(count)
        }
    }

    private func line(_ event: RequestEvent, _ scenario: ScenarioSnapshot?) -> String {
        let bound = scenario?.latencyObjective?.target
        switch format {
        case .json:
            return EventJSON.document(event, budget: showsCost ? scenario?.budget : nil).text
        case .text:
            guard showsCost, let budget = scenario?.budget else {
                return PlainText.line(event, bound: bound, zone: zone)
            }
            return PlainText.line(event, budget: budget, bound: bound, zone: zone)
        }
    }
}
