import CCurl
import Foundation
import InfermonModel
import Testing

@testable import InfermonAgents

@Suite struct CurlTransportTests {
    private let key = "sk-canary-0123456789abcdef"

    private func request(_ server: FaultServer, _ path: String = "/", body: [UInt8]? = nil) -> HTTPRequest {
        HTTPRequest(
            url: server.baseURL + path, headers: [HTTPHeader("X-Plain", "yes")],
            credentials: [HTTPHeader("Authorization", "Bearer \(key)")], body: body)
    }

    @Test func `an answer arrives with status, headers and body`() async throws {
        let server = try FaultServer { _ in [.answer(429, ["Retry-After: 7", "X-A:  b "], "{}")] }
        let transport = CurlTransport(library: try CurlLibrary())
        let response = try await transport.send(request(server, "/a?b=c"), within: .minutes(5))
        #expect(response.status == 429)
        #expect(response.header("retry-after") == "7")
        #expect(response.header("x-a") == "b")
        #expect(response.body == Array("{}".utf8))
        let seen = try #require(server.requests.first)
        #expect(seen.target == "/a?b=c")
        #expect(seen.headers["authorization"] == "Bearer \(key)")
        #expect(seen.headers["x-plain"] == "yes")
        #expect(seen.headers["user-agent"] == "infermon")
    }

    @Test(arguments: [[], Array("{\"a\":1}".utf8)] as [[UInt8]])
    func `a body makes a POST`(_ body: [UInt8]) async throws {
        let server = try FaultServer { _ in [.answer(200, [], "{}")] }
        let transport = CurlTransport(library: try CurlLibrary())
        _ = try await transport.send(request(server, body: body), within: .minutes(5))
        #expect(server.requests.first?.method == "POST")
        #expect(server.requests.first?.body == body)
    }

    @Test func `an interim answer's headers are not the answer's`() async throws {
        let server = try FaultServer { _ in
            [.text("HTTP/1.1 103 Early Hints\r\nX-Early: 1\r\n\r\n"), .answer(200, ["X-Late: 1"], "{}")]
        }
        let transport = CurlTransport(library: try CurlLibrary())
        let response = try await transport.send(request(server), within: .minutes(5))
        #expect(response.header("x-early") == nil)
        #expect(response.header("x-late") == "1")
    }

    @Test func `a missing library is a sentence, not a crash`() {
        let error = #expect(throws: HTTPFailure.self) { try CurlLibrary(name: "libcurl-that-is-not-there.so.9") }
        #expect(error?.description.contains("Install libcurl") == true)
    }

    @Test func `the constants are those of libcurl's own header where it is installed`() throws {
        let header = FileManager.default.fileExists(atPath: "/usr/include/x86_64-linux-gnu/curl/curl.h")
        #expect((infermon_curl_constants_were_checked() == 1) || !header)
        #expect(try CurlLibrary().version.contains("."))
    }

    @Test func `a cancelled task gets its answer at once`() async throws {
        let server = try FaultServer { _ in [.hold] }
        let transport = CurlTransport(library: try CurlLibrary())
        let request = request(server)
        let call = Task { () -> HTTPFailure? in
            do throws(HTTPFailure) {
                _ = try await transport.send(request, within: .minutes(5))
                return nil
            } catch {
                return error
            }
        }
        while server.requests.isEmpty { await Task.yield() }
        let start = ContinuousClock.now
        call.cancel()
        #expect(await call.value == .cancelled)
        #expect(start.duration(to: try await server.lastDeparture()) < .seconds(5))
    }

    @Test func `hung calls hold no thread of the shared pool`() async throws {
        let server = try FaultServer { request in request.path == "/hang" ? [.hold] : [.answer(200, [], "{}")] }
        let transport = CurlTransport(library: try CurlLibrary())
        let hanging = request(server, "/hang")
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<32 {
                // Each ends by being cancelled.
                group.addTask { _ = try? await transport.send(hanging, within: .minutes(5)) }
            }
            while server.requests.count < 32 { await Task.yield() }
            // A failure is as wrong as another status.
            #expect((try? await transport.send(request(server), within: .minutes(5)))?.status == 200)
            group.cancelAll()
        }
    }

    @Test(arguments: [
        "file:///etc/passwd", "ftp://127.0.0.1/x", "gopher://127.0.0.1/", "http://user:sk-canary@127.0.0.1/",
        "nonsense",
        "", "http://", "http://127.0.0.1:99999/", "https://exa mple.com/", "http://127.0.0.1/\r\nX-Evil: 1",
        "http://api.example.com/",
    ])
    func `an address that must not be asked is refused before anything is sent`(_ url: String) async throws {
        let transport = CurlTransport(library: try CurlLibrary())
        let request = HTTPRequest(url: url, credentials: [HTTPHeader("Authorization", "Bearer \(key)")])
        let error = await #expect(throws: HTTPFailure.self) { try await transport.send(request, within: .seconds(1)) }
        guard case .refusedToSend(let reason) = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        #expect(!reason.contains("canary"))
    }

    @Test(arguments: ["a\r\nX-Evil: 1", "a\nb", "a\u{0}b"])
    func `a key with a line break starts no other header`(_ value: String) async throws {
        let server = try FaultServer { _ in [.answer(200, [], "{}")] }
        let transport = CurlTransport(library: try CurlLibrary())
        let request = HTTPRequest(url: server.baseURL, credentials: [HTTPHeader("Authorization", value)])
        await #expect(throws: HTTPFailure.self) { try await transport.send(request, within: .seconds(1)) }
        #expect(server.requests.isEmpty)
    }

    @Test func `a request prints and dumps without its secrets`() {
        let request = HTTPRequest(
            url: "https://api.example.com/v1?token=\(key)", credentials: [HTTPHeader("Authorization", "Bearer \(key)")])
        var dumped = ""
        dump([request], to: &dumped)
        #expect(!"\(request) \([request]) \(dumped)".contains("canary"))
        #expect("\(request)" == "GET https://api.example.com/v1 Authorization: <redacted>")
    }
}
