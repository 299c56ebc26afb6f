import FoundationEssentials
import InfermonCost
import InfermonModel

/// Any JSON value, its numbers digit for digit.
indirect enum PriceJSON: Decodable, Hashable {
    case null
    case bool(Bool)
    case number(Decimal)
    case string(String)
    case array([PriceJSON])
    case object([String: PriceJSON])

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        if container.decodeNil() {
            self = .null
        } else if let number = Self.attempt({ try container.decode(Decimal.self) }) {
            self = .number(number)
        } else if let text = Self.attempt({ try container.decode(String.self) }) {
            self = .string(text)
        } else if let bool = Self.attempt({ try container.decode(Bool.self) }) {
            self = .bool(bool)
        } else if let object = Self.attempt({ try container.decode([String: PriceJSON].self) }) {
            self = .object(object)
        } else {
            self = .array(try container.decode([PriceJSON].self))
        }
    }

    /// A value of another type is no failure of the file: the next type is tried.
    private static func attempt<Value>(_ decode: () throws -> Value) -> Value? {
        do { return try decode() } catch { return nil }
    }

    subscript(key: String) -> PriceJSON? {
        guard case .object(let members) = self, let value = members[key], value != .null else { return nil }
        return value
    }

    var string: String? { if case .string(let text) = self { text } else { nil } }
    var array: [PriceJSON]? { if case .array(let elements) = self { elements } else { nil } }
    var members: [String: PriceJSON]? { if case .object(let members) = self { members } else { nil } }
    var number: Decimal? { if case .number(let number) = self { number } else { nil } }

    /// A whole number.
    var integer: Int64? { number.flatMap { $0.exact(timesTenTo: 0) } }

    /// What is wrong with a document, for people.
    static func reason(_ error: any Error) -> String {
        guard let error = error as? DecodingError else { return "it cannot be read" }
        switch error {
        case .typeMismatch(_, let context), .valueNotFound(_, let context), .dataCorrupted(let context):
            let path = context.codingPath.map(\.stringValue).joined(separator: ".")
            return path.isEmpty
                ? "it is no valid JSON" : "\(OutsideText.cleaned(path, limit: 120)) has an unexpected value"
        case .keyNotFound(let key, _): return "the key \(OutsideText.quoted(key.stringValue)) is missing"
        @unknown default: return "it cannot be read"
        }
    }
}

extension Decimal {
    /// The number times a power of ten, rounded half to even once; `nil` beyond 64 bits.
    func exact(timesTenTo power: Int) -> Int64? {
        DecimalDigits(description.utf8)?.scaled(byPowerOfTen: power).flatMap { Int64(exactly: $0) }
    }

    /// A price in dollars per token as micro-dollars per million tokens; `nil` when negative.
    var pricePerToken: Int64? { exact(timesTenTo: 12).flatMap { $0 >= 0 ? $0 : nil } }

    /// A price in dollars per million tokens as micro-dollars; `nil` when negative.
    var pricePerMillion: Int64? { exact(timesTenTo: 6).flatMap { $0 >= 0 ? $0 : nil } }

    /// A factor to six decimals; `nil` unless greater than zero.
    var ratio: PriceRatio? { exact(timesTenTo: 6).flatMap { $0 > 0 ? PriceRatio($0, 1_000_000) : nil } }
}

/// Reads dates and times of day in price files.
enum PriceDate {
    /// Reads `2026-11-01` and times as in ``DateTimeText``, in UTC.
    static func instant(_ text: String?) -> Timestamp? { text.flatMap { DateTimeText.instant($0, in: .utc) } }

    /// Reads `10:00`, `16:30:00Z` as minutes of the day.
    static func minute(_ text: some StringProtocol) -> Int? {
        let parts = text.split(separator: ":").prefix(2).map { Int($0) ?? -1 }
        guard parts.count == 2, (0...24).contains(parts[0]), (0...59).contains(parts[1]) else { return nil }
        return parts[0] * 60 + parts[1]
    }
}
