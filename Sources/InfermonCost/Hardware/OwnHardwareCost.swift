public import InfermonModel

/// What own GPUs cost, by scenario, on two bases that must not be confused.
///
/// *Allocation* is everything for having the hardware up: electricity, purchase written off, rent, idle hours. It answers whether
/// to build or to buy. *Usage* is the part in active work only, and compares models or hardware. The bases are those of OpenCost's
/// inference costs; idle is a row of its own and never hidden.
public struct OwnHardwareCost: Hashable, Sendable {
    /// One scenario's part.
    public struct Share: Hashable, Sendable {
        /// Its part of having the hardware up while it worked.
        public var allocation: Money = .zero
        /// Its part of active work only.
        public var usage: Money = .zero
        /// Generated tokens.
        public var outputTokens: Int64 = 0

        /// Allocation cost per million generated tokens; `nil` without tokens.
        public var allocationPerMillionTokens: Money? {
            outputTokens > 0 ? allocation.scaled(by: 1_000_000, over: outputTokens) : nil
        }
    }

    /// Electricity, cooling included.
    public var electricity: Money = .zero
    /// Purchase written off.
    public var amortisation: Money = .zero
    /// Rent, support and administration.
    public var fixed: Money = .zero
    /// The part of all three in which nothing was asked.
    public var idle: Money = .zero
    /// The parts of scenarios; with ``idle`` they add up to ``allocation`` exactly.
    public var shares: [ScenarioID: Share] = [:]
    /// Whether any energy was integrated or guessed, or a tariff was missing.
    public var isEstimated = false
    /// Hours that no tariff covers, whose electricity is left out.
    public var hoursWithoutTariff = 0.0

    /// Everything for having the hardware up.
    public var allocation: Money { electricity + amortisation + fixed }

    /// The part in active work only.
    public var usage: Money { shares.values.reduce(.zero) { $0 + $1.usage } }

    /// Usage / allocation, 0…1: one dollar of usage at 0.25 costs four; `nil` without costs.
    public var utilization: Double? {
        allocation > .zero ? usage.dollars / allocation.dollars : nil
    }
}

/// Works out the cost of own hardware from its intervals.
public struct HardwareLedger: Hashable, Sendable {
    /// Tariff, cooling, purchase and fixed costs.
    public var cost: HardwareCost
    /// The zone of the tariff's hours and of months.
    public var zone: TimeZoneRules
    /// Power of the GPUs with nothing to do, in watts; `nil` to take electricity by the busy share.
    public var idleWatts: Double?
    /// How much a prompt token counts against a generated one, 1 to 4 unless measured.
    public var prefillWeight: Double
    /// How much a generated token counts.
    public var outputWeight: Double

    /// Creates a ledger.
    public init(
        cost: HardwareCost, zone: TimeZoneRules, idleWatts: Double? = nil, prefillWeight: Double = 1,
        outputWeight: Double = 4
    ) {
        self.cost = cost
        self.zone = zone
        self.idleWatts = idleWatts
        self.prefillWeight = prefillWeight
        self.outputWeight = outputWeight
    }

    /// The cost of all intervals together.
    public func total(_ intervals: some Sequence<HardwareInterval>) -> OwnHardwareCost {
        var total = OwnHardwareCost()
        for interval in intervals where interval.end > interval.start { add(interval, to: &total) }
        return total
    }

    private func add(_ interval: HardwareInterval, to total: inout OwnHardwareCost) {
        let seconds = (interval.end - interval.start).seconds
        let kilowattHours =
            (interval.gpuMillijoules / 3.6e9 + cost.hostWatts * seconds / 3.6e6) * cost.powerUsageEffectiveness
        let tariff = meanTariff(from: interval.start, to: interval.end)
        let electricity = Money(roughDollars: kilowattHours * (tariff.price ?? 0))
        let monthHours = BillingMonth(containing: interval.start, in: zone).hours
        let perMonth = (cost.purchase - cost.resale).dollars / Double(max(1, cost.months))
        let amortisation = Money(roughDollars: perMonth / monthHours * seconds / 3_600)
        let fixed = Money(roughDollars: cost.fixedPerMonth.dollars / monthHours * seconds / 3_600)

        let weights = interval.work.mapValues(weight)
        let work = weights.values.reduce(0, +)
        let busy = work > 0 ? min(1, max(0, interval.busyRatio ?? 1)) : 0
        let all = electricity + amortisation + fixed
        let active = Money(roughDollars: all.dollars * busy)
        total.electricity += electricity
        total.amortisation += amortisation
        total.fixed += fixed
        total.idle += all - active
        total.isEstimated = total.isEstimated || interval.isEstimated || tariff.uncoveredHours > 0
        total.hoursWithoutTariff += tariff.uncoveredHours
        guard work > 0 else { return }
        let idleEnergy = idleWatts.map {
            ($0 + cost.hostWatts) * seconds / 3.6e6 * cost.powerUsageEffectiveness * (tariff.price ?? 0)
        }
        let activeElectricity = idleEnergy.map { max(0, electricity.dollars - $0) } ?? electricity.dollars * busy
        let used = Money(roughDollars: activeElectricity + amortisation.dollars * busy)
        divide(active: active, used: used, by: weights, work: work, interval.work, into: &total)
    }

    /// Divides amounts by weight so that the parts add up to the whole exactly.
    private func divide(
        active: Money, used: Money, by weights: [ScenarioID: Double], work: Double, _ tokens: [ScenarioID: GPUWork],
        into total: inout OwnHardwareCost
    ) {
        var before = 0.0
        var given = (active: Money.zero, used: Money.zero)
        let order = weights.keys.sorted()
        for (index, scenario) in order.enumerated() {
            before += weights[scenario] ?? 0
            let share = index == order.count - 1 ? 1 : before / work
            let reached = (
                active: share == 1 ? active : Money(roughDollars: active.dollars * share),
                used: share == 1 ? used : Money(roughDollars: used.dollars * share)
            )
            total.shares[scenario, default: .init()].allocation += reached.active - given.active
            total.shares[scenario, default: .init()].usage += reached.used - given.used
            total.shares[scenario, default: .init()].outputTokens &+= tokens[scenario]?.outputTokens ?? 0
            given = reached
        }
    }

    private func weight(_ work: GPUWork) -> Double {
        if let seconds = work.gpuSeconds { return max(0, seconds) }
        return max(0, Double(work.prefillTokens) * prefillWeight + Double(work.outputTokens) * outputWeight)
    }

    /// The mean tariff over a stretch, hour by local hour.
    private func meanTariff(from start: Timestamp, to end: Timestamp) -> (price: Double?, uncoveredHours: Double) {
        var sum = 0.0
        var covered = 0.0
        var uncovered = 0.0
        var instant = start
        while instant < end {
            // Quarters, since zones begin their hours on quarters of UTC's.
            let next = min(instant.floored(to: .minutes(15)) + .minutes(15), end)
            let local = zone.local(at: instant)
            let hours = (next - instant).hours
            if let price = cost.tariff(weekday: local.weekday, hour: local.hour) {
                sum += price.dollars * hours
                covered += hours
            } else {
                uncovered += hours
            }
            instant = next
        }
        return (covered > 0 ? sum / (covered + uncovered) : nil, uncovered)
    }
}
