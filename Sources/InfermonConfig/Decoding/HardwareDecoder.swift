import InfermonModel

/// The keys of `hardware`.
enum HardwareKey: String, ConfigurationKey {
    case tariffs, pue
    case hostWatts = "host_watts"
    case purchase, resale, months, fixed, models

    static let section = "hardware"
}

/// The keys of a tariff.
enum TariffKey: String, ConfigurationKey {
    case days, hours, price

    static let section = "tariffs"
}

/// Decodes `hardware`.
enum HardwareDecoder {
    private static let dayNames = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]

    static func hardware(_ cursor: YAMLCursor) -> HardwareCost? {
        var hardware = HardwareCost(tariffs: [])
        var hasTariffs = false
        cursor.forEachKey(of: HardwareKey.self) { key, value in
            switch key {
            case .tariffs:
                hasTariffs = true
                hardware.tariffs = tariffs(value)
            case .pue:
                hardware.powerUsageEffectiveness = value.number(in: 1...5, "a number") ?? 1
            case .hostWatts: hardware.hostWatts = value.number(in: 0...100_000, "watts as a number") ?? 0
            case .purchase: hardware.purchase = value.money(example: "$10000") ?? .zero
            case .resale: hardware.resale = value.money(example: "$2000") ?? .zero
            case .months: hardware.months = value.integer(in: 1...240, "months").map(Int.init) ?? hardware.months
            case .models:
                hardware.models = value.itemsOrSelf().compactMap { $0.text("a model's name, * for any letters") }
            case .fixed: hardware.fixedPerMonth = value.money(per: "month", example: "$150/month") ?? .zero
            }
        }
        guard case .mapping = cursor.node.content else { return nil }
        if !hasTariffs { cursor.errorAtKey("hardware has no tariffs: the price of electricity such as $0.15/kWh") }
        if hardware.resale > hardware.purchase {
            cursor.error("resale $\(hardware.resale.decimal) is over the purchase of $\(hardware.purchase.decimal)")
        }
        return hardware
    }

    private static func tariffs(_ cursor: YAMLCursor) -> [HardwareCost.Tariff] {
        if case .scalar = cursor.node.content {
            return price(cursor).map { [HardwareCost.Tariff(perKilowattHour: $0)] } ?? []
        }
        let tariffs = cursor.items("a price such as $0.15/kWh, or a list of tariffs").compactMap(tariff)
        if !cursor.problems.hasErrors, let gap = firstHourWithoutPrice(tariffs) {
            cursor.error(
                "no tariff covers \(dayNames[gap.day]) at \(gap.hour) o'clock; add a last one without days and hours")
        }
        return tariffs
    }

    private static func tariff(_ cursor: YAMLCursor) -> HardwareCost.Tariff? {
        var tariff = HardwareCost.Tariff(perKilowattHour: .zero)
        var hasPrice = false
        cursor.forEachKey(of: TariffKey.self) { key, value in
            switch key {
            case .days: tariff.weekdays = days(value) ?? tariff.weekdays
            case .hours:
                guard let hours = hours(value) else { return }
                tariff.fromHour = hours.from
                tariff.toHour = hours.to
            case .price:
                hasPrice = true
                tariff.perKilowattHour = price(value) ?? .zero
            }
        }
        if !hasPrice, case .mapping = cursor.node.content {
            cursor.error("\(cursor.path) has no price such as $0.15/kWh")
        }
        return tariff
    }

    private static func price(_ cursor: YAMLCursor) -> Money? {
        cursor.money(per: "kWh", example: "$0.15/kWh")
    }

    /// `mon-fri`, `sat`, or a list of them.
    private static func days(_ cursor: YAMLCursor) -> Set<Int>? {
        var days: Set<Int> = []
        for item in cursor.itemsOrSelf() {
            let expected = "days such as mon-fri or [sat, sun]"
            guard let text = item.text(expected) else { return nil }
            let ends = text.split(separator: "-", omittingEmptySubsequences: false)
                .map { dayNames.firstIndex(of: $0.lowercased()) }
            guard ends.count <= 2, let first = ends.first ?? nil, let last = ends.last ?? nil else {
                item.mismatch(expected)
                return nil
            }
            var day = first
            days.insert(day)
            while day != last {
                day = (day + 1) % 7
                days.insert(day)
            }
        }
        return days
    }

    /// `7-21`: from the first hour up to the beginning of the second.
    private static func hours(_ cursor: YAMLCursor) -> (from: Int, to: Int)? {
        let expected = "hours such as 7-21 (0 to 24, the first before the second)"
        guard let text = cursor.text(expected) else { return nil }
        let ends = text.split(separator: "-", omittingEmptySubsequences: false).map { Int($0) }
        guard ends.count == 2, let from = ends[0], let to = ends[1], from >= 0, from < to, to <= 24 else {
            cursor.mismatch(expected)
            return nil
        }
        return (from, to)
    }

    private static func firstHourWithoutPrice(_ tariffs: [HardwareCost.Tariff]) -> (day: Int, hour: Int)? {
        for day in 0..<7 {
            for hour in 0..<24
            where !tariffs.contains(where: { $0.weekdays.contains(day) && $0.fromHour <= hour && hour < $0.toHour }) {
                return (day, hour)
            }
        }
        return nil
    }
}
