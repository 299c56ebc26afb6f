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
        return !probes.contains { path == $0 }
    }

    private static let probes: [StaticString] = [
        "/", "/health", "/healthz", "/livez", "/readyz", "/ping", "/metrics", "/v1/models", "/favicon.ico",
        "/health/liveliness", "/health/liveness", "/health/readiness",
    ]

    /// The path without its query.
    static func path(_ uri: LogText) -> LogText {
        guard let query = uri.firstIndex(of: UInt8(ascii: "?")) else { return uri }
        return LogText(address: uri.address, count: query)
    }

    /// An instant as access logs write it: ISO 8601, `23/Nov/2026:03:32:17 +0000`, or a number counted from 1970 whose unit shows
    /// in its size.
    static func instant(_ value: JSONValue, in zone: TimeZoneRules) -> Timestamp? {
        if value.kind == .string, let instant = value.raw.instant(in: zone) ?? CombinedFormat.instant(value.raw) {
            return instant
        }
        guard let whole = value.integer else { return nil }
        switch whole {
        case ..<100_000_000_000: return value.instant(since1970: .seconds)
        case ..<100_000_000_000_000: return value.instant(since1970: .milliseconds)
        case ..<100_000_000_000_000_000: return value.instant(since1970: .microseconds)
        default: return value.instant(since1970: .nanoseconds)
        }
    }

    /// The method and path of a request line such as `POST /v1/chat/completions HTTP/1.1`.
    static func request(_ text: LogText) -> (method: LogText, path: LogText) {
        var words = TextFields(text)
        let method = words.word() ?? .empty
        return (method, words.word() ?? .empty)
    }

    /// The sum of the seconds in a list such as `0.000, 0.292`; parts that are no numbers count nothing.
    static func seconds(_ value: JSONValue) -> TimeSpan? {
        if value.kind == .number { return value.span(in: .seconds) }
        var sum: TimeSpan?
        forEachPart(of: value.textOrEmpty) { part in
            if let span = JSONValue(.string, raw: part).span(in: .seconds) { sum = (sum ?? .zero) + span }
        }
        return sum
    }

    /// The last part of a list; empty without any.
    static func lastPart(of text: LogText) -> LogText {
        var last = LogText.empty
        forEachPart(of: text) { last = $0 }
        return last
    }

    /// Calls `body` with the parts of a list such as `502, 200` or `502 : 200`, as nginx writes what several upstreams gave.
    @inline(__always)
    static func forEachPart(of text: LogText, _ body: (LogText) -> Void) {
        var start = 0
        let bytes = text.bytes
        for index in 0...bytes.count
        where index == bytes.count || bytes[index] == UInt8(ascii: ",") || isDivider(bytes, index) {
            let part = LogText(address: text.address &+ UInt(start), count: index - start).trimmed
            if !part.isEmpty { body(part) }
            start = index + 1
        }
    }

    /// A colon between spaces; the colon of an address such as `127.0.0.1:80` divides nothing.
    private static func isDivider(_ bytes: UnsafeBufferPointer<UInt8>, _ index: Int) -> Bool {
        bytes[index] == UInt8(ascii: ":") && index > 0 && bytes[index - 1] == 0x20
            && index + 1 < bytes.count && bytes[index + 1] == 0x20
    }
}
