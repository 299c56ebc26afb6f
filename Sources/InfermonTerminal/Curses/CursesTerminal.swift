internal import CNcurses
internal import CPosix
internal import Glibc
public import InfermonView

/// A terminal drawn on by ncurses; the only user of curses.
///
/// From `init` to ``close()`` it holds the alternate screen, the signals and standard error of the process, so there is
/// one at a time. Create it before other threads read the environment: for 24-bit colours it sets `TERMINFO` for the
/// moment in which ncurses opens the terminal.
public final class CursesTerminal: TerminalDriver {
    /// What the user may ask for.
    public struct Preferences: Hashable, Sendable {
        /// Attributes alone, whatever the terminal can do.
        public var noColor: Bool
        /// ASCII alone, whatever the locale says.
        public var onlyASCII: Bool

        /// Creates preferences.
        public init(noColor: Bool = false, onlyASCII: Bool = false) {
            self.noColor = noColor
            self.onlyASCII = onlyASCII
        }
    }

    /// The most codes that one look at the keyboard takes.
    private static let codesPerLook = 2048
    /// How long a sequence or a paste may pause before it is given up.
    private static let patienceMicroseconds: Int64 = 500_000

    /// The size in cells.
    public private(set) var size: Size
    /// The characters that the terminal can show.
    public let glyphs: GlyphSet
    /// The colours that it is drawn with.
    public let colorDepth: ColorDepth

    private let environment: TerminalEnvironment
    private let streams: TerminalStreams
    private let signals: TerminalSignals
    private let screen: OpaquePointer
    private let errors: StandardErrorCapture
    private let painter: CursesPainter
    private var decoder = KeyDecoder()
    private var lastCode: Int64 = 0
    private var isOpen = true

    /// Takes the terminal over.
    ///
    /// - Parameters:
    ///   - preferences: What the user asks for.
    ///   - environment: What the environment says of the terminal.
    /// - Throws: ``TerminalError``; nothing was written to the terminal then.
    public init(
        preferences: Preferences = Preferences(), environment: TerminalEnvironment = .current()
    ) throws(TerminalError) {
        let streams = try TerminalStreams()
        do {
            let description = try TerminalDescription(environment, descriptor: streams.output)
            guard description.canMoveCursor else { throw TerminalError.plain(term: environment.term) }
            glyphs = CharacterSet.adopt(environment, onlyASCII: preferences.onlyASCII)
            let depth = description.depth(environment, refused: preferences.noColor)

            // Before newterm(), which installs handlers of its own for signals that have none.
            signals = try TerminalSignals()
            guard let screen = Self.open(description, streams, depth) else {
                signals.end()
                throw TerminalError.notOpened(term: description.name)
            }
            self.screen = screen
            Self.beginBuffering()
            errors = StandardErrorCapture()
            TerminalRestoration.arm(description.restoration, streams: streams, errors: errors)
            colorDepth = Self.startColors(depth)
            painter = CursesPainter(depth: colorDepth)
        } catch let error as TerminalError {
            streams.close()
            throw error
        } catch {
            streams.close()
            throw .notOpened(term: environment.term)
        }
        self.environment = environment
        self.streams = streams
        size = streams.size(environment)
        Self.setModes()
        resizeterm(Int32(size.height), Int32(size.width))
        streams.write(TerminalSequence.pasteMarksOn)
    }

    /// Gives the terminal back as it was found, then prints what was said on standard error meanwhile.
    public func close() {
        guard isOpen else { return }
        isOpen = false
        streams.write(TerminalSequence.pasteMarksOff)
        endwin()
        delscreen(screen)
        TerminalRestoration.disarm()
        signals.end()
        streams.close()
        errors.end()
    }

    /// The keyboard and the signals.
    public var wakeDescriptors: [Int32] { [streams.input, signals.descriptor] }

    /// What was typed, pasted and signalled since the last call.
    public func pendingEvents() -> [TerminalEvent] {
        var events: [TerminalEvent] = []
        let pending = signals.take()
        if let signal = pending.leaving { return [.leave(.signal(signal))] }
        if pending.contains(.stop) {
            events.append(suspend(wholeGroup: false))
        } else if pending.contains(.continued) {
            events.append(comeBack())
        } else if pending.contains(.windowChange) {
            events.append(followSize())
        }
        readKeys(into: &events)
        return events
    }

    /// Draws what changed since the last screen.
    public func present(_ buffer: CellBuffer, theme: Theme) -> Bool {
        guard streams.isWritable else { return false }
        painter.draw(buffer, theme: theme)
        return true
    }

    /// Lets the next screen be drawn whole.
    public func invalidate() { painter.invalidate() }

