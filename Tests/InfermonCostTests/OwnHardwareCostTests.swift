import InfermonCost
import InfermonModel
import Testing

private func date(_ day: Int, _ hour: Int = 0) -> Timestamp {
    Timestamp(seconds: CivilDateTime(year: 2026, month: 11, day: day, hour: hour).secondsSince1970)
}

@Suite struct EnergyMeterTests {
    @Test func `the board's counter is taken as it is, across a gap too`() {
        var meter = EnergyMeter()
        let first = meter.add(GPUSample(energyMillijoules: .value(1_000)), at: date(1))
        #expect(first == nil)
        let interval = meter.add(GPUSample(energyMillijoules: .value(5_000)), at: date(1) + .minutes(5))
        #expect(interval?.millijoules == 4_000)
        #expect(interval?.isEstimated == false)
        let gap = meter.add(GPUSample(energyMillijoules: .value(9_000)), at: date(1) + .hours(3))
        #expect(gap?.millijoules == 4_000)
        #expect(gap?.isEstimated == true, "how it was spread over the hours is not known")
        #expect(meter.add(GPUSample(energyMillijoules: .value(9_500)), at: date(3)) == nil)
    }

    @Test func `a counter that jumps by more than a board draws is not believed`() {
        var meter = EnergyMeter()
        _ = meter.add(GPUSample(powerWatts: .value(100), energyMillijoules: .value(0)), at: date(1))
        let absurd = meter.add(
            GPUSample(powerWatts: .value(300), energyMillijoules: .value(Int64.max)), at: date(1) + .seconds(10))
        #expect(absurd?.millijoules == 2_000_000, "the powers are integrated instead")
        #expect(absurd?.isEstimated == true)
        let next = meter.add(GPUSample(energyMillijoules: .value(Int64.max)), at: date(1) + .seconds(20))
        #expect(next?.millijoules == 0)
    }

    @Test func `a counter that starts anew is never negative energy`() {
        var meter = EnergyMeter()
        _ = meter.add(GPUSample(powerWatts: .value(100), energyMillijoules: .value(9_000_000)), at: date(1))
        let reset = meter.add(
            GPUSample(powerWatts: .value(200), energyMillijoules: .value(50)), at: date(1) + .seconds(10))
        #expect(reset?.millijoules == 1_500_000)
        #expect(reset?.isEstimated == true)
        let next = meter.add(GPUSample(energyMillijoules: .value(2_050)), at: date(1) + .seconds(20))
        #expect(next?.millijoules == 2_000)
    }

    @Test func `without a counter power is integrated, but not over a long gap`() {
        var meter = EnergyMeter()
        _ = meter.add(GPUSample(powerWatts: .value(100)), at: date(1))
        let near = meter.add(GPUSample(powerWatts: .value(300)), at: date(1) + .seconds(10))
        let far = meter.add(GPUSample(powerWatts: .value(300)), at: date(1) + .minutes(6))
        #expect(near?.millijoules == 2_000_000)
        #expect(far == nil)
    }

    @Test func `without power the limit times utilisation is a guess, and without either nothing is`() {
        var meter = EnergyMeter()
        let guess = GPUSample(utilization: .value(0.5), powerLimitWatts: .value(400))
        _ = meter.add(guess, at: date(1))
        let interval = meter.add(guess, at: date(1) + .seconds(10))
        #expect(interval?.millijoules == 2_000_000)
        #expect(interval?.isEstimated == true)
        let nothing = meter.add(GPUSample(), at: date(1) + .seconds(20))
        #expect(nothing == nil)
    }
}

@Suite struct OwnHardwareCostTests {
    private static let chatbot = ScenarioID("chatbot")
    private static let content = ScenarioID("content")

    private static func cost(_ tariffs: [HardwareCost.Tariff]? = nil) -> HardwareCost {
        HardwareCost(
            tariffs: tariffs ?? [.init(perKilowattHour: Money("0.2") ?? .zero)], powerUsageEffectiveness: 1.5,
            hostWatts: 200, purchase: Money(dollars: 25_920), months: 36, fixedPerMonth: Money(dollars: 72))
    }

    /// An hour at 800 W of GPUs.
    private static func hour(
        _ start: Timestamp = date(3, 10), busy: Double? = nil, work: [ScenarioID: GPUWork] = [:],
        isEstimated: Bool = false
    ) -> HardwareInterval {
        HardwareInterval(
            start: start, end: start + .hours(1), gpuMillijoules: 800 * 3_600_000, isEstimated: isEstimated,
            busyRatio: busy, work: work)
    }

    private static func dollars(_ money: Money?) -> Double { ((money?.dollars ?? -1) * 1e6).rounded() / 1e6 }

    @Test func `an hour costs its energy with cooling, its purchase and its rent`() {
        let total = HardwareLedger(cost: Self.cost(), zone: .utc).total([Self.hour()])
        // (0.8 + 0.2) kWh x 1.5 x $0.20; 25,920 / 36 / 720 h; 72 / 720 h.
        #expect(Self.dollars(total.electricity) == 0.3)
        #expect(Self.dollars(total.amortisation) == 1)
        #expect(Self.dollars(total.fixed) == 0.1)
        #expect(Self.dollars(total.idle) == 1.4)
        #expect(total.shares.isEmpty)
        #expect(total.usage == .zero && total.utilization == 0)
        #expect(!total.isEstimated)
    }

