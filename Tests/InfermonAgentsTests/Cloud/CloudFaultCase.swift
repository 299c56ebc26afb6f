import InfermonModel
import Testing

/// One thing that can go wrong between a provider and an agent, and what must come of it.
struct CloudFaultCase: Sendable, CustomTestStringConvertible {
    enum Outcome: Sendable, Equatable {
        /// The last good figure stays, with its age and a reason; it is asked again within five minutes.
        case kept
        /// As above, and it is asked again only after so many seconds.
        case keptFor(seconds: Int64)
        /// The last good figure stays, and nothing is asked until the key changes.
        case stopped
        /// The answer is good: the total is so many dollars.
        case read(String)
    }

    let name: String
    let outcome: Outcome
    /// Whether the fault ends by the deadline alone, which is then short.
    let isHanging: Bool
    let handler: FaultServer.Handler

    init(
        _ name: String, _ outcome: Outcome = .kept, hanging: Bool = false, _ handler: @escaping FaultServer.Handler
    ) {
        self.name = name
        self.outcome = outcome
        isHanging = hanging
        self.handler = handler
    }

    /// A case with the same bytes for every request.
    init(_ name: String, _ outcome: Outcome = .kept, hanging: Bool = false, raw: String) {
        self.init(name, outcome, hanging: hanging) { _ in [.text(raw)] }
    }

    /// A case of a whole answer with status 200.
    init(body name: String, _ outcome: Outcome = .kept, _ body: String) {
        self.init(name, outcome) { _ in [.answer(200, [], body)] }
    }

    var testDescription: String { name }

    /// The start of the day that all figures are of.
    static let day = Timestamp(seconds: 1_763_856_000)  // 2025-11-23T00:00:00Z
    static let key = "sk-admin-canary-0123456789"

    /// A page of costs of the day.
    static func page(_ dollars: [String], next: String? = nil, start: Int64 = day.seconds, item: String = "item")
        -> String
    {
        let rows = dollars.enumerated().map { index, amount in
            #"{"object":"organization.costs.result","amount":{"value":\#(amount),"currency":"usd"},"line_item":"\#(item)\#(index)","project_id":null}"#
        }
        return
            #"{"object":"page","data":[{"object":"bucket","start_time":\#(start),"end_time":\#(start + 86_400),"results":[\#(rows.joined(separator: ","))]}],"has_more":\#(next != nil),"next_page":\#(next.map { "\"\($0)\"" } ?? "null")}"#
    }

    static let good = page(["20", "1.5"])
    static let all = connection + framing + redirects + statuses + retries + bodies + pages
}

extension CloudFaultCase {
    private static let head = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
    private static var sized: String { head + "Content-Length: \(good.utf8.count)\r\n\r\n" }
    private static let half = String(good.prefix(good.count / 2))

    static let connection: [CloudFaultCase] = [
        .init("closed before the answer") { _ in [] },
        .init("reset before the answer") { _ in [.reset] },
        .init("reset in the status line") { _ in [.text("HTTP/1.1 2"), .reset] },
        .init("reset in the headers") { _ in [.text(head), .reset] },
        .init("reset after the headers") { _ in [.text(sized), .reset] },
        .init("reset in the body") { _ in [.text(sized + half), .reset] },
        .init("closed in the headers") { _ in [.text("HTTP/1.1 200 OK\r\nContent-Ty")] },
        .init("closed in the body") { _ in [.text(sized + half)] },
        .init("closed in a body without length") { _ in [.text(head + "\r\n" + half)] },
        .init("silence", hanging: true) { _ in [.hold] },
        .init("silence after the status line", hanging: true) { _ in [.text("HTTP/1.1 200 OK\r\n"), .hold] },
        .init("silence in the headers", hanging: true) { _ in [.text(head), .hold] },
        .init("silence after the headers", hanging: true) { _ in [.text(sized), .hold] },
        .init("silence in the body", hanging: true) { _ in [.text(sized + half), .hold] },
        .init("silence one byte before the end", hanging: true) { _ in [.text(sized + good.dropLast()), .hold] },
        .init("a byte now and then in the headers", hanging: true) { _ in
            [.trickle(Array(sized.utf8), milliseconds: 20)]
        },
        .init("a byte now and then in the body", hanging: true) { _ in
            [.text(sized), .trickle(Array(good.utf8), milliseconds: 20)]
        },
        .init("spaces for ever", hanging: true) { _ in
            [
                .text(head + "Transfer-Encoding: chunked\r\n\r\n"),
                .trickle(Array("1\r\n \r\n".utf8) * 2_000, milliseconds: 10),
            ]
        },
        .init("TLS alert in place of HTTP") { _ in [.send([0x15, 3, 1, 0, 2, 2, 40])] },
        .init("binary noise") { _ in [.send((0..<2_000).map { UInt8(truncatingIfNeeded: $0 &* 37 &+ 11) })] },
    ]

