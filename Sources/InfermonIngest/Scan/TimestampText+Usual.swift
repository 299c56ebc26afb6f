import InfermonModel
import InfermonRollup

extension LogText {
    /// The instant of a text in the form that most logs have, `2026-11-23T03:20:07.123Z`; `nil` for any other form and for what is
    /// no instant.
    ///
    /// Reads its words instead of its bytes: all digits of a word are checked at once, and joined to pairs at once.
    var usualInstant: Timestamp? {
        let bytes = bytes
        // At least the 20 bytes of a text without a fraction, so that each load is inside of it.
        guard count >= 20, bytes[count - 1] == UInt8(ascii: "Z"), let start = UnsafeRawPointer(bytes.baseAddress)
        else { return nil }
        func word(_ offset: Int, _ shape: UInt64) -> UInt64 {
            start.loadUnaligned(fromByteOffset: offset, as: UInt64.self).littleEndian ^ shape
        }
        // Each byte by which it differs from the shape: the digit's value where there is one, 0 where it must be the same.
        let date = word(0, 0x2D30_302D_3030_3030)  // "0000-00-"
        let time = word(8, 0x3030_3A30_3054_3030)  // "00T00:00"
        let rest = word(11, 0x3030_3A30_303A_3030)  // "00:00:00"
        let misfits = (date & 0xFF00_00FF_0000_0000) | (time & 0x0000_FF00_00FF_0000) | (rest & 0x0000_FF00_00FF_0000)
        guard misfits == 0, Self.areDigits(date), Self.areDigits(time), Self.areDigits(rest) else { return nil }
        // A digit times ten and the next one, in the byte of the first.
        let datePairs = date &* 10 &+ (date >> 8)
        let timePairs = time &* 10 &+ (time >> 8)
        let year = Int64(datePairs & 0xFF) &* 100 &+ Int64(datePairs >> 16 & 0xFF)
        let month = Int64(datePairs >> 40 & 0xFF)
        let day = Int64(timePairs & 0xFF)
        let hour = Int64(timePairs >> 24 & 0xFF)
        let minute = Int64(timePairs >> 48 & 0xFF)
        let second = Int64((rest &* 10 &+ (rest >> 8)) >> 48 & 0xFF)
        guard year > 0, month &- 1 < 12, month > 0, day &- 1 < 31, day > 0, hour < 24, minute < 60, second <= 60 else {
            return nil
        }
        var micros: Int64 = 0
        if count > 20 {
            guard let fraction = usualFraction else { return nil }
            micros = fraction
        }
        let seconds = Self.days(year, month, day) &* 86_400 &+ hour &* 3_600 &+ minute &* 60 &+ second
        return Timestamp(microseconds: seconds &* 1_000_000 &+ micros)
    }

    /// The microseconds of a fraction of 1 to 9 digits between the point behind the seconds and the last byte.
    @inline(__always)
    private var usualFraction: Int64? {
        let bytes = bytes
        guard bytes[19] == UInt8(ascii: "."), count >= 22, count <= 30 else { return nil }
        var micros: Int64 = 0
        for index in 20..<26 {
            var digit: UInt8 = 0
            if index < count &- 1 {
                digit = bytes[index] &- 48
                guard digit < 10 else { return nil }
            }
            micros = micros &* 10 &+ Int64(digit)
        }
        // Finer digits are dropped, but must be some.
        var index = 26
        while index < count &- 1 {
            guard bytes[index] &- 48 < 10 else { return nil }
            index &+= 1
        }
        return micros
    }

    /// Whether each byte is below 10.
    @inline(__always)
    private static func areDigits(_ word: UInt64) -> Bool {
        ((word &+ 0x7676_7676_7676_7676) | word) & 0x8080_8080_8080_8080 == 0
    }

    /// Days from 1970-01-01 to a date from the year 1 on, as ``CivilDateTime/daysSince1970`` counts them for all years.
    @inline(__always)
    private static func days(_ year: Int64, _ month: Int64, _ day: Int64) -> Int64 {
        // The year is taken to begin in March, so that the leap day is its last. Unsigned, so that dividing is multiplying.
        let shifted = UInt64(bitPattern: month > 2 ? year : year &- 1)
        let monthFromMarch = UInt64(bitPattern: month > 2 ? month &- 3 : month &+ 9)
        let days = shifted &* 365 &+ shifted / 4 &- shifted / 100 &+ shifted / 400
        return Int64(bitPattern: days &+ (monthFromMarch &* 153 &+ 2) / 5) &+ day &- 719_469
    }
}
