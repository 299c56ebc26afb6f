import Foundation
import InfermonModel
import Synchronization

@testable import InfermonAgents

/// Recorded pages, by the provider's folder.
enum CloudFixture {
    static func bytes(_ name: String) throws -> [UInt8] {
        let folder = Bundle.module.bundleURL.appendingPathComponent("Fixtures/Cloud")
        return Array(try Data(contentsOf: folder.appendingPathComponent(name)))
    }

    static func text(_ name: String) throws -> String { String(decoding: try bytes(name), as: UTF8.self) }
}

/// A clock that moves when it is told to.
final class HandClock: Sendable {
    private let time: Mutex<Timestamp>

    init(_ start: Timestamp) { time = Mutex(start) }

    var now: Timestamp { time.withLock { $0 } }
    func advance(by span: TimeSpan) { time.withLock { $0 = $0 + span } }
    func set(_ instant: Timestamp) { time.withLock { $0 = instant } }

    var pollClock: PollClock { PollClock(now: { self.now }, sleep: { self.advance(by: $0) }) }
}

/// Answers from a list, and remembers what was asked.
final class ScriptedTransport: HTTPTransport {
    typealias Answer = Result<HTTPResponse, HTTPFailure>

    private let state: Mutex<(answers: [Answer], requests: [HTTPRequest])>

    init(_ answers: [Answer]) { state = Mutex((answers, [])) }

    var requests: [HTTPRequest] { state.withLock { $0.requests } }
    func append(_ answers: [Answer]) { state.withLock { $0.answers += answers } }

    func send(_ request: HTTPRequest, within deadline: TimeSpan) async throws(HTTPFailure) -> HTTPResponse {
        let answer: Answer = state.withLock { state in
            state.requests.append(request)
            return state.answers.isEmpty
                ? .failure(.broken(host: "script", detail: "no answer")) : state.answers.removeFirst()
        }
        return try answer.get()
    }
}

extension HTTPResponse {
    static func json(_ text: String, status: Int = 200, _ headers: [HTTPHeader] = []) -> HTTPResponse {
        HTTPResponse(status: status, headers: headers, body: Array(text.utf8))
    }
}

/// Another provider, asked for some of its feeds only.
struct PartOfProvider: CloudProvider {
    let whole: any CloudProvider
    let feeds: [ProviderFeed]

    init(_ whole: any CloudProvider, _ kind: ProviderFeed.Kind) {
        self.whole = whole
        feeds = Array(whole.feeds.filter { $0.kind == kind }.prefix(1))
    }

    var id: String { whole.id }
    var keyVariables: [String] { whole.keyVariables }

    func request(for query: ProviderQuery, key: Secret) throws(ProviderFailure) -> HTTPRequest {
        try whole.request(for: query, key: key)
    }

    func page(from body: [UInt8], for query: ProviderQuery) throws(ProviderFailure) -> ProviderPage {
        try whole.page(from: body, for: query)
    }

    func failure(in response: HTTPResponse, key: Secret, at now: Timestamp) -> ProviderFailure? {
        whole.failure(in: response, key: key, at: now)
    }
}
