import Foundation
import Glibc
import InfermonTestSupport

/// `openssl s_server` on loopback with a certificate of its own making: another TLS program than the client's.
///
/// It is started by `posix_spawn`: Foundation's `Process` waits on a run loop, which would hold a thread of the shared pool.
final class TLSServer {
    enum Certificate {
        /// For 127.0.0.1, valid.
        case good
        /// For 127.0.0.1, and over since yesterday.
        case expired
        /// For another name.
        case otherName
    }

    static let program = "/usr/bin/openssl"
    static var isThere: Bool { FileManager.default.isExecutableFile(atPath: program) }

    let port: Int
    /// The certificate, which is its own authority.
    let authority: String
    private let folder: URL
    private let process: pid_t

    init(_ certificate: Certificate, arguments: [String] = []) async throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("infermon-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.path
        authority = "\(path)/cert.pem"
        let name = certificate == .otherName ? "DNS:other.example" : "IP:127.0.0.1"
        try Data("subjectAltName=\(name)\n".utf8).write(to: folder.appendingPathComponent("ext"))
        try Self.run([
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
            "/CN=infermon", "-keyout", "\(path)/key.pem", "-out", "\(path)/request",
        ])
        try Self.run([
            "x509", "-req", "-in", "\(path)/request", "-signkey", "\(path)/key.pem", "-extfile", "\(path)/ext", "-days",
            certificate == .expired ? "-1" : "2", "-out", authority,
        ])
        process = try Self.spawn(
            ["s_server", "-accept", "127.0.0.1:0", "-cert", authority, "-key", "\(path)/key.pem", "-www"] + arguments,
            output: "\(path)/output")
        do {
            port = try await Self.port(in: folder.appendingPathComponent("output"))
        } catch {
            kill(process, SIGKILL)
            throw error
        }
    }

    deinit {
        kill(process, SIGKILL)
        var status: Int32 = 0
        waitpid(process, &status, 0)
        // What is left lies in the temporary folder.
        try? FileManager.default.removeItem(at: folder)
    }

    /// Waits for the line that names the port.
    private static func port(in output: URL) async throws -> Int {
        var port: Int?
        try await eventually(within: .seconds(60), "the port of openssl s_server") {
            let text = String(decoding: try Data(contentsOf: output), as: UTF8.self)
            guard let start = text.firstRange(of: "ACCEPT 127.0.0.1:")?.upperBound, text[start...].contains("\n") else {
                return false
            }
            port = Int(text[start...].prefix(while: \.isNumber))
            return port != nil
        }
        return port ?? 0
    }

    private static func spawn(_ arguments: [String], output: String) throws -> pid_t {
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0)
        posix_spawn_file_actions_addopen(&actions, 1, output, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
        posix_spawn_file_actions_addopen(&actions, 2, "/dev/null", O_WRONLY, 0)
        var words = ([program] + arguments).map { strdup($0) } + [nil]
        defer { words.forEach { free($0) } }
        var process = pid_t()
        guard posix_spawn(&process, program, &actions, nil, &words, environ) == 0 else { throw POSIXError(.ENOENT) }
        return process
    }

    private static func run(_ arguments: [String]) throws {
        let process = try spawn(arguments, output: "/dev/null")
        var status: Int32 = 0
        guard waitpid(process, &status, 0) == process, status == 0 else { throw POSIXError(.EINVAL) }
    }
}
