import Foundation
import Glibc

/// `openssl s_server` on loopback with a certificate of its own making: another TLS program than the client's.
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
    private let process: Process

    init(_ certificate: Certificate, arguments: [String] = []) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("infermon-tls-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let path = folder.path
        authority = "\(path)/cert.pem"
        let name = certificate == .otherName ? "DNS:other.example" : "IP:127.0.0.1"
        try Data("subjectAltName=\(name)\n".utf8).write(to: folder.appendingPathComponent("ext"))
        try Self.run([
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-subj",
            "/CN=infermon",
            "-keyout", "\(path)/key.pem", "-out", "\(path)/request",
        ])
        try Self.run([
            "x509", "-req", "-in", "\(path)/request", "-signkey", "\(path)/key.pem", "-extfile", "\(path)/ext", "-days",
            certificate == .expired ? "-1" : "2", "-out", authority,
        ])
        let output = Pipe()
        let process = Self.process(
            ["s_server", "-accept", "127.0.0.1:0", "-cert", authority, "-key", "\(path)/key.pem", "-www"] + arguments)
        process.standardOutput = output
        try process.run()
        self.process = process
        var text = ""
        while !text.contains("\n") || text.firstRange(of: "ACCEPT 127.0.0.1:") == nil || !text.hasSuffix("\n") {
            let bytes = output.fileHandleForReading.availableData
            guard !bytes.isEmpty else { throw POSIXError(.ECONNREFUSED) }
            text += String(decoding: bytes, as: UTF8.self)
        }
        let number = text.firstRange(of: "ACCEPT 127.0.0.1:").map { text[$0.upperBound...].prefix { $0.isNumber } }
        guard let port = number.flatMap({ Int($0) }) else { throw POSIXError(.ECONNREFUSED) }
        self.port = port
    }

    deinit {
        process.terminate()
        process.waitUntilExit()
        // What is left lies in the temporary folder.
        try? FileManager.default.removeItem(at: folder)
    }

    private static func process(_ arguments: [String]) -> Process {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.standardInput = FileHandle.nullDevice
        process.standardError = FileHandle.nullDevice
        return process
    }

    private static func run(_ arguments: [String]) throws {
        let process = process(arguments)
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw POSIXError(.EINVAL) }
    }
}
