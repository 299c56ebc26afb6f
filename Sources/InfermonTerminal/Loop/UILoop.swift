internal import CPosix
public import InfermonModel
public import InfermonView

/// The loop behind the screen: it waits for keys, signals and dashboards in one place, and draws what follows.
///
/// One synchronous call on the main actor, from the first frame to the last. Between events it looks once a second, as
/// clocks do; it draws at most about thirty frames a second whatever comes in.
public struct UILoop {
    /// The least time between two frames, in microseconds.
    private static let frameGap: Int64 = 33_000
    /// How long to wait for a terminal that takes nothing, in microseconds.
    private static let stallGap: Int64 = 50_000

    private let terminal: any TerminalDriver
    private let mailbox: DashboardMailbox
    private let options: UIOptions
    private let now: () -> Timestamp
    private let onEffect: (UIEffect) -> Void
    private var state: UIState
    private var isFrameDue = true
    private var nextFrame: Int64 = 0

    /// Runs until the user leaves, a signal asks for it, or the mailbox is stopped.
    ///
    /// - Parameters:
    ///   - terminal: The terminal; the caller opens and closes it.
    ///   - mailbox: Where dashboards come from.
    ///   - options: What the user chose.
    ///   - now: Reads the wall clock.
    ///   - onEffect: Takes what concerns the pipeline: another interval, span or theme.
    /// - Returns: Why it ended.
    public static func run(
        terminal: any TerminalDriver, mailbox: DashboardMailbox, options: UIOptions = UIOptions(),
        now: @escaping () -> Timestamp,
        onEffect: @escaping (UIEffect) -> Void = { _ in }
    ) -> ExitReason {
        var loop = UILoop(
            terminal: terminal, mailbox: mailbox, options: options, now: now, onEffect: onEffect,
            state: UIState(size: terminal.size, interval: options.interval, themeIndex: options.themeIndex))
        return loop.run()
    }

    private mutating func run() -> ExitReason {
        while true {
            drawIfDue()
            let descriptors = terminal.wakeDescriptors + [mailbox.descriptor]
            let ready = im_wait_readable(descriptors, Int32(descriptors.count), timeout)
            // A new second: the clock, and how old everything is.
            if ready == 0 { isFrameDue = true }
            if let reason = step() { return reason }
        }
    }

    /// Takes in everything that happened; why to leave, if so.
    private mutating func step() -> ExitReason? {
        for event in terminal.pendingEvents() {
            if let reason = handle(event) { return reason }
        }
        if mailbox.isStopped { return .stopped }
        if let dashboard = mailbox.take() { return reduce(.dashboard(dashboard)) }
        return nil
    }

    private mutating func handle(_ event: TerminalEvent) -> ExitReason? {
        switch event {
        case .key(let key): return reduce(.key(key))
        case .resize(let size):
            terminal.invalidate()
            return reduce(.resize(size))
        case .paste(let text):
            // Pasted text goes where text is typed, and nowhere else.
            for character in text where state.typing != nil {
                if let reason = reduce(.key(.character(character))) { return reason }
            }
            return nil
        case .leave(let reason): return reason
        }
    }

    private mutating func reduce(_ event: UIEvent) -> ExitReason? {
        isFrameDue = true
        for effect in UIReducer.reduce(&state, event) {
            switch effect {
            case .quit: return .quit
            case .redraw: terminal.invalidate()
            case .setInterval, .setSpan, .setTheme: onEffect(effect)
            }
        }
        return nil
    }

    private mutating func drawIfDue() {
        let start = im_monotonic_us()
        guard isFrameDue, start >= nextFrame else { return }
        let theme = theme
        let buffer = Screen.render(
            dashboard: state.latest, state: state, theme: theme, glyphs: terminal.glyphs, size: terminal.size,
            now: now())
        if terminal.present(buffer, theme: theme) {
            isFrameDue = false
            nextFrame = start + Self.frameGap
        } else {
            nextFrame = start + Self.stallGap
        }
    }

    private var theme: Theme {
        guard terminal.colorDepth != .none else { return .monochrome }
        let count = options.themes.count
        return options.themes[(state.themeIndex % count + count) % count]
    }

    /// How long to wait for something to happen, in milliseconds: until the frame that is due, or the next second.
    private var timeout: Int32 {
        let second: Int64 = 1_000_000
        let now = now()
        let intoSecond = now.microseconds - now.seconds * second
        let wait = isFrameDue ? max(0, nextFrame - im_monotonic_us()) : second - intoSecond
        return Int32(clamping: (wait + 999) / 1000)
    }
}
