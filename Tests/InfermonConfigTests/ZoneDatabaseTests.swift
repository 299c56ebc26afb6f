import Foundation
import InfermonModel
import Testing

@testable import InfermonConfig

@Suite struct ZoneDatabaseTests {
    private let zones = ZoneDatabase()

    private func hours(_ year: Int, _ month: Int, _ zone: TimeZoneRules) -> Double {
        BillingMonth(year: year, month: month, in: zone).hours
    }

    @Test func `New York has a short March and a long November`() throws {
        let zone = try zones.rules(named: "America/New_York")
        for year in [2025, 2026, 2027, 2036, 2090] {
            #expect(hours(year, 3, zone) == 743)
            #expect(hours(year, 11, zone) == 721)
            #expect(hours(year, 4, zone) == 720)
        }
    }

    @Test func `Zurich changes at one o'clock UTC on the last Sundays of March and October`() throws {
        let zone = try zones.rules(named: "Europe/Zurich")
        let spring = Timestamp(seconds: CivilDateTime(year: 2026, month: 3, day: 29, hour: 1).secondsSince1970)
        #expect(zone.offsetSeconds(at: spring - .seconds(1)) == 3_600)
        #expect(zone.offsetSeconds(at: spring) == 7_200)
        let autumn = Timestamp(seconds: CivilDateTime(year: 2026, month: 10, day: 25, hour: 1).secondsSince1970)
        #expect(zone.offsetSeconds(at: autumn - .seconds(1)) == 7_200)
        #expect(zone.offsetSeconds(at: autumn) == 3_600)
        #expect(hours(2026, 3, zone) == 743)
        #expect(hours(2026, 10, zone) == 745)
    }

    @Test(arguments: [("Asia/Kathmandu", 20_700), ("Pacific/Kiritimati", 50_400), ("UTC", 0), ("Etc/GMT+12", -43_200)])
    func `a zone without daylight time has one offset today`(name: String, offset: Int) throws {
        let zone = try zones.rules(named: name)
        #expect(zone.offsetSeconds(at: Timestamp(seconds: 1_800_000_000)) == offset)
        #expect(zone.offsetSeconds(at: Timestamp(seconds: 3_900_000_000)) == offset)
        #expect(zone.name == name)
    }

    @Test func `February has its leap day in every zone`() throws {
        for name in ["Europe/Zurich", "Asia/Kathmandu", "Pacific/Kiritimati", "America/New_York"] {
            let zone = try zones.rules(named: name)
            #expect(hours(2028, 2, zone) == 696)
            #expect(hours(2027, 2, zone) == 672)
            #expect(hours(2100, 2, zone) == 672)
        }
    }

    @Test(arguments: [
        "Europe/Zurich", "Europe/Dublin", "America/New_York", "Asia/Kathmandu", "Pacific/Kiritimati",
        "Australia/Lord_Howe",
        "Africa/Casablanca", "America/Sao_Paulo", "Asia/Tehran", "Antarctica/Troll", "America/Nuuk", "Pacific/Apia",
        "Asia/Gaza",
    ])
    func `offsets agree with those of the C library`(name: String) throws {
        let zone = try zones.rules(named: name)
        let instants = (0..<2_000).map { Int64(-2_000_000_000 + $0 * 2_050_003) }
        let expected = try Self.offsets(of: instants, in: name)
        #expect(expected.count == instants.count)
        let differences = zip(instants, expected).compactMap { seconds, expected -> String? in
            let found = zone.offsetSeconds(at: Timestamp(seconds: seconds))
            return found == expected ? nil : "\(seconds): \(found), expected \(expected)"
        }
        #expect(differences == [])
    }

    /// Offsets as `date` prints them, which reads the same database: Foundation brings tables of its own, of another year.
    private static func offsets(of instants: [Int64], in zone: String) throws -> [Int] {
        let date = Process()
        date.executableURL = URL(fileURLWithPath: "/usr/bin/date")
        date.arguments = ["--file=-", "+%::z"]
        date.environment = ["TZ": zone, "LC_ALL": "C"]
        let (input, output) = (Pipe(), Pipe())
        date.standardInput = input
        date.standardOutput = output
        try date.run()
        // Less than a pipe holds, so that neither side waits for the other.
        input.fileHandleForWriting.write(Data(instants.map { "@\($0)\n" }.joined().utf8))
        try input.fileHandleForWriting.close()
        let text = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
        date.waitUntilExit()
        return text.split(separator: "\n").map { line in
            let parts = line.dropFirst().split(separator: ":").compactMap { Int($0) }
            let seconds = parts.reduce(0) { $0 * 60 + $1 }
            return line.hasPrefix("-") ? -seconds : seconds
        }
    }

    @Test(arguments: [
        "../../etc/passwd", "/etc/localtime", "Europe/../UTC", "", "Europe//Zurich", "Europe/Zurich/", ".",
        "Europe\u{0}/Zurich",
        String(repeating: "A", count: 100),
    ])
    func `a name that is a path is refused`(name: String) {
        #expect(throws: ZoneProblem.self) { try zones.rules(named: name) }
    }

    @Test(arguments: [
        ("Europe/Zurch", "Europe/Zurich"), ("america/new_york", "America/New_York"),
        ("Asia/Katmandoo", "Asia/Katmandu"),
    ])
    func `an unknown zone names the nearest`(name: String, nearest: String) {
        #expect(throws: ZoneProblem.unknown(name: name, nearest: nearest)) { try zones.rules(named: name) }
    }

    @Test func `a folder and a table beside the zones are no zones`() {
        #expect(throws: ZoneProblem.self) { try zones.rules(named: "Europe") }
        #expect(throws: ZoneProblem.self) { try zones.rules(named: "leapseconds") }
    }

    @Test func `without a database UTC is there and another zone says what to install`() throws {
        let none = ZoneDatabase(folder: "/nonexistent")
        #expect(try none.rules(named: "UTC") == .utc)
        #expect(throws: ZoneProblem.noDatabase(folder: "/nonexistent")) { try none.rules(named: "Europe/Zurich") }
    }

    @Test func `a file cut off or altered anywhere is refused or read, never trusted blindly`() throws {
        let bytes = try BoundedFile.read("\(ZoneDatabase.standardFolder)/Europe/Zurich", limit: 1 << 20)
        let whole = try TZifFile(bytes).rules(named: "x", through: 2100)
        #expect(whole.transitions.count > 200)
        var refused = 0
        for length in 0..<bytes.count {
            do {
                _ = try TZifFile(Array(bytes[..<length])).rules(named: "x", through: 2100)
            } catch {
                refused += 1
            }
        }
        #expect(refused == bytes.count)
        for index in bytes.indices {
            for value in [0, 0x7f, 0xff] as [UInt8] {
                var altered = bytes
                altered[index] = value
                let rules = try? TZifFile(altered).rules(named: "x", through: 2100)  // Refusal is as good as sense.
                let starts = (rules?.transitions ?? []).map(\.start)
                #expect(zip(starts, starts.dropFirst()).allSatisfy { $0 < $1 })
            }
        }
    }
}
