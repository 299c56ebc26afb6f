import Foundation
import Glibc

/// A key's file that goes away with the test.
final class KeyFile: Sendable {
    let path = FileManager.default.temporaryDirectory.appendingPathComponent("infermon-key-\(UUID().uuidString)").path

    deinit { unlink(path) }

    func write(_ text: String) throws {
        try Data(text.utf8).write(to: URL(fileURLWithPath: path))
        guard chmod(path, 0o600) == 0 else { throw POSIXError(.EPERM) }
    }
}
