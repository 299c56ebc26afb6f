public import InfermonModel

extension SpendForecast {
    /// How long a forecast is shown before it is made anew: its range is drawn from a thousand months, which no frame needs anew.
    public static let longestAge = TimeSpan.seconds(20)

    /// Whether a forecast still says something: while a backlog is read, the month's spend is soon more than it foresaw.
    ///
    /// - Parameters:
    ///   - status: The forecast as it was made, with what had been spent then.
    ///   - age: The time since; negative when the clock was set back.
    ///   - spent: What has been spent by now.
    /// - Returns: Whether to show it: for a second in any case, longer unless spend is beyond the estimate, and from five seconds on
    ///   unless it grew by over a twentieth.
    public static func stands(_ status: BudgetStatus, age: TimeSpan, spent: Money) -> Bool {
        guard age >= .zero, age < longestAge else { return false }
        if age < .seconds(1) { return true }
        if let estimate = status.estimate, spent > estimate { return false }
        return age < .seconds(5) || spent - status.spent <= status.spent.scaled(by: 1, over: 20)
    }
}