    private func readKeys(into events: inout [TerminalEvent]) {
        let now = im_monotonic_us()
        if decoder.isInside, now - lastCode > Self.patienceMicroseconds { decoder.abandon() }
        var count = 0
        while count < Self.codesPerLook, let code = nextCode() {
            count += 1
            guard let event = decoder.decode(code) else { continue }
            switch event {
            case .key(.control("z")): events.append(suspend(wholeGroup: true))
            case .key(.control("\\")): events.append(.leave(.signal(SIGQUIT)))
            case .key, .paste, .resize, .leave: events.append(event)
            }
        }
        if count > 0 { lastCode = now }
        if count < Self.codesPerLook, let event = decoder.settle() { events.append(event) }
        if count == 0, streams.isHungUp { events.append(.leave(.hangUp)) }
    }

    private func nextCode() -> KeyDecoder.Code? {
        var code: wint_t = 0
        switch wget_wch(im_stdscr(), &code) {
        case KEY_CODE_YES: return .key(Int32(bitPattern: code))
        case OK: return .character(code)
        default: return nil
        }
    }

    private func followSize() -> TerminalEvent {
        size = streams.size(environment)
        resizeterm(Int32(size.height), Int32(size.width))
        painter.invalidate()
        return .resize(size)
    }

    private func suspend(wholeGroup: Bool) -> TerminalEvent {
        leaveScreen()
        signals.stopProcess(wholeGroup: wholeGroup)
        return comeBack()
    }

    private func leaveScreen() {
        streams.write(TerminalSequence.pasteMarksOff)
        endwin()
    }

    /// Takes the terminal again after the program was stopped: the shell has changed its modes and its screen.
    private func comeBack() -> TerminalEvent {
        if !isendwin() { endwin() }
        let event = followSize()
        clearok(im_curscr(), true)
        wnoutrefresh(im_stdscr())
        doupdate()
        streams.write(TerminalSequence.pasteMarksOn)
        return event
    }

    private static func open(
        _ description: TerminalDescription, _ streams: TerminalStreams, _ depth: ColorDepth
    ) -> OpaquePointer? {
        let wantsDirectColors = depth == .direct && !description.isDirect
        let before = getenv("TERMINFO").map { String(cString: $0) }
        setenv("TERMINFO", wantsDirectColors ? description.directVariant : description.variant, 1)
        let screen = newterm(description.name, streams.outputStream, streams.inputStream)
        if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") }
        // An ncurses before 6.1 knows no description in digits.
        return screen ?? newterm(description.name, streams.outputStream, streams.inputStream)
    }

    /// Has ncurses gather a frame before it writes it.
    ///
    /// To a screen that was never left ncurses 6 writes at each move of the cursor, for the sake of programs that move it without a
    /// screen: dozens of writes a frame, each of which wakes the terminal. Coming back to a screen ends that. Before there are
    /// colours, which leaving a screen would reset.
    private static func beginBuffering() {
        endwin()
        wnoutrefresh(im_stdscr())
        doupdate()
    }

    /// The depth that the terminal really came up with.
    private static func startColors(_ wanted: ColorDepth) -> ColorDepth {
        guard wanted != .none, start_color() == OK else { return .none }
        use_default_colors()
        return wanted == .direct && im_colors() <= 256 ? .indexed : wanted
    }

    private static func setModes() {
        // Raw: Ctrl-C inside a paste is text like the rest of it.
        raw()
        noecho()
        nonl()
        curs_set(0)
        set_escdelay(25)
        let window = im_stdscr()
        keypad(window, true)
        nodelay(window, true)
        leaveok(window, true)
        idlok(window, false)
        define_key("\u{1B}[200~", KeyDecoder.pasteStart)
        define_key("\u{1B}[201~", KeyDecoder.pasteEnd)
        // What terminals send for these keys whichever terminfo entry TERM names.
        for (sequence, key) in [
            ("[A", KEY_UP), ("[B", KEY_DOWN), ("[C", KEY_RIGHT), ("[D", KEY_LEFT), ("OA", KEY_UP), ("OB", KEY_DOWN),
            ("OC", KEY_RIGHT), ("OD", KEY_LEFT), ("[H", KEY_HOME), ("[F", KEY_END), ("OH", KEY_HOME), ("OF", KEY_END),
            ("[1~", KEY_HOME), ("[4~", KEY_END), ("[3~", KEY_DC), ("[5~", KEY_PPAGE), ("[6~", KEY_NPAGE),
            ("[Z", KEY_BTAB), ("OP", im_key_f(1)), ("[11~", im_key_f(1)),
        ] {
            define_key("\u{1B}" + sequence, key)
        }
    }
}