    @Test func `work is shared by tokens, an answer's counting four times a prompt's`() {
        let work = [
            Self.chatbot: GPUWork(prefillTokens: 4_000, outputTokens: 1_000),
            Self.content: GPUWork(prefillTokens: 0, outputTokens: 6_000),
        ]
        let total = HardwareLedger(cost: Self.cost(), zone: .utc).total([Self.hour(work: work)])
        #expect(Self.dollars(total.shares[Self.chatbot]?.allocation) == 0.35)
        #expect(Self.dollars(total.shares[Self.content]?.allocation) == 1.05)
        #expect(total.idle == .zero)
        #expect(Self.dollars(total.shares[Self.content]?.allocationPerMillionTokens) == 175)
    }

    @Test func `seconds of GPU time count instead of tokens where the log has them`() {
        let work = [
            Self.chatbot: GPUWork(outputTokens: 1, gpuSeconds: 900),
            Self.content: GPUWork(outputTokens: 9_999, gpuSeconds: 2_700),
        ]
        let total = HardwareLedger(cost: Self.cost(), zone: .utc).total([Self.hour(work: work)])
        #expect(Self.dollars(total.shares[Self.chatbot]?.allocation) == 0.35)
    }

    @Test func `the idle part is a row of its own and usage is less than allocation`() {
        let work = [Self.chatbot: GPUWork(outputTokens: 100)]
        let ledger = HardwareLedger(cost: Self.cost(), zone: .utc, idleWatts: 400)
        let total = ledger.total([Self.hour(busy: 0.25, work: work)])
        #expect(Self.dollars(total.idle) == 1.05)
        #expect(Self.dollars(total.shares[Self.chatbot]?.allocation) == 0.35)
        // Electricity above 600 W of the idle machine, and a quarter of the purchase.
        #expect(Self.dollars(total.usage) == 0.12 + 0.25)
        #expect(abs((total.utilization ?? 0) - 0.37 / 1.4) < 1e-9)
    }

    @Test func `parts and idle add up to the whole exactly`() {
        var random = SplitMix64(seed: 5)
        let names = ["a", "b", "c", "d"].map(ScenarioID.init)
        let intervals = (0..<200).map { index in
            let work = Dictionary(
                uniqueKeysWithValues: names.prefix(Int(random.next() % 5)).map {
                    ($0, GPUWork(prefillTokens: Int64(random.next() % 9_999), outputTokens: Int64(random.next() % 999)))
                })
            return HardwareInterval(
                start: date(1) + .minutes(Int64(index * 7)), end: date(1) + .minutes(Int64(index * 7 + 7)),
                gpuMillijoules: Double(random.next() % 1_000_000_000), busyRatio: Double(random.next() % 100) / 100,
                work: work)
        }
        let total = HardwareLedger(cost: Self.cost(), zone: .utc).total(intervals)
        let parts = total.shares.values.reduce(total.idle) { $0 + $1.allocation }
        #expect(parts == total.allocation)
        #expect(total.usage < total.allocation)
    }

    @Test func `the tariff follows local weekday and hour`() {
        let night = HardwareCost.Tariff(
            weekdays: [1, 2, 3, 4, 5], fromHour: 7, toHour: 20, perKilowattHour: Money("0.3") ?? .zero)
        let day = HardwareCost.Tariff(perKilowattHour: Money("0.1") ?? .zero)
        let zone = TimeZoneRules(name: "test", initialOffsetSeconds: 3_600)
        let ledger = HardwareLedger(cost: Self.cost([night, day]), zone: zone)
        // 3 November 2026 is a Tuesday: 06:00 local, 07:00 local, and half of each.
        #expect(Self.dollars(ledger.total([Self.hour(date(3, 5))]).electricity) == 0.15)
        #expect(Self.dollars(ledger.total([Self.hour(date(3, 6))]).electricity) == 0.45)
        #expect(Self.dollars(ledger.total([Self.hour(date(3, 5) + .minutes(30))]).electricity) == 0.3)
        #expect(Self.dollars(ledger.total([Self.hour(date(1, 10))]).electricity) == 0.15)
    }

    @Test func `hours without a tariff are said and mark the sum as estimated`() {
        let tariff = HardwareCost.Tariff(fromHour: 0, toHour: 6, perKilowattHour: Money("0.3") ?? .zero)
        let total = HardwareLedger(cost: Self.cost([tariff]), zone: .utc).total([Self.hour()])
        #expect(total.electricity == .zero)
        #expect(total.hoursWithoutTariff == 1)
        #expect(total.isEstimated)
    }

    @Test func `one guessed interval marks the whole`() {
        let ledger = HardwareLedger(cost: Self.cost(), zone: .utc)
        #expect(ledger.total([Self.hour(), Self.hour(isEstimated: true)]).isEstimated)
    }

    @Test(arguments: [
        ("1B", 1_000.0, 50.0, 0.381, 0.070, 0.00045), ("2B", 100, 1_000, 0.571, 0.083, 0.0065),
        ("3C", 50, 2_000, 2.283, 0.174, 0.0491),
    ])
    func `the document's machines cost what the design works out`(
        id: String, load: Double, output: Double, amortisation: Double, electricity: Double, each: Double
    ) throws {
        let option = try #require(OptionCatalogue().option(named: id))
        guard case .local(let hardware) = option.place else {
            Issue.record("\(id) must be local")
            return
        }
        let physics = LocalPhysics(hardware)
        let perHour = physics.amortisationPerMonth(cost: .assumed) / PlanningMonth.hours
        let busy = physics.busyRatio(requestsPerHour: load, outputTokens: output)
        let power = physics.electricityPerHour(busyRatio: busy, cost: .assumed) ?? 0
        #expect(abs(perHour - amortisation) < 0.0006)
        #expect(abs(power - electricity) < 0.001)
        #expect(abs((perHour + power) / load / each - 1) < 0.01)
    }
}
