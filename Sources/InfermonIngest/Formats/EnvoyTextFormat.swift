import InfermonModel
import InfermonRollup

/// Envoy's default text access log.
///
/// `[START] "METHOD PATH PROTOCOL" code flags bytes_in bytes_out duration_ms upstream_ms "xff" "agent" "request id" "authority"
/// "upstream"`: no model, no tokens, no cost.
struct EnvoyTextFormat: LogFormat {
    let id = "envoy_text"
    var zone = TimeZoneRules.utc

    func recognises(_ sample: LineSample) -> Bool {
        var fields = TextFields(sample.text)
        return fields.bracketed()?.instant(in: .utc) != nil && fields.quoted() != nil
            && fields.word()?.unsignedInteger != nil
    }

    func configured(by options: LogFormatOptions) -> any LogFormat {
        var format = self
        format.zone = options.zone
        return format
    }

    func read(_ line: LogLine, into batch: inout AttemptBatch) -> LineVerdict {
        var fields = TextFields(line.text)
        guard let opening = fields.bracketed() else { return .unknown }
        guard let start = opening.instant(in: zone) else { return .withoutTime }
        guard let request = fields.quoted(), let code = fields.word()?.unsignedInteger, let flags = fields.word() else {
            return .malformed("not a line of Envoy's default access log")
        }
        var words = TextFields(request)
        let method = words.word() ?? .empty
        guard AccessLogRules.canBeInference(method: method) else { return .ignored }
        let path = words.word() ?? .empty
        // Bytes in and out are of no use here. Istio writes details, the connection's end and the transport's failure before them.
        var details = LogText.empty
        if let word = fields.word(), word.unsignedInteger == nil {
            details = word
            _ = (fields.word(), fields.quoted(), fields.word())
        }
        _ = fields.word()
        let duration = fields.word()?.unsignedInteger
        let upstream = fields.word()?.unsignedInteger
        // The forwarded-for list.
        _ = fields.quoted()
        let agent = fields.quoted()?.orNothing ?? .empty
        let requestID = fields.quoted()?.orNothing ?? .empty
        let authority = fields.quoted()?.orNothing ?? .empty
        batch.append { record in
            record.startedAt = start
            record.duration = duration.map(TimeSpan.milliseconds)
            record.timeToFirstByte = upstream.map(TimeSpan.milliseconds)
            record.status = code >= 100 && code < 1_000 ? Int32(code) : nil
            record.outcome = EnvoyRules.outcome(status: record.status, flags: flags, details: details)
            record.route = AccessLogRules.path(path)
            record.userAgent = agent
            record.eventID = requestID
            record.host = authority
        }
        return .request
    }
}
