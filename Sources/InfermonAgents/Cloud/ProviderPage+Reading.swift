extension ProviderPage {
    /// Adds a note once.
    mutating func note(_ sentence: String) {
        if !notes.contains(sentence) { notes.append(sentence) }
    }

    /// Whether an amount is in US dollars; one in another currency gets a note and is left out, never converted.
    mutating func isDollar(_ currency: String?) -> Bool {
        guard let currency, currency.lowercased() != "usd" else { return true }
        let name = SecretRedaction().redacted(currency, limit: 8)
        note("Amounts in \(name) are left out: infermon counts US dollars only.")
        return false
    }

    /// One text for all keys of a record; a missing key differs from an empty one.
    static func identity(_ keys: String?...) -> String {
        keys.map { $0.map { "\($0.utf8.count):\($0)" } ?? "-" }.joined(separator: "|")
    }
}
