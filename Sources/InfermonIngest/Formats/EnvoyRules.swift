import InfermonModel
import InfermonRollup

/// What Envoy's response flags mean for an outcome (envoyproxy/envoy: access log command operators, RESPONSE_FLAGS).
enum EnvoyRules {
    /// The outcome of a response code, its flags (`-`, `UT`, or a list such as `URX,UF`) and its details.
    static func outcome(status: Int32?, flags: LogText, details: LogText) -> RequestOutcome {
        var isBroken = details.hasPrefix("upstream_reset_after_response_started")
        var hasFlags = false
        var stated: RequestOutcome?
        AccessLogRules.forEachPart(of: flags) { flag in
            if flag == "-" || flag.count > 8 { return }
            hasFlags = true
            if flag == "DC" || flag == "DPE" || flag == "DR" {
                stated = .cancelled
            } else if flag == "UT" || flag == "SI" || flag == "DT" || flag == "UMSDR" {
                if stated != .cancelled { stated = .timeout }
            } else if flag == "RL" || flag == "RLSE" {
                stated = stated ?? .rateLimited
            } else if flag == "UPE" || flag == "UR" || flag == "UC" || flag == "LR" {
                isBroken = true
            }
        }
        if let stated { return stated }
        guard let status else { return hasFlags ? .upstreamError : .unknown }
        return status < 400 ? (isBroken ? .truncated : .ok) : RequestOutcome(httpStatus: status)
    }

    /// The provider in a backend path such as `default/openai/route/chat/rule/0/ref/0`, or the text itself when it is no path.
    static func provider(_ name: LogText) -> LogText {
        let bytes = name.bytes
        guard let first = bytes.firstIndex(of: UInt8(ascii: "/")) else { return name }
        let rest = name.dropping(first + 1)
        let end = rest.bytes.firstIndex(of: UInt8(ascii: "/")) ?? rest.count
        return LogText(address: rest.address, count: end)
    }
}
