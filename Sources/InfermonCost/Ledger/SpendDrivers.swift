public import InfermonModel

/// What made a stretch of time cost more or less than another one, by a key such as the model.
///
/// Each key's change is divided, in this order, into what more requests cost at the old cost per request (*volume*), what longer
/// ones cost at the old cost per token (*length*), and the rest (*price*: other rates, other caching, another mix inside the key).
/// The parts add up to the change to the pico-dollar, and the changes to the change of the whole.
public struct SpendDrivers: Hashable, Sendable {
    /// One key's part.
    public struct Driver: Hashable, Sendable {
        /// The key's value, such as `gpt-4`.
        public var key: String
        /// What it cost in the stretch before.
        public var before: Money
        /// What it cost now.
        public var after: Money
        /// More or fewer requests.
        public var volume: Money
        /// More or fewer tokens in a request.
        public var length: Money

        /// What changed.
        public var change: Money { after - before }
        /// All that is neither volume nor length.
        public var price: Money { change - volume - length }
    }

    /// All keys that cost something in either stretch, the greatest change first.
    public let drivers: [Driver]

    /// Compares two stretches.
    ///
    /// - Parameters:
    ///   - before: The sums of the stretch before, by key.
    ///   - after: The sums now, by key.
    public init(before: [String: Rollup], after: [String: Rollup]) {
        drivers = Set(before.keys).union(after.keys).map { key in
            Self.driver(key, before[key] ?? Rollup(), after[key] ?? Rollup())
        }.filter { $0.before != .zero || $0.after != .zero }.sorted {
            let (left, right) = ($0.change.picodollars.magnitude, $1.change.picodollars.magnitude)
            return left == right ? $0.key < $1.key : left > right
        }
    }

    private static func driver(_ key: String, _ before: Rollup, _ after: Rollup) -> Driver {
        var driver = Driver(key: key, before: before.bestCost, after: after.bestCost, volume: .zero, length: .zero)
        guard before.requests > 0, after.requests > 0 else {
            driver.volume = driver.change
            return driver
        }
        let atNewVolume = driver.before.scaled(by: after.requests, over: before.requests)
        driver.volume = atNewVolume - driver.before
        if let growth = lengthGrowth(before, after) {
            driver.length = Money(roughDollars: atNewVolume.dollars * growth)
        }
        return driver
    }

    /// Tokens of a request now over those before, less one; `nil` where either is not known.
    private static func lengthGrowth(_ before: Rollup, _ after: Rollup) -> Double? {
        guard let old = meanTokens(before), let new = meanTokens(after), old > 0 else { return nil }
        return new / old - 1
    }

    private static func meanTokens(_ rollup: Rollup) -> Double? {
        let requests = rollup.requests - rollup.requestsWithoutTokens
        return requests > 0 ? (Double(rollup.tokens.input) + Double(rollup.tokens.output)) / Double(requests) : nil
    }
}
