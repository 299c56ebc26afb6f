import Glibc
import InfermonModel
import InfermonTerminal
import InfermonView

/// Shows a pipeline on the terminal until the user leaves.
@MainActor
enum LiveScreen {
    /// Takes the terminal over; returns when the user left or a signal asked for it.
    ///
    /// - Returns: The code to exit with: 0, or 128 and the signal's number.
    static func run(
        _ pipeline: LivePipeline, configuration: Configuration, options: GlobalOptions,
        now: @escaping @Sendable () -> Timestamp
    ) throws -> Int32 {
        let choice = ThemeChoice(configuration.theme)
        let mailbox = try DashboardMailbox()
        let terminal = try CursesTerminal(
            preferences: CursesTerminal.Preferences(noColor: options.noColor, onlyASCII: options.ascii))
        defer { terminal.close() }
        pipeline.run { mailbox.post($0) }
        defer { pipeline.stop() }
        let themes = UIOptions(themes: choice.themes, themeIndex: choice.index, interval: configuration.interval)
        let reason = UILoop.run(
            terminal: terminal, mailbox: mailbox, options: themes, now: now,
            onEffect: { effect in
                switch effect {
                case .setInterval(let interval): pipeline.setInterval(interval)
                case .setSpan(let span): pipeline.setGraphSpan(span.span)
                case .quit, .redraw, .setTheme: break
                }
            })
        switch reason {
        case .signal(let number): return 128 + number
        case .hangUp: return 128 + SIGHUP
        case .quit, .stopped: return 0
        }
    }

    /// Whether a screen can be drawn: standard output is a terminal and lines were not asked for.
    static func isPossible(_ options: GlobalOptions) -> Bool {
        guard !options.plain, isatty(STDOUT_FILENO) == 1, isatty(STDIN_FILENO) == 1 else { return false }
        let term = TerminalEnvironment.current().term
        return term != "dumb"
    }
}
