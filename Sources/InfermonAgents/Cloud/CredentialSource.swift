import CPosix
import Glibc
public import InfermonModel

/// Where a provider's key is read from: an environment variable, a file, or a systemd credential.
public struct CredentialSource: Sendable {
    private enum Place: Sendable {
        case held(Secret)
        case file(String)
        case missing(String)
    }

    private let place: Place

    /// Finds the key's place; a key in the environment is read and taken out of it, so that no child inherits it.
    ///
    /// Call it before other threads start: the environment is not theirs to read meanwhile.
    ///
    /// - Parameters:
    ///   - credential: What the configuration says; `nil` for the variables that the provider is known by.
    ///   - variables: Those variables; several are joined by `:`.
    public init(_ credential: ProviderSource.Credential?, variables: [String]) {
        switch credential {
        case .environment(let name): place = Self.take([name])
        case .file(let path): place = .file(path)
        case .systemd(let name):
            let isName = !name.isEmpty && !name.contains("/") && !name.hasPrefix(".")
            if !isName {
                place = .missing("A systemd credential is a plain name without slashes.")
            } else if let folder = getenv("CREDENTIALS_DIRECTORY") {
                place = .file(String(cString: folder) + "/" + name)
            } else {
                place = .missing(
                    "The key is the systemd credential \(name), but CREDENTIALS_DIRECTORY is not set: "
                        + "start infermon from a unit with LoadCredential=\(name):PATH.")
            }
        case nil: place = Self.take(variables)
        }
    }

    /// A key that is already known, such as the demo's.
    public init(_ secret: Secret) {
        place = .held(secret)
    }

    /// Reads the key.
    ///
    /// - Returns: The key.
    /// - Throws: ``ProviderFailure/noKey(_:)`` with what to do, when there is none or its file is open to others.
    public func read() throws(ProviderFailure) -> Secret {
        switch place {
        case .held(let secret): return secret
        case .missing(let reason): throw .noKey(reason)
        case .file(let path): return try Self.readFile(path)
        }
    }

    private static func take(_ variables: [String]) -> Place {
        let values = variables.map { name -> String? in
            defer { unsetenv(name) }
            return getenv(name).map { String(cString: $0) }.flatMap { $0.isEmpty ? nil : $0 }
        }
        let needed = variables.prefix(2)
        for (name, value) in zip(needed, values) where value == nil {
            return .missing("There is no key: set \(name), or name a file that only you can read.")
        }
        return .held(Secret(values.compactMap(\.self).joined(separator: ":")))
    }

    private static func readFile(_ path: String) throws(ProviderFailure) -> Secret {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY)
        guard descriptor >= 0 else {
            throw .noKey("The key's file \(path) cannot be opened: \(String(cString: strerror(errno))).")
        }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw .noKey("The key's file \(path) is no regular file.")
        }
        guard status.st_uid == geteuid() || status.st_uid == 0 else {
            throw .noKey("The key's file \(path) belongs to another user: run chown \(geteuid()) \(path).")
        }
        guard status.st_mode & 0o077 == 0 else {
            throw .noKey("The key's file \(path) can be read by others: run chmod 600 \(path).")
        }
        var bytes = [UInt8](repeating: 0, count: 65_536)
        let count = Glibc.read(descriptor, &bytes, bytes.count)
        let secret = Secret(String(decoding: bytes.prefix(max(0, count)), as: UTF8.self))
        guard !secret.text.isEmpty else { throw .noKey("The key's file \(path) is empty.") }
        return secret
    }
}