    static let framing: [CloudFaultCase] = [
        .init("a body without end") { _ in
            [.text(head + "\r\n"), .flood([UInt8](repeating: 32, count: 65_536), upTo: 1 << 30)]
        },
        .init("a body of 1 GiB, announced") { _ in
            [
                .text(head + "Content-Length: 1073741824\r\n\r\n"),
                .flood([UInt8](repeating: 32, count: 65_536), upTo: 1 << 30),
            ]
        },
        .init("1 GiB announced, nothing sent") { _ in [.text(head + "Content-Length: 1073741824\r\n\r\n")] },
        .init("one byte over the cap") { _ in
            [.answer(200, [], good + String(repeating: " ", count: (1 << 20) + 1 - good.utf8.count))]
        },
        .init("exactly the cap", .read("21.5")) { _ in
            [.answer(200, [], good + String(repeating: " ", count: (1 << 20) - good.utf8.count))]
        },
        .init("100,000 headers") { _ in
            [.text(head), .flood(Array("X-A: b\r\n".utf8) * 100, upTo: 800_000), .answer(200, [], good)]
        },
        .init("a header of 1 MiB") { _ in
            [.text(head + "X-A: "), .flood([UInt8](repeating: 97, count: 65_536), upTo: 1 << 20)]
        },
        .init("interim answers for ever") { _ in
            [.flood(Array("HTTP/1.1 103 Hints\r\nX: y\r\n\r\n".utf8) * 100, upTo: 1 << 22)]
        },
        .init("100 Continue before the answer", .read("21.5")) { _ in
            [.text("HTTP/1.1 100 Continue\r\n\r\n"), .answer(200, [], good)]
        },
        .init("a length too long") { _ in [.text(head + "Content-Length: \(good.utf8.count + 10)\r\n\r\n" + good)] },
        .init("a length too short") { _ in [.text(head + "Content-Length: \(good.utf8.count - 10)\r\n\r\n" + good)] },
        .init("a negative length") { _ in [.text(head + "Content-Length: -5\r\n\r\n" + good)] },
        .init("two lengths") { _ in
            [.text(head + "Content-Length: \(good.utf8.count)\r\nContent-Length: 10\r\n\r\n" + good)]
        },
        .init("a length of zero") { _ in [.text(head + "Content-Length: 0\r\n\r\n")] },
        .init("no length, closed at the end", .read("21.5")) { _ in [.text(head + "\r\n" + good)] },
        .init("HTTP/1.0", .read("21.5")) { _ in [.text("HTTP/1.0 200 OK\r\n\r\n" + good)] },
        .init("bare line feeds", .read("21.5")) { _ in [.text("HTTP/1.1 200 OK\n\n" + good)] },
        .init("chunks", .read("21.5")) { _ in
            [
                .text(
                    head
                        + "Transfer-Encoding: chunked\r\n\r\n\(String(good.utf8.count, radix: 16));x=y\r\n\(good)\r\n0\r\nX-T: 1\r\n\r\n"
                )
            ]
        },
        .init("a chunk's size that is no number") { _ in
            [.text(head + "Transfer-Encoding: chunked\r\n\r\nzz\r\n\(good)\r\n0\r\n\r\n")]
        },
        .init("a chunk's size beyond 64 bits") { _ in
            [.text(head + "Transfer-Encoding: chunked\r\n\r\nFFFFFFFFFFFFFFFFFF\r\n\(good)")]
        },
        .init("chunks without the last") { _ in
            [.text(head + "Transfer-Encoding: chunked\r\n\r\n\(String(good.utf8.count, radix: 16))\r\n\(good)\r\n")]
        },
        .init("a chunk longer than said") { _ in
            [.text(head + "Transfer-Encoding: chunked\r\n\r\n5\r\n\(good)\r\n0\r\n\r\n")]
        },
        .init("gzip", .read("21.5")) { _ in [.answer(200, ["Content-Encoding: gzip"], bytes: gzip(Array(good.utf8)))] },
        .init("half a gzip") { _ in
            let packed = gzip(Array(good.utf8))
            return [.answer(200, ["Content-Encoding: gzip"], bytes: Array(packed.prefix(packed.count / 2)))]
        },
        .init("no gzip where it says so") { _ in [.answer(200, ["Content-Encoding: gzip"], good)] },
        .init("an unknown encoding") { _ in [.answer(200, ["Content-Encoding: rot13"], String(good.reversed()))] },
        .init("a gzip bomb") { _ in [.answer(200, ["Content-Encoding: gzip"], bytes: gzipBomb)] },
        .init("no status line", raw: good),
        .init("HTTP/9.9", raw: "HTTP/9.9 200 OK\r\n\r\n" + good),
        .init("a status of 99", raw: "HTTP/1.1 99 What\r\n\r\n" + good),
        .init("a status of 2000", raw: "HTTP/1.1 2000 What\r\n\r\n" + good),
        .init("a status that is a word", raw: "HTTP/1.1 OK OK\r\n\r\n" + good),
        .init("a zero byte in a header", raw: "HTTP/1.1 200 OK\r\nX-A: a\u{0}b\r\n\r\n" + good),
    ]

