public import InfermonModel

/// Reads dates and times as people write them in a configuration or on a command line.
public enum DateTimeText {
    /// Reads `2026-11-01`, `2026-11-01T08:00`, `2026-11-01 08:00:00`, with `Z` or `+01:00` behind the time.
    ///
    /// - Parameters:
    ///   - text: The text, with nothing around it.
    ///   - zone: The zone of a text that names none.
    /// - Returns: `nil` when it is anything else, or a date that does not exist.
    public static func instant(_ text: String, in zone: TimeZoneRules) -> Timestamp? {
        let bytes = Array(text.utf8)
        guard bytes.count <= 25, bytes.count >= 10, let date = date(bytes[..<10]) else { return nil }
        if bytes.count == 10 { return zone.instant(of: date) }
        guard bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") else { return nil }
        let time = bytes[11...].prefix { (48...58).contains($0) }
        guard let parts = numbers(time, separator: ":"), parts.count == 2 || parts.count == 3, parts[0] < 24,
            parts[1] < 60, parts.count == 2 || parts[2] < 60
        else { return nil }
        var civil = date
        civil.hour = parts[0]
        civil.minute = parts[1]
        civil.second = parts.count == 3 ? parts[2] : 0
        let suffix = bytes[time.endIndex...]
        if suffix.isEmpty { return zone.instant(of: civil) }
        guard let offset = offset(suffix) else { return nil }
        return Timestamp(seconds: civil.secondsSince1970 - Int64(offset))
    }

    private static func date(_ bytes: ArraySlice<UInt8>) -> CivilDateTime? {
        guard bytes[4] == UInt8(ascii: "-"), let parts = numbers(bytes, separator: "-"), parts.count == 3,
            (1970...9999).contains(parts[0]), (1...12).contains(parts[1]), (1...31).contains(parts[2])
        else { return nil }
        let date = CivilDateTime(year: parts[0], month: parts[1], day: parts[2])
        // 30 February would silently be 2 March.
        return CivilDateTime(secondsSince1970: date.secondsSince1970) == date ? date : nil
    }

    private static func offset(_ bytes: ArraySlice<UInt8>) -> Int? {
        if bytes.elementsEqual("Z".utf8) { return 0 }
        guard let sign = bytes.first, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-"), bytes.count == 6,
            let parts = numbers(bytes.dropFirst(), separator: ":"), parts.count == 2, parts[0] <= 14, parts[1] < 60
        else { return nil }
        return (parts[0] * 3_600 + parts[1] * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
    }

    /// The numbers between separators, each of two or four digits.
    private static func numbers(_ bytes: ArraySlice<UInt8>, separator: Unicode.Scalar) -> [Int]? {
        let parts = bytes.split(separator: UInt8(ascii: separator), omittingEmptySubsequences: false)
        guard parts.allSatisfy({ ($0.count == 2 || $0.count == 4) && $0.allSatisfy { (48...57).contains($0) } }) else {
            return nil
        }
        return parts.map { $0.reduce(0) { $0 * 10 + Int($1 - 48) } }
    }
}
