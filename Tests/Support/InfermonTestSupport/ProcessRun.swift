import Foundation

/// A program that ran to its end.
public struct ProcessRun: Sendable {
    /// What it printed to standard output.
    public let output: String
    /// What it printed to standard error.
    public let errors: String
    /// Its exit code, or 256 and the number of the signal that ended it.
    public let exitCode: Int32

    /// Runs a program and waits for its end.
    ///
    /// - Parameters:
    ///   - program: The path of the program.
    ///   - arguments: Its arguments.
    ///   - environment: Its environment; the test's own when `nil`.
    ///   - input: What it reads from standard input.
    /// - Throws: What the system says when it cannot be started.
    public init(
        _ program: String, _ arguments: [String] = [], environment: [String: String]? = nil, input: String = ""
    ) async throws {
        let folder = try TemporaryFolder()
        // Files rather than pipes: a program that prints more than a pipe holds would wait for a reader.
        for name in ["out", "err"] { try folder.write("", to: name) }
        try folder.write(input, to: "in")
        let process = Process()
        process.executableURL = URL(fileURLWithPath: program)
        process.arguments = arguments
        process.environment = environment
        process.standardInput = FileHandle(forReadingAtPath: folder.path("in"))
        process.standardOutput = FileHandle(forWritingAtPath: folder.path("out"))
        process.standardError = FileHandle(forWritingAtPath: folder.path("err"))
        try await withCheckedThrowingContinuation { (done: CheckedContinuation<Void, any Error>) in
            process.terminationHandler = { _ in done.resume() }
            do { try process.run() } catch { done.resume(throwing: error) }
        }
        output = try folder.read("out")
        errors = try folder.read("err")
        exitCode = process.terminationReason == .exit ? process.terminationStatus : 256 + process.terminationStatus
    }

    /// The path of a program that this package builds, beside the tests.
    public static func built(_ name: String) -> String {
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
        return folder.appendingPathComponent(name).path
    }
}
