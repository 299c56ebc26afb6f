import Foundation

/// A folder of its own for a test, removed with the value's last reference.
public final class TemporaryFolder: Sendable {
    /// The folder's path, without a slash at its end.
    public let path: String

    /// Creates the folder.
    public init() throws {
        let parent = FileManager.default.temporaryDirectory
        let folder = parent.appendingPathComponent("infermon-test-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: false)
        path = folder.path
    }

    deinit {
        // What cannot be removed is the system's to remove: it lies in its temporary folder.
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The path of a file or folder in it.
    public func path(_ name: String) -> String { path + "/" + name }

    /// Writes a file.
    ///
    /// - Parameters:
    ///   - text: The file's text.
    ///   - name: The file's name; folders on the way are made.
    /// - Throws: What the system says.
    /// - Returns: The file's path.
    @discardableResult
    public func write(_ text: String, to name: String) throws -> String {
        let file = URL(fileURLWithPath: path(name))
        try FileManager.default.createDirectory(
            at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(text.utf8).write(to: file)
        return file.path
    }

    /// Appends to a file.
    ///
    /// - Parameters:
    ///   - text: What is appended.
    ///   - name: The name of a file that exists.
    /// - Throws: What the system says.
    public func append(_ text: String, to name: String) throws {
        let handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path(name)))
        defer { handle.closeFile() }
        handle.seekToEndOfFile()
        handle.write(Data(text.utf8))
    }

    /// The text of a file.
    public func read(_ name: String) throws -> String {
        try String(contentsOf: URL(fileURLWithPath: path(name)), encoding: .utf8)
    }
}
