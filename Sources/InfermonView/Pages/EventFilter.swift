import InfermonModel

/// What the log page is narrowed to: words that must all be found, `field=text`, and `lat>10` or `cost>0.05`.
struct EventFilter {
    private enum Term {
        case word(String)
        case field(String, String)
        case longer(Double)
        case dearer(Double)
    }

    private let terms: [Term]

    init(_ text: String) {
        terms = text.split { $0 == " " || $0 == "&" }.map { Self.term(String($0).lowercased()) }
    }

    private static func term(_ word: String) -> Term {
        if let mark = word.firstIndex(of: ">") {
            var number = word[word.index(after: mark)...]
            if number.first == "$" { number = number.dropFirst() }
            if number.hasSuffix("s") { number = number.dropLast() }
            if let value = Double(number) {
                switch word[..<mark] {
                case "lat", "latency": return .longer(value)
                case "cost": return .dearer(value)
                case _: break
                }
            }
        }
        guard let mark = word.firstIndex(of: "=") else { return .word(word) }
        return .field(String(word[..<mark]), String(word[word.index(after: mark)...]))
    }

    func matches(_ event: RequestEvent) -> Bool {
        terms.allSatisfy { term in
            switch term {
            case .word(let word): Self.fields(event).contains { $0.1.lowercased().contains(word) }
            case .field(let name, let word):
                Self.fields(event).contains { $0.0.hasPrefix(name) && $0.1.lowercased().contains(word) }
            case .longer(let seconds): event.latency.map { $0.seconds > seconds } ?? false
            case .dearer(let dollars):
                (event.gatewayCost ?? event.computedCost).map { $0.dollars > dollars } ?? false
            }
        }
    }

    private static func fields(_ event: RequestEvent) -> [(String, String)] {
        [
            ("scenario", event.scenario.rawValue), ("model", event.model), ("provider", event.provider),
            ("outcome", event.outcome.name), ("status", event.status.map(String.init) ?? ""), ("id", event.id),
            ("error", event.errorClass),
        ]
    }
}
