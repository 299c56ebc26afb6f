import InfermonModel
import Testing

@testable import InfermonConfig

@Suite struct PosixZoneTests {
    private func changes(_ rule: String, _ year: Int) throws -> [String] {
        let zone = try #require(PosixZone(rule.utf8))
        return zone.changes(in: year).map { "\(Timestamp(seconds: $0.seconds).rfc3339) \($0.offset)" }
    }

    @Test func `the last Sunday of a month is its fifth`() throws {
        #expect(
            try changes("CET-1CEST,M3.5.0,M10.5.0/3", 2026)
                == ["2026-03-29T01:00:00Z 7200", "2026-10-25T01:00:00Z 3600"])
    }

    @Test func `the second Sunday and the first differ`() throws {
        #expect(
            try changes("EST5EDT,M3.2.0,M11.1.0", 2026)
                == ["2026-03-08T07:00:00Z -14400", "2026-11-01T06:00:00Z -18000"])
    }

    @Test func `winter time may be the exception`() throws {
        #expect(
            try changes("IST-1GMT0,M10.5.0,M3.5.0/1", 2026)
                == ["2026-03-29T01:00:00Z 3600", "2026-10-25T01:00:00Z 0"])
    }

    @Test func `days are counted with and without the leap day`() throws {
        #expect(try changes("AAA0BBB,J60,J300", 2028).first == "2028-03-01T02:00:00Z 3600")
        #expect(try changes("AAA0BBB,59,300", 2028).first == "2028-02-29T02:00:00Z 3600")
        #expect(try changes("AAA0BBB,59,300", 2027).first == "2027-03-01T02:00:00Z 3600")
    }

    @Test func `names in brackets, minutes and times before midnight are read`() throws {
        let zone = try #require(PosixZone("<+0545>-5:45".utf8))
        #expect(zone.standardOffset == 20_700)
        #expect(zone.daylight == nil)
        #expect(
            try changes("<-02>2<-01>,M3.5.0/-1,M10.5.0/0", 2026)
                == ["2026-03-29T01:00:00Z -3600", "2026-10-25T01:00:00Z -7200"])
    }

    @Test(arguments: [
        "", "CET", "1", "CET-1CEST,", "CET-1CEST,M3.5.0", "CET-1CEST,M13.5.0,M10.5.0", "CET-1CEST,M3.6.0,M10.5.0",
        "CET-1CEST,M3.5.7,M10.5.0", "CET-1CEST,J0,J1", "CET-1CEST,M3.5.0,M10.5.0/3x", "<CET-1", "CET-999", "CET-1:60",
        "CET-1CEST,M99999999999999999999.5.0,M10.5.0",
    ])
    func `what is no rule is refused`(text: String) {
        #expect(PosixZone(text.utf8) == nil)
    }
}
