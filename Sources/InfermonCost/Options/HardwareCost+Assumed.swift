public import InfermonModel

extension HardwareCost {
    /// What own hardware is taken to cost where the configuration says nothing: $0.15 a kilowatt-hour, 1.4 times the computers'
    /// power, written off over 36 months, no rent and no resale.
    public static let assumed = HardwareCost(
        tariffs: [Tariff(perKilowattHour: Money(picodollars: 150_000_000_000))], powerUsageEffectiveness: 1.4)

    /// The price of a kilowatt-hour at an hour of the week; `nil` where no tariff covers it.
    ///
    /// - Parameters:
    ///   - weekday: 0 for Sunday … 6 for Saturday.
    ///   - hour: 0…23.
    /// - Returns: The first tariff that covers the hour.
    public func tariff(weekday: Int, hour: Int) -> Money? {
        tariffs.first { $0.weekdays.contains(weekday) && hour >= $0.fromHour && hour < $0.toHour }?.perKilowattHour
    }

    /// The mean price of a kilowatt-hour over the covered hours of a week, in dollars; `nil` without any tariff.
    public var meanTariff: Double? {
        let prices = (0..<168).compactMap { tariff(weekday: $0 / 24, hour: $0 % 24)?.dollars }
        return prices.isEmpty ? nil : prices.reduce(0, +) / Double(prices.count)
    }
}
