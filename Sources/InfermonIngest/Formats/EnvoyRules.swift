import InfermonModel
import InfermonRollup

/// What Envoy's response flags mean for an outcome (envoyproxy/envoy: access log command operators, RESPONSE_FLAGS).
enum EnvoyRules {
    /// The outcome of a response code, its flags (`-`, `UT`, or a list such as `URX,UF`) and its details.
    static func outcome(status: Int32?, flags: LogText, details: LogText) -> RequestOutcome {
        var set: Set<String> = []
        for flag in AccessLogRules.parts(flags) where flag.count <= 8 { set.insert(flag.string) }
        if !set.isDisjoint(with: ["DC", "DPE", "DR"]) { return .cancelled }
        if !set.isDisjoint(with: ["UT", "SI", "DT", "UMSDR"]) { return .timeout }
        if !set.isDisjoint(with: ["RL", "RLSE"]) { return .rateLimited }
        let isBroken =
            !set.isDisjoint(with: ["UPE", "UR", "UC", "LR"])
            || details.hasPrefix("upstream_reset_after_response_started")
        if let status, status < 400 { return isBroken ? .truncated : .ok }
        guard let status else { return set.isEmpty || set == ["-"] ? .unknown : .upstreamError }
        return RequestOutcome(httpStatus: status)
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
