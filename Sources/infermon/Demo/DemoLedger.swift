import InfermonModel
import Synchronization

/// What the played provider has served and charged, by hour and model: what its usage API answers from.
final class DemoLedger: Sendable {
    /// The sums of one model over one hour.
    struct Entry {
        var requests: Int64 = 0
        var inputTokens: Int64 = 0
        var outputTokens: Int64 = 0
        var cost = Money.zero
    }

    private struct Key: Hashable {
        let hour: Timestamp
        let model: String
    }

    private let provider: String
    private let entries = Mutex<[Key: Entry]>([:])
    private let clock: DemoClock

    init(provider: String, clock: DemoClock) {
        self.provider = provider
        self.clock = clock
    }

    /// Books one served request, unless another provider served it.
    func book(_ charge: DemoTraffic.Charge) {
        guard charge.model.provider == provider else { return }
        entries.withLock {
            var entry = $0[Key(hour: charge.at.floored(to: .hours(1)), model: charge.model.group)] ?? Entry()
            entry.requests += 1
            entry.inputTokens += charge.inputTokens
            entry.outputTokens += charge.outputTokens
            entry.cost += charge.cost
            $0[Key(hour: charge.at.floored(to: .hours(1)), model: charge.model.group)] = entry
        }
    }

    /// The sums by model of the hours that start in `start..<end`, without an hour that began in the last five minutes: providers lag.
    func sums(from start: Timestamp, to end: Timestamp) -> [(model: String, entry: Entry)] {
        let visible = clock.now() - .minutes(5)
        return entries.withLock { entries in
            var sums: [String: Entry] = [:]
            for (key, entry) in entries where key.hour >= start && key.hour < end && key.hour <= visible {
                var sum = sums[key.model] ?? Entry()
                sum.requests += entry.requests
                sum.inputTokens += entry.inputTokens
                sum.outputTokens += entry.outputTokens
                sum.cost += entry.cost
                sums[key.model] = sum
            }
            return sums.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
        }
    }
}
