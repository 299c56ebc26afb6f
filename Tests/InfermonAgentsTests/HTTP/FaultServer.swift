import Foundation
import Glibc
import InfermonTestSupport
import Synchronization

/// A loopback server that answers with the bytes it is told to, well-formed or not: raw sockets, nothing shared with the client.
final class FaultServer: Sendable {
    struct Request: Sendable {
        let method: String
        let target: String
        let headers: [String: String]
        let body: [UInt8]

        var path: String { String(target.prefix { $0 != "?" }) }

        func query(_ name: String) -> String? {
            guard let mark = target.firstIndex(of: "?") else { return nil }
            for pair in target[target.index(after: mark)...].split(separator: "&") {
                let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
                if sides.count == 2, sides[0] == name { return String(sides[1]).removingPercentEncoding }
            }
            return nil
        }
    }

    enum Action: Sendable {
        case send([UInt8])
        /// Sends the bytes again and again until the client goes away or so many were sent.
        case flood([UInt8], upTo: Int)
        /// Sends one byte at a time with a pause before each.
        case trickle([UInt8], milliseconds: Int32)
        /// Waits until the client goes away.
        case hold
        /// Closes with a reset rather than in order.
        case reset

        static func text(_ text: String) -> Action { .send(Array(text.utf8)) }
    }

    typealias Handler = @Sendable (Request) -> [Action]

    let port: Int
    private let listener: Int32
    private let state: Mutex<(handler: Handler, requests: [Request])>
    private let connections = Locked(Connections())

    /// How long clients stayed, by the server's own threads: a test's own clock also counts what it waited to be woken.
    struct Connections: Sendable {
        var open = 0
        var longest = Duration.zero
        var lastLeft = ContinuousClock.now
    }

