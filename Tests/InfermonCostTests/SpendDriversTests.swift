import InfermonCost
import InfermonModel
import Testing

@Suite struct SpendDriversTests {
    private func rollup(_ requests: Int64, cost: String, tokens: Int64 = 0) -> Rollup {
        var rollup = Rollup()
        rollup.requests = requests
        rollup.bestCost = Money(cost) ?? .zero
        rollup.tokens = TokenUsage(uncachedInput: tokens * requests)
        return rollup
    }

    @Test func `more requests, longer ones and dearer ones are told apart`() throws {
        let drivers = SpendDrivers(
            before: ["gpt-4": rollup(100, cost: "10", tokens: 1_000)],
            after: ["gpt-4": rollup(200, cost: "45", tokens: 1_500)])
        let driver = try #require(drivers.drivers.first)
        #expect(driver.change == Money("35"))
        #expect(driver.volume == Money("10"))
        #expect(driver.length == Money("10"))
        #expect(driver.price == Money("15"))
    }

    @Test func `what is new or gone is volume, and the greatest change comes first`() {
        let drivers = SpendDrivers(
            before: ["old": rollup(10, cost: "3"), "free": rollup(5, cost: "0")], after: ["new": rollup(1, cost: "7")])
        #expect(drivers.drivers.map(\.key) == ["new", "old"])
        #expect(drivers.drivers.map(\.volume) == [Money("7"), Money("-3")])
        #expect(drivers.drivers.allSatisfy { $0.price == .zero && $0.length == .zero })
    }

    @Test func `parts add up to the change of the whole to the pico-dollar`() {
        var random = SplitMix64(seed: 11)
        for _ in 0..<200 {
            func some() -> [String: Rollup] {
                Dictionary(
                    (0..<Int.random(in: 0...6, using: &random)).map { _ in
                        let key = "m\(Int.random(in: 0..<5, using: &random))"
                        var sum = rollup(.random(in: 0...1_000_000, using: &random), cost: "0")
                        sum.bestCost = Money(picodollars: .random(in: -1_000...1_000_000_000_000_000, using: &random))
                        sum.tokens = TokenUsage(output: .random(in: 0...1_000_000_000, using: &random))
                        return (key, sum)
                    }, uniquingKeysWith: { first, _ in first })
            }
            let (before, after) = (some(), some())
            let drivers = SpendDrivers(before: before, after: after).drivers
            let sum = drivers.reduce(Money.zero) { $0 + $1.volume + $1.length + $1.price }
            let change =
                after.values.reduce(Money.zero) { $0 + $1.bestCost } - before.values.reduce(.zero) { $0 + $1.bestCost }
            #expect(sum == change)
        }
    }
}
