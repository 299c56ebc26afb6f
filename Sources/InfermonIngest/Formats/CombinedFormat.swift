import InfermonModel
import InfermonRollup

/// The combined and common access logs of nginx and Apache: counts and outcomes; no model, tokens or cost.
///
/// A virtual host may stand in front. A duration is read where the operator added one as `rt=0.156` or `request_time=0.156`.
struct CombinedFormat: LogFormat {
    let id = "combined"

    func recognises(_ sample: LineSample) -> Bool {
        var fields = TextFields(sample.text)
        guard let (_, time) = Self.opening(&fields) else { return false }
        return Self.instant(time) != nil && fields.quoted() != nil && fields.word()?.unsignedInteger != nil
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        var fields = TextFields(line.text)
        guard let (user, time) = Self.opening(&fields) else { return .unknown }
        guard let end = Self.instant(time) else { return .withoutTime }
        guard let request = fields.quoted(), let status = fields.word()?.unsignedInteger else {
            return .malformed("not a line of a combined access log")
        }
        var words = TextFields(request)
        guard AccessLogRules.canBeInference(method: words.word() ?? .empty) else { return .ignored }
        let path = words.word() ?? .empty
        // Bytes sent and the referrer.
        _ = (fields.word(), fields.quoted())
        let agent = fields.quoted()?.orNothing ?? .empty
        let duration = Self.duration(&fields)
        batch.append { record in
            record.endedAt = end
            record.status = status >= 100 && status < 1_000 ? Int32(status) : nil
            record.outcome = record.status.map(RequestOutcome.init(httpStatus:)) ?? .unknown
            record.route = AccessLogRules.path(path)
            record.endUser = user
            record.userAgent = agent
            record.duration = duration
        }
        return .request
    }

    /// The user and the time: behind the client's address and identity, before which the virtual host may stand.
    private static func opening(_ fields: inout TextFields) -> (user: LogText, time: LogText)? {
        var user = LogText.empty
        for index in 0..<5 {
            if index >= 3, let time = fields.bracketed() {
                // Behind more words than the common three brackets are found in any text.
                return index == 3 || instant(time) != nil ? (user, time) : nil
            }
            guard let word = fields.word() else { return nil }
            user = word.orNothing
        }
        return nil
    }

    /// The request's time in seconds among the fields that an operator added at the end.
    private static func duration(_ fields: inout TextFields) -> TimeSpan? {
        while let word = fields.word() {
            for name: StaticString in ["rt=", "request_time="] where word.hasPrefix(name) {
                let digits = word.dropping(name.utf8CodeUnitCount)
                let bare = digits.hasPrefix("\"") ? digits.dropping(1) : digits
                let end = bare.bytes.firstIndex { $0 != UInt8(ascii: ".") && $0 &- 48 > 9 } ?? bare.count
                return JSONValue(.string, raw: LogText(address: bare.address, count: end)).span(in: .seconds)
            }
        }
        return nil
    }

    private static let months: [StaticString] = [
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]

    /// Reads `23/Nov/2026:03:32:17 +0000`.
    static func instant(_ text: LogText) -> Timestamp? {
        let bytes = text.bytes
        guard bytes.count == 26, bytes[2] == UInt8(ascii: "/"), bytes[6] == UInt8(ascii: "/") else { return nil }
        /// The number of two digits; one that fits nowhere when they are none.
        func two(_ start: Int) -> Int {
            let (tens, units) = (bytes[start] &- 48, bytes[start &+ 1] &- 48)
            return tens < 10 && units < 10 ? Int(tens) &* 10 &+ Int(units) : 1_000
        }
        let name = LogText(address: text.address &+ 3, count: 3)
        guard let month = months.firstIndex(where: { name == $0 }) else { return nil }
        let (day, century, year, hour) = (two(0), two(7), two(9), two(12))
        let (minute, second, offsetHours, offsetMinutes) = (two(15), two(18), two(22), two(24))
        guard day >= 1, day <= 31, century < 100, year < 100, hour < 24, minute < 60, second <= 60, offsetHours < 24,
            offsetMinutes < 60
        else { return nil }
        let local = CivilDateTime(
            year: century * 100 + year, month: month + 1, day: day, hour: hour, minute: minute, second: second)
        let offset = Int64(offsetHours * 3_600 + offsetMinutes * 60)
        return Timestamp(seconds: local.secondsSince1970 - (bytes[21] == UInt8(ascii: "-") ? -offset : offset))
    }
}