    init(_ handler: @escaping Handler) throws {
        let listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue) | Int32(SOCK_CLOEXEC.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
        var length = socklen_t(MemoryLayout<sockaddr_in>.size)
        let code = withUnsafeMutablePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
                guard bind(listener, address, length) == 0, listen(listener, 64) == 0 else { return Int32(-1) }
                return getsockname(listener, address, &length)
            }
        }
        guard listener >= 0, code == 0 else { throw POSIXError(.EADDRNOTAVAIL) }
        self.listener = listener
        port = Int(UInt16(bigEndian: address.sin_port))
        state = Mutex((handler, []))
        let accepting = Accepting(
            listener: listener, connections: connections,
            answer: { [weak self] request in self?.answer(request) ?? [] })
        Thread.detachNewThread { accepting.run() }
    }

    deinit {
        // Wakes the accepting thread, which closes the socket: closed here, its number could be another's by the next accept.
        shutdown(listener, Int32(SHUT_RDWR))
    }

    var baseURL: String { "http://127.0.0.1:\(port)" }
    var requests: [Request] { state.withLock { $0.requests } }

    func respond(_ handler: @escaping Handler) { state.withLock { $0.handler = handler } }

    private func answer(_ request: Request) -> [Action] {
        let handler = state.withLock { state in
            state.requests.append(request)
            return state.handler
        }
        return handler(request)
    }

    /// When the last client went, once all have gone.
    func lastDeparture() async throws -> ContinuousClock.Instant {
        try await eventually("the end of every connection") { connections.withLock { $0.open == 0 } }
        return connections.withLock { $0.lastLeft }
    }

    /// The longest that a client has stayed, once all have gone.
    func longestStay() async throws -> Duration {
        try await eventually("the end of every connection") { connections.withLock { $0.open == 0 } }
        return connections.withLock { $0.longest }
    }

    private struct Accepting: Sendable {
        let listener: Int32
        let connections: Locked<Connections>
        let answer: Handler

        func run() {
            while true {
                let connection = accept(listener, nil, nil)
                guard connection >= 0 else {
                    close(listener)
                    return
                }
                let answer = answer
                let connections = connections
                connections.withLock { $0.open += 1 }
                Thread.detachNewThread {
                    let start = ContinuousClock.now
                    Self.serve(connection, answer)
                    close(connection)
                    connections.withLock {
                        $0.open -= 1
                        $0.longest = max($0.longest, start.duration(to: .now))
                        $0.lastLeft = .now
                    }
                }
            }
        }

        private static func serve(_ connection: Int32, _ answer: Handler) {
            guard let request = read(connection) else { return }
            for action in answer(request) {
                switch action {
                case .send(let bytes): if !send(bytes, to: connection) { return }
                case .flood(let bytes, let limit):
                    var sent = 0
                    while sent < limit {
                        if !send(bytes, to: connection) { return }
                        sent += bytes.count
                    }
                case .trickle(let bytes, let pause):
                    for byte in bytes {
                        if hasGone(connection, within: pause) || !send([byte], to: connection) { return }
                    }
                case .hold:
                    _ = hasGone(connection, within: 20_000)
                    return
                case .reset:
                    var linger = linger(l_onoff: 1, l_linger: 0)
                    setsockopt(
                        connection, SOL_SOCKET, SO_LINGER, &linger, socklen_t(MemoryLayout.size(ofValue: linger)))
                    return
                }
            }
            // In order: what the client has not read yet must not be lost to a reset.
            shutdown(connection, Int32(SHUT_WR))
            _ = hasGone(connection, within: 2_000)
        }

        private static func hasGone(_ connection: Int32, within milliseconds: Int32) -> Bool {
            var waiting = pollfd(fd: connection, events: Int16(POLLIN), revents: 0)
            return poll(&waiting, 1, milliseconds) > 0
        }

        private static func send(_ bytes: [UInt8], to connection: Int32) -> Bool {
            var rest = bytes[...]
            while !rest.isEmpty {
                let count = rest.withUnsafeBytes {
                    Glibc.send(connection, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
                }
                guard count > 0 else { return false }
                rest = rest.dropFirst(count)
            }
            return true
        }

        private static func read(_ connection: Int32) -> Request? {
            var bytes: [UInt8] = []
            var buffer = [UInt8](repeating: 0, count: 16_384)
            while true {
                if let end = bytes.firstRange(of: Array("\r\n\r\n".utf8)) {
                    let lines = String(decoding: bytes[..<end.lowerBound], as: UTF8.self).components(
                        separatedBy: "\r\n")
                    var headers: [String: String] = [:]
                    for line in lines.dropFirst() {
                        guard let colon = line.firstIndex(of: ":") else { continue }
                        headers[line[..<colon].lowercased()] =
                            line[line.index(after: colon)...].trimmingCharacters(in: .whitespaces)
                    }
                    let body = Array(bytes[end.upperBound...])
                    let words = (lines.first ?? "").split(separator: " ")
                    if words.count > 1, body.count >= Int(headers["content-length"] ?? "0") ?? 0 {
                        return Request(method: String(words[0]), target: String(words[1]), headers: headers, body: body)
                    }
                }
                let count = Glibc.recv(connection, &buffer, buffer.count, 0)
                guard count > 0, bytes.count < 1 << 20 else { return nil }
                bytes += buffer[..<count]
            }
        }
    }
}

extension FaultServer.Action {
    /// A whole answer with the right length.
    static func answer(
        _ status: Int = 200, _ headers: [String] = [], _ body: String = "", type: String = "application/json"
    ) -> FaultServer.Action {
        answer(status, headers, bytes: Array(body.utf8), type: type)
    }

    /// As above, from bytes.
    static func answer(
        _ status: Int = 200, _ headers: [String] = [], bytes: [UInt8], type: String = "application/json"
    ) -> FaultServer.Action {
        let head =
            ["HTTP/1.1 \(status) Whatever", "Content-Type: \(type)", "Content-Length: \(bytes.count)"] + headers
        return .send(Array((head.joined(separator: "\r\n") + "\r\n\r\n").utf8) + bytes)
    }
}
