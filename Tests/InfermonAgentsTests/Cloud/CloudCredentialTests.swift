import Foundation
import Glibc
import InfermonModel
import Testing

@testable import InfermonAgents

@Suite struct CloudCredentialTests {
    private let key = "sk-canary-0123456789"

    private func withFile(mode: mode_t, _ text: String, _ body: (String) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appendingPathComponent("infermon-key-\(UUID().uuidString)")
            .path
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        #expect(chmod(path, mode) == 0)
        defer { unlink(path) }
        try body(path)
    }

    private func reason(_ source: CredentialSource) -> String {
        do throws(ProviderFailure) {
            _ = try source.read()
            return ""
        } catch {
            return error.description
        }
    }

    @Test func `a variable is read once and taken out of the environment`() throws {
        let name = "INFERMON_TEST_KEY_\(UInt64.random(in: 0 ... .max))"
        setenv(name, "\(key)\n", 1)
        let source = CredentialSource(.environment(name), variables: [])
        #expect(getenv(name) == nil)
        #expect(try source.read().text == key)
        #expect(try source.read().text == key)
        #expect(reason(CredentialSource(.environment(name), variables: [])).contains(name))
    }

    @Test func `several variables are joined, and the third may be missing`() throws {
        let names = (0..<3).map { "INFERMON_TEST_\($0)_\(UInt64.random(in: 0 ... .max))" }
        setenv(names[0], "id", 1)
        setenv(names[1], "secret", 1)
        #expect(try CredentialSource(nil, variables: names).read().text == "id:secret")
        setenv(names[0], "id", 1)
        #expect(reason(CredentialSource(nil, variables: names)).contains(names[1]))
    }

    @Test(arguments: [0o600, 0o400] as [mode_t])
    func `a file of one's own is read`(_ mode: mode_t) throws {
        try withFile(mode: mode, "  \(key)\r\n") { path in
            let secret = try CredentialSource(.file(path), variables: []).read()
            #expect(secret.text == key)
        }
    }

    @Test(arguments: [0o640, 0o604, 0o644, 0o660, 0o666, 0o620, 0o601] as [mode_t])
    func `a file that others can touch is refused with the command that helps`(_ mode: mode_t) throws {
        try withFile(mode: mode, key) { path in
            #expect(
                reason(CredentialSource(.file(path), variables: []))
                    == "The key's file \(path) can be read by others: run chmod 600 \(path).")
        }
    }

    @Test func `a file that is missing, empty or none is a sentence`() throws {
        #expect(reason(CredentialSource(.file("/nowhere/key"), variables: [])).contains("No such file"))
        #expect(reason(CredentialSource(.file("/dev/null"), variables: [])).contains("no regular file"))
        #expect(reason(CredentialSource(.file("/tmp"), variables: [])).contains("no regular file"))
        try withFile(mode: 0o600, " \n") { path in
            #expect(reason(CredentialSource(.file(path), variables: [])).contains("is empty"))
        }
    }

    @Test func `a changed file is a changed key`() throws {
        try withFile(mode: 0o600, "one") { path in
            let source = CredentialSource(.file(path), variables: [])
            #expect(try source.read() == Secret("one"))
            try Data("two".utf8).write(to: URL(fileURLWithPath: path))
            #expect(chmod(path, 0o600) == 0)
            #expect(try source.read() == Secret("two"))
        }
    }

    @Test func `a systemd credential needs its unit and a plain name`() {
        #expect(reason(CredentialSource(.systemd("../x"), variables: [])).contains("plain name"))
        if getenv("CREDENTIALS_DIRECTORY") == nil {
            #expect(reason(CredentialSource(.systemd("openai"), variables: [])).contains("LoadCredential=openai"))
        }
    }

    @Test func `a secret never prints`() {
        var dumped = ""
        dump([Secret(key)], to: &dumped)
        #expect(!"\(Secret(key)) \(String(reflecting: Secret(key))) \([Secret(key)]) \(dumped)".contains("canary"))
        #expect("\(Secret(key))" == "<redacted>")
    }
}
