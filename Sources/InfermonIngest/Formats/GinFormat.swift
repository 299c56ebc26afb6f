import InfermonModel
import InfermonRollup

/// The text log of servers written with gin, such as Ollama's: `[GIN] 2026/05/01 - 10:15:20 | 200 |  1.832s | 127.0.0.1 | POST "/api/chat"`.
///
/// Stamped with its end, in local time. The duration has the unit that Go gives it: `1.832s`, `92.5ms`, `417µs`, `1m3.2s`.
struct GinFormat: LogFormat {
    let id = "gin"
    var zone = TimeZoneRules.utc

    func recognises(_ sample: LineSample) -> Bool { sample.text.hasPrefix("[GIN] ") && sample.text.contains(" | ") }

    func configured(by options: LogFormatOptions) -> any LogFormat {
        var format = self
        format.zone = options.zone
        return format
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        guard line.text.hasPrefix("[GIN] ") else { return .unknown }
        let parts = line.text.dropping(6).string.split(separator: "|").map { $0.drop { $0 == " " } }
        guard parts.count >= 5, let end = instant(parts[0]), let status = Int32(parts[1].prefix { $0 != " " }) else {
            return .malformed("not a line of gin's log")
        }
        let request = parts[4].split(separator: " ", omittingEmptySubsequences: true)
        guard request.first == "POST", !Self.isManagement(request) else { return .ignored }
        batch.append { record in
            record.endedAt = end
            record.duration = Self.duration(parts[2].prefix { $0 != " " })
            record.status = status
            record.outcome = RequestOutcome(httpStatus: status)
            if request.count > 1 {
                record.route = AccessLogRules.path(line.arena.copy(request[1].utf8.filter { $0 != UInt8(ascii: "\"") }))
            }
        }
        return .request
    }

    /// Whether the request is one of those by which Ollama's models are listed, fetched and built: posted too, but to no model.
    private static func isManagement(_ request: [Substring]) -> Bool {
        guard request.count > 1 else { return false }
        let path = request[1].filter { $0 != "\"" }
        return ["/api/show", "/api/pull", "/api/push", "/api/create", "/api/copy", "/api/me"].contains { path == $0 }
            || path.hasPrefix("/api/blobs/")
    }

    private func instant(_ text: Substring) -> Timestamp? {
        let numbers = text.split { !$0.isNumber }.compactMap { Int($0) }
        guard numbers.count == 6, (1...12).contains(numbers[1]), (1...31).contains(numbers[2]), numbers[3] < 24,
            numbers[4] < 60, numbers[5] <= 60, numbers[0] < 10_000
        else { return nil }
        return zone.instant(
            of: CivilDateTime(
                year: numbers[0], month: numbers[1], day: numbers[2], hour: numbers[3], minute: numbers[4],
                second: numbers[5]))
    }

    /// Reads a Go duration; `nil` when it is none.
    static func duration(_ text: Substring) -> TimeSpan? {
        var rest = text
        var total: Int64 = 0
        guard !rest.isEmpty else { return nil }
        while !rest.isEmpty {
            let number = rest.prefix { $0.isNumber || $0 == "." }
            rest = rest.dropFirst(number.count)
            let unit = rest.prefix { !$0.isNumber && $0 != "." }
            rest = rest.dropFirst(unit.count)
            let power: Int128? =
                switch unit {
                case "h": 3_600_000_000
                case "m": 60_000_000
                case "s": 1_000_000
                case "ms": 1_000
                case "µs", "μs", "us": 1
                case "ns": 0
                default: nil
                }
            guard let power, let amount = Money(String(number)), amount.picodollars < 1_000_000_000_000_000_000 else {
                return nil
            }
            total &+= Int64(clamping: (amount.picodollars * power).dividedHalfToEven(by: 1_000_000_000_000))
        }
        return TimeSpan(microseconds: total)
    }
}
