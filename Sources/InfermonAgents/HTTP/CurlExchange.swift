import CCurl
import Glibc
import InfermonModel
import Synchronization

/// One blocking exchange on a thread of its own, since a name server or a peer may hold it for seconds.
final class CurlExchange: Sendable {
    /// What came back, and where it points to.
    struct Outcome: Sendable {
        let response: HTTPResponse
        let redirect: String?
    }

    typealias Answer = Result<Outcome, HTTPFailure>

    private struct State {
        var continuation: CheckedContinuation<Answer, Never>?
        var isOver = false
    }

    private let library: CurlLibrary
    private let request: HTTPRequest
    private let deadline: TimeSpan
    private let limits: HTTPLimits
    private let authorities: String?
    private let state = Mutex(State())
    private let isCancelled = Atomic(false)

    init(
        library: CurlLibrary, request: HTTPRequest, deadline: TimeSpan, limits: HTTPLimits, authorities: String?
    ) {
        self.library = library
        self.request = request
        self.deadline = deadline
        self.limits = limits
        self.authorities = authorities
    }

    /// Runs the exchange; a cancelled task gets `cancelled` at once while the thread ends by itself.
    func run() async -> Answer {
        await withTaskCancellationHandler {
            await withCheckedContinuation { continuation in
                let isOver = state.withLock { state in
                    if !state.isOver { state.continuation = continuation }
                    return state.isOver
                }
                if isOver { return continuation.resume(returning: .failure(.cancelled)) }
                startThread()
            }
        } onCancel: {
            isCancelled.store(true, ordering: .relaxed)
            finish(.failure(.cancelled))
        }
    }

    private func finish(_ answer: Answer) {
        let continuation = state.withLock { state in
            state.isOver = true
            defer { state.continuation = nil }
            return state.continuation
        }
        continuation?.resume(returning: answer)
    }

    private func startThread() {
        if !DetachedThread.start({ self.finish(self.perform()) }) {
            finish(.failure(.unavailable("A request was not sent: the system has no more threads.")))
        }
    }

    private func perform() -> Answer {
        guard let table = library.pointer else { return .failure(.unavailable("libcurl is not loaded.")) }
        let lines = (request.headers + request.credentials).map { strdup("\($0.name): \($0.value)") }
        defer { lines.forEach { free($0) } }
        var response = infermon_curl_response()
        defer { infermon_curl_response_free(&response) }
        lines.map { UnsafePointer($0) }.withUnsafeBufferPointer { headers in
            request.url.withCString { url in
                Self.withOptionalCString(authorities) { authorities in
                    Self.withOptionalBytes(request.body) { body in
                        var call = infermon_curl_request()
                        call.url = url
                        call.headers = headers.baseAddress
                        call.header_count = headers.count
                        call.body = body?.baseAddress
                        call.body_length = body?.count ?? 0
                        call.ca_file = authorities
                        fill(&call)
                        infermon_curl_perform(table, &call, &response)
                    }
                }
            }
        }
        return answer(from: response)
    }

    private func fill(_ call: inout infermon_curl_request) {
        let total = max(1, Int(deadline.microseconds / 1_000))
        call.timeout_ms = total
        call.connect_timeout_ms = min(total, max(1, Int(limits.connectTimeout.microseconds / 1_000)))
        call.low_speed_bytes = limits.slowBytesPerSecond
        call.low_speed_seconds = max(1, Int(limits.slowTimeout.microseconds / 1_000_000))
        call.body_cap = limits.bodyBytes
        call.header_cap = limits.headerBytes
        // A proxy of the environment would carry a request for this machine, key and all, to another one.
        call.ignores_proxies = HTTPOrigin(request.url)?.isLoopback == true ? 1 : 0
        call.context = Unmanaged.passUnretained(self).toOpaque()
        call.is_cancelled = { context in
            guard let context else { return 0 }
            let exchange = Unmanaged<CurlExchange>.fromOpaque(context).takeUnretainedValue()
            return exchange.isCancelled.load(ordering: .relaxed) ? 1 : 0
        }
    }

    private func answer(from response: infermon_curl_response) -> Answer {
        let code = Int(response.code)
        guard code == Int(infermon_curl_ok) else { return .failure(failure(code, response)) }
        let head = Self.bytes(response.headers, response.headers_length)
        let body = Self.bytes(response.body, response.body_length)
        return .success(
            Outcome(
                response: HTTPResponse(
                    status: Int(response.status), headers: HTTPHeader.headers(inHead: head), body: Array(body)),
                redirect: response.redirect_url.map { String(cString: $0) }))
    }

    private func failure(_ code: Int, _ response: infermon_curl_response) -> HTTPFailure {
        let host = HTTPOrigin(request.url)?.host ?? "the host"
        let words = withUnsafeBytes(of: response.error) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
        let detail = SecretRedaction(secrets: request.credentials.map(\.value)).redacted(words, limit: 160)
        return switch code {
        case Int(infermon_curl_header_cap): .headersTooLarge(limit: limits.headerBytes)
        case Int(infermon_curl_body_cap): .bodyTooLarge(limit: limits.bodyBytes)
        case Int(infermon_curl_cancelled): .cancelled
        case Int(infermon_curl_couldnt_resolve_proxy), Int(infermon_curl_couldnt_resolve_host):
            .nameNotFound(host: host, detail: detail)
        case Int(infermon_curl_couldnt_connect): .cannotConnect(host: host, detail: detail)
        case Int(infermon_curl_operation_timed_out): .timedOut(host: host, detail: detail)
        case Int(infermon_curl_ssl_connect_error), Int(infermon_curl_peer_failed_verification),
            Int(infermon_curl_cacert_badfile):
            .untrusted(host: host, detail: detail)
        default: .broken(host: host, detail: detail)
        }
    }

    private static func bytes(_ start: UnsafeMutablePointer<CChar>?, _ count: Int) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : count)
    }

    private static func withOptionalCString(_ text: String?, _ body: (UnsafePointer<CChar>?) -> Void) {
        if let text { text.withCString(body) } else { body(nil) }
    }

    private static func withOptionalBytes(_ bytes: [UInt8]?, _ body: (UnsafeBufferPointer<CChar>?) -> Void) {
        // A terminating zero gives an empty body an address, and with it the method POST.
        if let bytes {
            (bytes + [0]).map { CChar(bitPattern: $0) }.withUnsafeBufferPointer {
                body(UnsafeBufferPointer(rebasing: $0.dropLast()))
            }
        } else {
            body(nil)
        }
    }
}
