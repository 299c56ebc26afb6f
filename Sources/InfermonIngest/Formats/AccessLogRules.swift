import InfermonModel
import InfermonRollup

/// What access logs of general proxies have in common.
enum AccessLogRules {
    /// Whether a request of this method can be one to a model.
    ///
    /// Completions, embeddings and their like are all posted; what is fetched is a health check, a list of models or a page.
    /// Where the log has no methods, the paths of probes and scrapes are left out.
    static func canBeInference(method: LogText, path: LogText = .empty) -> Bool {
        guard method.isEmpty else { return method == "POST" || method == "PUT" }
        let path = Self.path(path)
        let probes: [StaticString] = [
            "/", "/health", "/healthz", "/livez", "/readyz", "/ping", "/metrics", "/v1/models", "/favicon.ico",
            "/health/liveliness", "/health/liveness", "/health/readiness",
        ]
        return !probes.contains { path == $0 }
    }

    /// The path without its query.
    static func path(_ uri: LogText) -> LogText {
        guard let query = uri.bytes.firstIndex(of: UInt8(ascii: "?")) else { return uri }
        return LogText(address: uri.address, count: query)
    }

    /// The parts of a list such as `502, 200` or `502 : 200`, as nginx writes what several upstreams gave.
    static func parts(_ text: LogText) -> [LogText] {
        var parts: [LogText] = []
        var start = 0
        let bytes = text.bytes
        for index in 0...bytes.count
        where index == bytes.count || bytes[index] == UInt8(ascii: ",") || isDivider(bytes, index) {
            let part = LogText(address: text.address &+ UInt(start), count: index - start).trimmed
            if !part.isEmpty { parts.append(part) }
            start = index + 1
        }
        return parts
    }

    /// A colon between spaces; the colon of an address such as `127.0.0.1:80` divides nothing.
    private static func isDivider(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        bytes[index] == UInt8(ascii: ":") && index > 0 && bytes[index - 1] == 0x20
            && index + 1 < bytes.count && bytes[index + 1] == 0x20
    }
}
