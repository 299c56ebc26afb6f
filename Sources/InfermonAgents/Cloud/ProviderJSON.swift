import FoundationEssentials
import InfermonModel

/// JSON of providers, with sentences for what is wrong and without floating-point numbers in between.
enum ProviderJSON {
    /// Reads a body.
    ///
    /// - Throws: ``ProviderFailure/malformed(_:)`` that says where the JSON ends being what it should be; never its content.
    static func decode<Value: Decodable>(_ type: Value.Type, from body: [UInt8]) throws(ProviderFailure) -> Value {
        let first = body.first { $0 > 32 }
        guard let first else { throw .malformed("The provider answered 200 with an empty body.") }
        guard first != UInt8(ascii: "<") else {
            throw .malformed("The provider answered 200 with a web page in place of JSON: a proxy or a wrong base URL?")
        }
        do {
            return try JSONDecoder().decode(type, from: Data(body))
        } catch let error as DecodingError {
            throw .malformed(sentence(for: error))
        } catch {
            throw .malformed("The provider's answer is not JSON.")
        }
    }

    private static func sentence(for error: DecodingError) -> String {
        func place(_ context: DecodingError.Context, _ last: String? = nil) -> String {
            let keys =
                context.codingPath.map { $0.intValue.map { "[\($0)]" } ?? $0.stringValue } + (last.map { [$0] } ?? [])
            // Keys can be the provider's data, such as a model's name.
            let path = SecretRedaction().redacted(keys.joined(separator: "."), limit: 80)
            return path.isEmpty ? "its top" : "\"\(path)\""
        }
        return switch error {
        case .keyNotFound(let key, let context):
            "The provider's answer has no \(place(context, key.stringValue)): it is not counted as zero."
        case .typeMismatch(_, let context), .valueNotFound(_, let context):
            "The provider's answer has something unexpected at \(place(context)); it is not counted."
        case .dataCorrupted(let context) where context.codingPath.isEmpty:
            "The provider's answer is not whole JSON; it is not counted."
        case .dataCorrupted(let context):
            "The provider's answer has an unreadable value at \(place(context)); it is not counted."
        @unknown default: "The provider's answer is not the expected JSON; it is not counted."
        }
    }
}

/// An exact amount from a JSON number or a string of digits.
struct ExactAmount: Decodable {
    /// The digits as a decimal number.
    let text: String

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        do {
            text = try container.decode(String.self)
        } catch DecodingError.typeMismatch {
            // Decimal takes a number's digits as they are; Double would not.
            text = try container.decode(Decimal.self).description
        }
        guard Money(text) != nil else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no amount")
        }
    }

    /// The amount when one unit is a dollar.
    var dollars: Money { Money(text) ?? .zero }
    /// The amount when one unit is a cent.
    var cents: Money { Money(text, shift: 2) ?? .zero }
}

/// A count that is a whole number, as JSON writes it: `105`, `105.0` or `"105"`.
struct WholeCount: Decodable {
    let value: Int64

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        let text: String
        do {
            text = try container.decode(Decimal.self).description
        } catch DecodingError.typeMismatch {
            text = try container.decode(String.self)
        }
        guard let digits = DecimalDigits(text.utf8), let whole = digits.scaled(byPowerOfTen: 0),
            let value = Int64(exactly: whole), value >= 0
        else { throw DecodingError.dataCorruptedError(in: container, debugDescription: "no count") }
        self.value = value
    }
}

/// The message in the body of an error, in the shapes that providers and proxies use.
enum ErrorBody {
    private struct Shape: Decodable {
        struct Detail: Decodable {
            let message: String?
        }

        let message: String?

        enum CodingKeys: String, CodingKey {
            case error, message, Message, detail, __type
        }

        init(from decoder: any Decoder) throws {
            let values = try decoder.container(keyedBy: CodingKeys.self)
            let type = Self.text(values, .__type).map { $0.split(separator: "#").last.map(String.init) ?? $0 }
            let words =
                Self.detail(values) ?? Self.text(values, .error) ?? Self.text(values, .message)
                ?? Self.text(values, .Message) ?? Self.text(values, .detail)
            message = [type, words].compactMap(\.self).joined(separator: ": ")
        }

        private static func detail(_ values: KeyedDecodingContainer<CodingKeys>) -> String? {
            // Any other shape is simply not this one.
            try? values.decodeIfPresent(Detail.self, forKey: .error)?.message
        }

        private static func text(_ values: KeyedDecodingContainer<CodingKeys>, _ key: CodingKeys) -> String? {
            // As above.
            try? values.decodeIfPresent(String.self, forKey: key)
        }
    }

    /// The message without secrets; empty when the body has none.
    static func message(in body: [UInt8], redaction: SecretRedaction) -> String {
        guard body.count <= 1 << 20, let first = body.first(where: { $0 > 32 }) else { return "" }
        if first == UInt8(ascii: "<") { return "a web page" }
        // A body in no known shape has no message; the status says enough.
        let shape = try? JSONDecoder().decode(Shape.self, from: Data(body))
        return redaction.redacted(shape?.message ?? "")
    }
}
