import InfermonModel

extension YAMLCursor {
    /// A length of time inside `range`.
    func duration(in range: ClosedRange<TimeSpan>) -> TimeSpan? {
        guard let span = quantity("a duration such as 500ms, 2s, 5m or 1h30m", Quantity.duration) else { return nil }
        guard range.contains(span) else {
            error(
                "\(path) is \(Quantity.text(span)); expected \(Quantity.text(range.lowerBound)) to "
                    + Quantity.text(range.upperBound))
            return nil
        }
        return span
    }

    /// An amount of dollars that is not negative, per `unit` when one is given.
    func money(per unit: String? = nil, example: String) -> Money? {
        quantity("US dollars such as \(example)") { Quantity.money($0, per: unit) }
    }

    /// Events per hour, more than none.
    func ratePerHour() -> Double? {
        quantity("a rate such as 1000/h or 20/min", Quantity.ratePerHour)
    }

    /// Bytes, more than none.
    func bytes() -> Int64? {
        quantity("a size such as 32GB or 80GiB", Quantity.bytes)
    }

    /// A share inside `range`, where 1 is 100 %.
    func ratio(in range: ClosedRange<Double>, example: String) -> Double? {
        quantity("a share such as \(example)") { Quantity.ratio($0).flatMap { range.contains($0) ? $0 : nil } }
    }

    /// A number inside `range`.
    func number(in range: ClosedRange<Double>, _ unit: String) -> Double? {
        quantity("\(unit), \(Quantity.text(range.lowerBound)) to \(Quantity.text(range.upperBound))") {
            Quantity.number($0).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// A whole number inside `range`.
    func integer(in range: ClosedRange<Int64>, _ unit: String) -> Int64? {
        quantity("\(unit), a whole number from \(range.lowerBound) to \(range.upperBound)") {
            Int64($0).flatMap { range.contains($0) ? $0 : nil }
        }
    }

    /// One of the names of an enumeration.
    func choice<Choice: RawRepresentable<String>>(_ choices: [Choice]) -> Choice? {
        name(among: choices.map(\.rawValue)).flatMap(Choice.init(rawValue:))
    }

    /// One of `names`.
    func name(among names: [String]) -> String? {
        guard let text = text("one of \(names.joined(separator: ", "))") else { return nil }
        guard names.contains(text) else {
            error("found \(OutsideText.quoted(text)) in \(path)\(NearestName.hint(for: text, among: names))")
            return nil
        }
        return text
    }

    private func quantity<Value>(_ expected: String, _ parse: (String) -> Value?) -> Value? {
        guard let text = text(expected) else { return nil }
        if let value = parse(text) { return value }
        let unitless = Quantity.number(text) != nil && !expected.contains("number") ? ", which has no unit" : ""
        error("found \(OutsideText.quoted(text))\(unitless); \(path) is \(expected)")
        return nil
    }
}