    static let redirects: [CloudFaultCase] = [
        .init("a redirect to itself") { request in [.answer(301, ["Location: \(request.target)"])] },
        .init("two that point at each other") { request in
            [.answer(302, ["Location: \(request.path == "/a" ? "/b" : "/a")"])]
        },
        .init("four redirects") { request in
            let step = Int(request.path.dropFirst()) ?? 0
            return step == 4 ? [.answer(200, [], good)] : [.answer(307, ["Location: /\(step + 1)"])]
        },
        .init("three redirects", .read("21.5")) { request in
            let step = Int(request.path.dropFirst()) ?? 0
            return step == 3 ? [.answer(200, [], good)] : [.answer(308, ["Location: /\(step + 1)"])]
        },
        .init("a relative redirect", .read("21.5")) { request in
            request.path.hasSuffix("/moved") ? [.answer(200, [], good)] : [.answer(302, ["Location: moved"])]
        },
        .init("another host") { _ in [.answer(302, ["Location: https://evil.example/v1"])] },
        .init("another host without scheme") { _ in [.answer(302, ["Location: //evil.example/v1"])] },
        .init("another port") { _ in [.answer(302, ["Location: http://127.0.0.1:9/v1"])] },
        .init("another name of this machine") { _ in [.answer(302, ["Location: http://localhost/v1"])] },
        .init("HTTPS on the same host") { _ in [.answer(302, ["Location: https://127.0.0.1/v1"])] },
        .init("the metadata address") { _ in [.answer(302, ["Location: http://169.254.169.254/latest/meta-data/"])] },
        .init("file:") { _ in [.answer(302, ["Location: file:///etc/passwd"])] },
        .init("ftp:") { _ in [.answer(302, ["Location: ftp://127.0.0.1/x"])] },
        .init("gopher:") { _ in [.answer(302, ["Location: gopher://127.0.0.1/x"])] },
        .init("javascript:") { _ in [.answer(302, ["Location: javascript:alert(1)"])] },
        .init("a redirect with a user name") { _ in [.answer(302, ["Location: http://a:b@127.0.0.1/x"])] },
        .init("a redirect to nowhere") { _ in [.answer(302, ["Location: "])] },
        .init("a redirect without location") { _ in [.answer(302)] },
    ]

