import InfermonCost

/// How far off forecasts of a month are, by the day that they are made on, over 400 invented months.
enum ForecastCost {
    static func measure() {
        print("forecast: mean error of the month's total, by method, and months inside the range")
        print("  day  trailing 7 days  month to date  last 24 h  last hour  in range")
        for row in ForecastSimulation().run() {
            let errors = [
                row.trailingWeekError, row.monthToDateError, row.lastDayError, row.lastHourError, row.coverage,
            ]
            let cells = zip([15, 13, 9, 9, 8], errors).map { width, value in
                let text = rounded(value * 100, places: 1) + " %"
                return String(repeating: " ", count: max(0, width - text.count)) + text
            }
            let day = "\(row.day)"
            print("  " + String(repeating: " ", count: 3 - day.count) + day + "  " + cells.joined(separator: "  "))
        }
    }
}
