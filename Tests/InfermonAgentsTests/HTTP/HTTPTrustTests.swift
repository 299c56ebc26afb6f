import Foundation
import InfermonModel
import Testing

@testable import InfermonAgents

/// Which servers are believed to be who they say they are.
@Suite(
    .enabled(
        if: TLSServer.isThere || ProcessInfo.processInfo.environment["INFERMON_REQUIRE_ALL"] == "1",
        "openssl is not installed"))
struct HTTPTrustTests {
    private func send(_ server: TLSServer, authorities: String?) async throws(HTTPFailure) -> Int {
        let transport = CurlTransport(library: try CurlLibrary(), authorities: authorities)
        let request = HTTPRequest(
            url: "https://127.0.0.1:\(server.port)/", credentials: [HTTPHeader("Authorization", "Bearer sk-canary-1")])
        return try await transport.send(request, within: .seconds(20)).status
    }

    private func refusal(_ server: TLSServer, authorities: String?) async -> HTTPFailure? {
        do throws(HTTPFailure) {
            _ = try await send(server, authorities: authorities)
            return nil
        } catch {
            return error
        }
    }

    private func isUntrusted(_ failure: HTTPFailure?) -> Bool {
        guard case .untrusted = failure else { return false }
        return true
    }

    @Test func `a server that its own authority vouches for is believed`() async throws {
        let server = try await TLSServer(.good)
        #expect(try await send(server, authorities: server.authority) == 200)
    }

    @Test func `a certificate that signs itself is refused`() async throws {
        let server = try await TLSServer(.good)
        let failure = await refusal(server, authorities: nil)
        #expect(isUntrusted(failure), "\(String(describing: failure))")
        #expect(failure?.description.contains("The TLS connection to 127.0.0.1 was refused") == true)
    }

    @Test func `another authority, another name and a date gone by are refused`() async throws {
        let other = try await TLSServer(.good)
        for certificate in [TLSServer.Certificate.expired, .otherName] {
            let server = try await TLSServer(certificate)
            let failure = await refusal(server, authorities: server.authority)
            #expect(isUntrusted(failure), "\(certificate) \(String(describing: failure))")
        }
        let server = try await TLSServer(.good)
        #expect(isUntrusted(await refusal(server, authorities: other.authority)))
    }

    @Test func `TLS before 1.2 is refused`() async throws {
        let server = try await TLSServer(.good, arguments: ["-tls1_1", "-cipher", "DEFAULT@SECLEVEL=0"])
        let failure = await refusal(server, authorities: server.authority)
        #expect(isUntrusted(failure), "\(String(describing: failure))")
    }

    @Test func `a missing file of authorities is a sentence`() async throws {
        let server = try await TLSServer(.good)
        let failure = await refusal(server, authorities: "/nowhere/ca.pem")
        #expect(isUntrusted(failure), "\(String(describing: failure))")
    }

    @Test func `HTTPS to a server of plain HTTP is a sentence`() async throws {
        let server = try FaultServer { _ in [.answer(200, [], "{}")] }
        let transport = CurlTransport(library: try CurlLibrary())
        let request = HTTPRequest(url: "https://127.0.0.1:\(server.port)/")
        let failure = await #expect(throws: HTTPFailure.self) { try await transport.send(request, within: .seconds(1)) }
        #expect(failure?.description.isEmpty == false)
    }
}