    private static let plainStatuses: [Int] = [
        201, 202, 203, 204, 205, 206, 300, 304, 305, 400, 402, 404, 405, 406, 408, 409, 410, 411, 412, 413, 414, 415,
        418, 421, 422, 423, 424, 425, 426, 428, 431, 451, 500, 501, 502, 503, 504, 505, 507, 511, 520, 529, 599,
    ]

    private static let refused = #"{"error":{"message":"Incorrect API key provided: \#(key)."}}"#

    static var statuses: [CloudFaultCase] {
        let plain = plainStatuses.map { status in
            CloudFaultCase("status \(status)") { _ in [.answer(status, [], status == 204 ? "" : good)] }
        }
        let special: [CloudFaultCase] = [
            .init("status 401", .stopped) { _ in [.answer(401, [], refused)] },
            .init("status 403", .stopped) { _ in [.answer(403, [], refused)] },
            .init("500 with the key in its body") { _ in
                [.answer(500, [], #"{"error":{"message":"Bearer \#(key) is odd"}}"#)]
            },
            .init("502 with a web page") { _ in [.answer(502, [], "<html>\(key)</html>", type: "text/html")] },
            .init("503 with escape sequences") { _ in
                [.answer(503, [], #"{"error":{"message":"\u001b]0;owned\u0007\u001b[2J"}}"#)]
            },
        ]
        return plain + special
    }

    static let retries: [CloudFaultCase] = [
        .init("429") { _ in [.answer(429)] },
        .init("429 for 40 minutes", .keptFor(seconds: 2_400)) { _ in [.answer(429, ["Retry-After: 2400"])] },
        .init("429 with a fraction of seconds", .keptFor(seconds: 1_200)) { _ in [.answer(429, ["Retry-After: 1200.5"])]
        },
        .init("429 with milliseconds", .keptFor(seconds: 900)) { _ in [.answer(429, ["retry-after-ms: 900000"])] },
        .init("429 until a date", .keptFor(seconds: 1_800)) { _ in
            [.answer(429, ["Date: Sun, 23 Nov 2025 12:00:00 GMT", "Retry-After: Sun, 23 Nov 2025 12:30:00 GMT"])]
        },
        .init("429 for a thousand years", .keptFor(seconds: 3_600)) { _ in [.answer(429, ["Retry-After: 1e9"])] },
        .init("429 with a negative wait") { _ in [.answer(429, ["Retry-After: -1000"])] },
        .init("429 with a wait of zero") { _ in [.answer(429, ["Retry-After: 0"])] },
        .init("429 with junk") { _ in [.answer(429, ["Retry-After: next week"])] },
        .init("429 with a date long past") { _ in [.answer(429, ["Retry-After: Sun, 06 Nov 1994 08:49:37 GMT"])] },
        .init("429 with a wait of 40 digits") { _ in
            [.answer(429, ["Retry-After: \(String(repeating: "9", count: 40))"])]
        },
        .init("503 for 20 minutes", .keptFor(seconds: 1_200)) { _ in [.answer(503, ["Retry-After: 1200"])] },
    ]
}

private func * (bytes: [UInt8], count: Int) -> [UInt8] { Array(repeatElement(bytes, count: count).joined()) }
