import CPosix
import Foundation

/// A program that ran to its end.
///
/// Foundation's `Process` is not used: it takes a program for running while any child of it runs, such as the server that
/// tmux leaves behind.
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
        let process = try Self.spawn(
            program, arguments, environment: environment ?? ProcessInfo.processInfo.environment, folder)
        exitCode = await withCheckedContinuation { done in
            Thread.detachNewThread { done.resume(returning: im_wait_exit(process, true)) }
        }
        output = try folder.read("out")
        errors = try folder.read("err")
    }

    private static func spawn(
        _ program: String, _ arguments: [String], environment: [String: String], _ folder: TemporaryFolder
    ) throws -> Int32 {
        let argv = ([program] + arguments).map { strdup($0) } + [nil]
        let envp = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for pointer in argv + envp { free(pointer) } }
        var process: Int32 = 0
        let failure = im_spawn_on_files(
            &process, program, argv, envp, folder.path("in"), folder.path("out"), folder.path("err"))
        guard failure == 0 else { throw POSIXError(POSIXErrorCode(rawValue: failure) ?? .EIO) }
        return process
    }

    /// The path of a program that this package builds, beside the tests.
    public static func built(_ name: String) -> String {
        let folder = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
            .deletingLastPathComponent()
        return folder.appendingPathComponent(name).path
    }
}
