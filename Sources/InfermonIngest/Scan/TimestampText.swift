public import InfermonModel
public import InfermonRollup

extension LogText {
    /// The instant that an ISO 8601 date and time stands for: `2026-11-23T03:20:07.123456Z`, a space for the `T`, slashes
    /// for the dashes, an offset such as `+01:00` or `+0100`, or none.
    ///
    /// Digits finer than a microsecond are dropped.
    ///
    /// - Parameter zone: The zone of a text without an offset.
    /// - Returns: `nil` when the text is none of these.
    public func instant(in zone: TimeZoneRules) -> Timestamp? {
        guard count >= 19, count <= 40 else { return nil }
        if let instant = usualInstant { return instant }
        let bytes = bytes
        guard bytes[4] == UInt8(ascii: "-") || bytes[4] == UInt8(ascii: "/"), bytes[7] == bytes[4],
            bytes[10] == UInt8(ascii: "T") || bytes[10] == UInt8(ascii: " ") || bytes[10] == UInt8(ascii: "t"),
            bytes[13] == UInt8(ascii: ":"), bytes[16] == UInt8(ascii: ":"),
            let century = Self.pair(bytes, 0), let year = Self.pair(bytes, 2), let month = Self.pair(bytes, 5),
            let day = Self.pair(bytes, 8), let hour = Self.pair(bytes, 11), let minute = Self.pair(bytes, 14),
            let second = Self.pair(bytes, 17),
            (1...12).contains(month), (1...31).contains(day), hour < 24, minute < 60, second <= 60
        else { return nil }
        var index = 19
        let micros = Self.microseconds(bytes, at: &index)
        let local = CivilDateTime(
            year: century * 100 + year, month: month, day: day, hour: hour, minute: minute, second: second)
        if index == count {
            return Timestamp(microseconds: zone.instant(of: local).microseconds + micros)
        }
        guard let offset = Self.offsetSeconds(bytes, from: index) else { return nil }
        return Timestamp(microseconds: (local.secondsSince1970 - offset) * 1_000_000 + micros)
    }

    /// The fraction of a second that begins at `index`, which is moved behind it.
    @inline(__always)
    private static func microseconds(_ bytes: UnsafeBufferPointer<UInt8>, at index: inout Int) -> Int64 {
        guard index < bytes.count, bytes[index] == UInt8(ascii: ".") || bytes[index] == UInt8(ascii: ",") else {
            return 0
        }
        index += 1
        var micros: Int64 = 0
        var places = 0
        while index < bytes.count, bytes[index] &- 48 < 10 {
            if places < 6 {
                micros = micros &* 10 &+ Int64(bytes[index] &- 48)
                places &+= 1
            }
            index += 1
        }
        while places < 6 {
            micros &*= 10
            places &+= 1
        }
        return micros
    }

    @inline(__always)
    private static func pair(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Int? {
        let tens = bytes[index] &- 48
        let units = bytes[index + 1] &- 48
        return tens < 10 && units < 10 ? Int(tens) * 10 + Int(units) : nil
    }

    private static func offsetSeconds(_ bytes: UnsafeBufferPointer<UInt8>, from index: Int) -> Int64? {
        let count = bytes.count - index
        switch bytes[index] {
        case UInt8(ascii: "Z"), UInt8(ascii: "z"):
            return count == 1 ? 0 : nil
        case UInt8(ascii: "+"), UInt8(ascii: "-"):
            guard count >= 3, let hours = pair(bytes, index + 1) else { return nil }
            var minutes: Int? = 0
            if count == 6, bytes[index + 3] == UInt8(ascii: ":") {
                minutes = pair(bytes, index + 4)
            } else if count == 5 {
                minutes = pair(bytes, index + 3)
            } else if count != 3 {
                return nil
            }
            guard let minutes, hours < 24, minutes < 60 else { return nil }
            let seconds = Int64(hours * 3_600 + minutes * 60)
            return bytes[index] == UInt8(ascii: "-") ? -seconds : seconds
        default:
            return nil
        }
    }
}
