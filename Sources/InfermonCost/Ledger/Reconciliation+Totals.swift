public import InfermonModel

extension Reconciliation {
    /// The rows of all scenarios of a provider's day as one: a bill that no project splits is comparable only so.
    public var byProviderDay: [Row] {
        var merged: [Row] = []
        for row in rows {
            if let last = merged.indices.last, merged[last].day == row.day, merged[last].provider == row.provider {
                merged[last].add(row)
            } else {
                var row = row
                row.scenario = .all
                merged.append(row)
            }
        }
        return merged
    }

    /// The month's rows of one scenario as one; `nil` when it has none.
    public func total(of scenario: ScenarioID) -> Row? { Self.sum(rows.filter { $0.scenario == scenario }) }

    /// All of the month as one row; `nil` without rows.
    public var total: Row? { Self.sum(rows) }

    /// Own figure / bill over the closed, whole days of providers that both have; `nil` when there are none.
    public var captureRatio: Double? {
        let closed = byProviderDay.filter {
            // Of a day on which observing began the bill is whole and the log is not.
            !$0.isProvisional && !$0.isProrated && $0.day >= observedSince && $0.requests > 0
                && ($0.billed ?? .zero) > .zero
        }
        let billed = closed.reduce(Money.zero) { $0 + ($1.billed ?? .zero) }
        guard billed > .zero else { return nil }
        return closed.reduce(Money.zero) { $0 + $1.best }.dollars / billed.dollars
    }

    /// What is to be known about the figures, as sentences.
    public var notes: [String] {
        var notes: [String] = []
        if let ratio = captureRatio, ratio < 0.9 {
            notes.append(
                "Logs explain \(NumberText.percent(ratio)) of the bill of closed days: requests bypass the gateway.")
        } else if let ratio = captureRatio, ratio > 1.1 {
            notes.append(
                "Logs come to \(NumberText.percent(ratio)) of the bill of closed days: prices or discounts differ.")
        }
        if cutsDays, rows.contains(where: \.isProrated) {
            notes.append("Providers bill UTC days: the month's first and last day are prorated.")
        }
        let unpriced = rows.reduce(Int64(0)) { $0 + $1.unpriced }
        if unpriced > 0 {
            notes.append(
                "\(NumberText.fixed(Double(unpriced), 0)) requests have no price and are in no figure of ours.")
        }
        if rows.contains(where: \.isProvisional) { notes.append("Bills of days that are not closed can still change.") }
        return notes
    }

    private static func sum(_ rows: [Row]) -> Row? {
        guard var sum = rows.first else { return nil }
        for row in rows.dropFirst() { sum.add(row) }
        return sum
    }
}
