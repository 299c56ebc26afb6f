import Foundation
import InfermonModel
import Testing

@Suite struct CivilDateTimeTests {
    private static let calendar: Calendar = {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = .gmt
        return calendar
    }()

    @Test func `dates agree with Foundation's calendar over four centuries`() {
        var random = SeededGenerator(seed: 1)
        // From 1600 on Foundation's calendar and the proleptic one are the same.
        let range: ClosedRange<Int64> = -11_670_000_000...13_000_000_000
        for _ in 0..<5_000 {
            let seconds = Int64.random(in: range, using: &random)
            let civil = CivilDateTime(secondsSince1970: seconds)
            let expected = Self.calendar.dateComponents(
                [.year, .month, .day, .hour, .minute, .second, .weekday],
                from: Date(timeIntervalSince1970: TimeInterval(seconds)))
            #expect(civil.year == expected.year && civil.month == expected.month && civil.day == expected.day)
            #expect(civil.hour == expected.hour && civil.minute == expected.minute && civil.second == expected.second)
            #expect(civil.weekday + 1 == expected.weekday)
            #expect(civil.secondsSince1970 == seconds)
        }
    }

    @Test func `every day of eight centuries follows the one before it`() {
        var day = CivilDateTime(year: 1600, month: 1, day: 1).daysSince1970
        for year in 1600..<2400 {
            let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
            for (index, length) in [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31].enumerated() {
                for date in [1, length] {
                    let civil = CivilDateTime(year: year, month: index + 1, day: date)
                    #expect(civil.daysSince1970 == day + Int64(date - 1))
                    #expect(CivilDateTime(secondsSince1970: civil.secondsSince1970) == civil)
                }
                day += Int64(length)
            }
        }
    }

    @Test(
        arguments: [
            (0, "1970-01-01T00:00:00Z"), (-1, "1969-12-31T23:59:59Z"), (951_782_400, "2000-02-29T00:00:00Z"),
            (4_107_542_399, "2100-02-28T23:59:59Z"), (4_107_542_400, "2100-03-01T00:00:00Z"),
            (1_795_404_007, "2026-11-23T03:20:07Z"),
            (-62_135_596_800, "0001-01-01T00:00:00Z"), (253_402_300_799, "9999-12-31T23:59:59Z"),
        ] as [(Int64, String)])
    func `an instant is printed in RFC 3339`(seconds: Int64, text: String) {
        #expect(Timestamp(seconds: seconds).rfc3339 == text)
    }

    @Test func `the ends of the range do not trap`() {
        for seconds in [Int64.min, .max, .min + 1, .max - 1] {
            let civil = CivilDateTime(secondsSince1970: seconds)
            #expect((1...12).contains(civil.month) && (1...31).contains(civil.day) && (0...23).contains(civil.hour))
            #expect(Timestamp(seconds: seconds).microseconds == (seconds < 0 ? .min : .max))
        }
        for instant in [Timestamp(microseconds: .min), Timestamp(microseconds: .max)] {
            #expect(!instant.rfc3339.isEmpty)
            #expect(instant.floored(to: .hours(1)) <= instant || instant.microseconds == .min)
        }
    }
}
