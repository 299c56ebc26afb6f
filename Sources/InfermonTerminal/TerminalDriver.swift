public import InfermonView

/// Something that shows cells and has keys: a curses screen, or memory in tests.
public protocol TerminalDriver: AnyObject {
    /// The size in cells, both lengths at least 1.
    var size: Size { get }
    /// The characters that it can show.
    var glyphs: GlyphSet { get }
    /// The colours that it is drawn with.
    var colorDepth: ColorDepth { get }
    /// Descriptors that become readable when ``pendingEvents()`` has something to say.
    var wakeDescriptors: [Int32] { get }

    /// What happened since the last call, oldest first; never waits.
    ///
    /// At most a bounded number of events, so that a pasted megabyte cannot hold up the rest; the descriptors stay readable
    /// or the next call goes on by itself.
    func pendingEvents() -> [TerminalEvent]

    /// Shows a screen; writes nothing where nothing changed.
    ///
    /// - Parameters:
    ///   - buffer: The cells.
    ///   - theme: What their paints look like.
    /// - Returns: Whether it was shown; `false` when the terminal takes nothing at the moment, and the frame is to be
    ///   tried again.
    @discardableResult
    func present(_ buffer: CellBuffer, theme: Theme) -> Bool

    /// Lets the next screen be drawn whole, as another program may have written over it.
    func invalidate()
}

/// What a terminal says.
public enum TerminalEvent: Hashable, Sendable {
    /// A key was pressed.
    case key(Key)
    /// Text was pasted: without control characters and at most ``KeyDecoder/pasteLimit`` characters.
    case paste(String)
    /// The size changed, or the screen came back after the program was stopped.
    case resize(Size)
    /// The program is to leave.
    case leave(ExitReason)
}

/// Why the screen ended.
public enum ExitReason: Hashable, Sendable {
    /// The user left.
    case quit
    /// A signal asked for it, by its number; the custom is to exit with 128 + the number.
    case signal(Int32)
    /// The terminal is gone.
    case hangUp
    /// ``DashboardMailbox/stop()`` was called.
    case stopped
}
