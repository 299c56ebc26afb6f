import InfermonModel

/// Dates in providers' answers and requests.
enum DateText {
    /// The day in UTC as `2026-11-23`.
    static func day(_ instant: Timestamp) -> String { String(instant.rfc3339.prefix(10)) }

    /// Reads `2026-11-23`, `2026-11-23T03:20:07Z`, `…07.123+01:00` or the same with a space; UTC where no zone is written.
    ///
    /// - Returns: `nil` for anything else, impossible dates included.
    static func instant(_ text: String) -> Timestamp? {
        var rest = text.utf8[...]
        func digits(_ count: Int) -> Int? {
            guard rest.count >= count, rest.prefix(count).allSatisfy({ $0 >= 48 && $0 <= 57 }) else { return nil }
            defer { rest = rest.dropFirst(count) }
            return Int(String(decoding: rest.prefix(count), as: UTF8.self))
        }
        func skip(_ characters: String) -> Bool {
            guard let first = rest.first, characters.utf8.contains(first) else { return false }
            rest = rest.dropFirst()
            return true
        }
        guard let year = digits(4), skip("-"), let month = digits(2), skip("-"), let day = digits(2) else { return nil }
        var civil = CivilDateTime(year: year, month: month, day: day)
        let seconds = civil.secondsSince1970
        guard CivilDateTime(secondsSince1970: seconds) == civil else { return nil }
        if rest.isEmpty { return Timestamp(seconds: seconds) }
        guard skip("Tt "), let hour = digits(2), hour < 24, skip(":"), let minute = digits(2), minute < 60, skip(":"),
            let second = digits(2), second <= 60
        else { return nil }
        (civil.hour, civil.minute, civil.second) = (hour, minute, second)
        if skip(".") { rest = rest.drop { $0 >= 48 && $0 <= 57 } }
        if rest.isEmpty || (skip("Zz") && rest.isEmpty) { return Timestamp(seconds: civil.secondsSince1970) }
        let isWest = rest.first == UInt8(ascii: "-")
        guard skip("+-"), let hours = digits(2), skip(":"), let minutes = digits(2), rest.isEmpty else { return nil }
        let offset = Int64(hours * 3_600 + minutes * 60)
        return Timestamp(seconds: civil.secondsSince1970 + (isWest ? offset : -offset))
    }
}

/// An instant in a provider's answer.
struct InstantText: Decodable {
    let value: Timestamp

    init(from decoder: any Decoder) throws {
        let container = try decoder.singleValueContainer()
        guard let value = DateText.instant(try container.decode(String.self)) else {
            throw DecodingError.dataCorruptedError(in: container, debugDescription: "no date")
        }
        self.value = value
    }
}
