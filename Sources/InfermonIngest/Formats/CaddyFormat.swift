import InfermonModel
import InfermonRollup

/// Caddy's JSON access log, stamped with its end.
///
/// A stream that the client or the upstream broke off is logged with status 200 and duration 0: the line does not say which of
/// the two it was, so its outcome is unknown and its duration too.
struct CaddyFormat: LogFormat {
    let id = "caddy"
    let fields: JSONFieldTable? = JSONFieldTable(Field.self)
    var zone = TimeZoneRules.utc

    private enum Field: Int, JSONField {
        case time, message, method, host, uri, headers, duration, status, responseHeaders, user

        var path: JSONPath {
            switch self {
            case .time: "ts"
            case .message: "msg"
            case .method: "request.method"
            case .host: "request.host"
            case .uri: "request.uri"
            case .headers: "request.headers.*"
            case .duration: "duration"
            case .status: "status"
            case .responseHeaders: "resp_headers"
            case .user: "user_id"
            }
        }
    }

    func recognises(_ sample: LineSample) -> Bool {
        sample.value("logger").textOrEmpty.hasPrefix("http.log.access") && sample.has("request", "uri")
    }

    func configured(by options: LogFormatOptions) -> any LogFormat {
        var format = self
        format.zone = options.zone
        return format
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        guard line.has(Field.uri), line.has(Field.status) else { return .unknown }
        guard AccessLogRules.canBeInference(method: line[Field.method].name) else { return .ignored }
        guard let end = AccessLogRules.instant(line[Field.time], in: zone) else { return .withoutTime }
        batch.append { record in
            record.endedAt = end
            record.duration = Self.duration(line[Field.duration])
            record.status = line[Field.status].httpStatus
            record.outcome = record.status.map(RequestOutcome.init(httpStatus:)) ?? .unknown
            if record.duration == .zero {
                record.duration = nil
                if record.outcome == .ok { record.outcome = .unknown }
            }
            record.route = AccessLogRules.path(line[Field.uri].name)
            record.host = line[Field.host].name
            record.endUser = line[Field.user].name
            for header in line.captures {
                var value = header.value
                line.forEach(in: header.value) { _, element in if value.kind == .array { value = element } }
                if header.name.isEqualIgnoringCase("user-agent") { record.userAgent = value.name }
                record.addHeader(header.name, value.name, in: line.arena)
            }
            line.forEach(in: line[Field.responseHeaders]) { name, value in
                guard name.isEqualIgnoringCase("x-request-id") else { return }
                line.forEach(in: value) { _, element in record.eventID = element.name }
            }
        }
        return .request
    }

    /// A duration in any of the encoder's formats (caddyserver/caddy: modules/logging/encoders.go, `duration_format`): seconds with
    /// a fraction, whole milliseconds, whole nanoseconds, or text such as `149.2ms`.
    ///
    /// Seconds are measured to the nanosecond: a whole number of ten or more is none of seconds.
    private static func duration(_ value: JSONValue) -> TimeSpan? {
        if value.kind == .string {
            guard value.raw.count <= 40 else { return nil }
            return GinFormat.duration(Substring(value.raw.string)) ?? value.span(in: .seconds)
        }
        guard let whole = value.raw.unsignedInteger, whole >= 10 else { return value.span(in: .seconds) }
        return value.span(in: whole < 10_000_000 ? .milliseconds : .nanoseconds)
    }
}
