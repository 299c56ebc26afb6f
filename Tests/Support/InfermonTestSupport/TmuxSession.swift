import Foundation

/// A program in a tmux session of its own server: a real terminal emulator to judge the screen by.
public final class TmuxSession: Sendable {
    private static let program = "/usr/bin/tmux"
    private let folder: TemporaryFolder

    /// Whether tmux is installed.
    public static var isInstalled: Bool { FileManager.default.isExecutableFile(atPath: program) }

    /// Starts a shell command in a new session.
    ///
    /// - Parameters:
    ///   - command: The command, as a shell takes it.
    ///   - width: Columns.
    ///   - height: Rows.
    /// - Throws: What the system says.
    public init(_ command: String, width: Int = 80, height: Int = 24) async throws {
        folder = try TemporaryFolder()
        try folder.write(
            """
            set -g default-terminal tmux-256color
            set -ga terminal-overrides ",*:Tc"
            set -g remain-on-exit on
            set -g escape-time 0
            set -g status off

            """, to: "tmux.conf")
        try await tmux("new-session", "-d", "-x", "\(width)", "-y", "\(height)", command)
    }

    /// Ends the session and its server.
    public func end() async throws { try await tmux("kill-server") }

    /// The screen as text.
    public func screen() async throws -> String { try await tmux("capture-pane", "-p") }

    /// The screen as text with the sequences that colour it.
    public func styledScreen() async throws -> String { try await tmux("capture-pane", "-p", "-e") }

    /// Types keys, by tmux's names.
    public func type(_ keys: String...) async throws { try await tmux(["send-keys"] + keys) }

    /// Gives the terminal another size.
    public func resize(width: Int, height: Int) async throws {
        try await tmux("resize-window", "-x", "\(width)", "-y", "\(height)")
    }

    /// A format of tmux, such as `#{alternate_on} #{cursor_flag} #{mouse_any_flag}`.
    public func value(_ format: String) async throws -> String {
        try await tmux("display-message", "-p", format).trimmingCharacters(in: .newlines)
    }

    /// Waits until the screen shows a text.
    ///
    /// - Parameters:
    ///   - text: The text.
    ///   - limit: The longest to wait.
    /// - Throws: ``NeverHappened``.
    public func waitFor(_ text: String, within limit: Duration = .seconds(10)) async throws {
        try await eventually(within: limit, "'\(text)' on the screen") { try await screen().contains(text) }
    }

    @discardableResult
    private func tmux(_ arguments: String...) async throws -> String { try await tmux(arguments) }

    @discardableResult
    private func tmux(_ arguments: [String]) async throws -> String {
        let environment = ["LANG": "C.UTF-8", "PATH": "/usr/bin:/bin", "TERM": "xterm-256color", "TZ": "UTC"]
        return try await ProcessRun(
            Self.program, ["-S", folder.path("s"), "-f", folder.path("tmux.conf")] + arguments, environment: environment
        ).output
    }
}
