internal import CNcurses
internal import Glibc
internal import InfermonView

/// What terminfo knows of a terminal, with the choices that follow from it.
struct TerminalDescription {
    /// The name that ncurses is to open it by.
    let name: String
    /// Colours of the palette; 0 for none.
    let colors: Int
    /// Whether it can place the cursor.
    let canMoveCursor: Bool
    /// Whether `setaf` takes red, green and blue.
    let isDirect: Bool
    /// Whether `setaf` is the common form that 24-bit colours can be put in place of.
    let hasIndexedColors: Bool
    /// What puts the terminal right again, in the order in which it is written.
    let restoration: String
    /// The description as ncurses is to have it, for `TERMINFO`.
    let variant: String
    /// The same with 24-bit colours.
    let directVariant: String

    /// Terminals with 24-bit colour that are often missing in the database of the machine one logs in to.
    private static let directTerminals = [
        "alacritty", "contour", "foot", "ghostty", "iterm2", "kitty", "konsole", "mintty", "rio", "wezterm",
    ]

    /// Reads the description of a terminal, or of a common one where there is none.
    ///
    /// - Parameters:
    ///   - environment: What the environment says of the terminal.
    ///   - descriptor: The terminal.
    /// - Throws: ``TerminalError/unknownTerminal(term:)``.
    init(_ environment: TerminalEnvironment, descriptor: Int32) throws(TerminalError) {
        // newterm() would do for a known one, but setupterm() says what it is before the terminal is touched.
        let names = [environment.term, "xterm-256color", "xterm", "vt100"]
        guard
            let name = names.first(where: { name in
                var status: Int32 = 0
                return setupterm(name, descriptor, &status) == OK
            })
        else { throw .unknownTerminal(term: environment.term) }
        defer { im_forget_terminal() }

        self.name = name
        colors = Int(im_number("colors"))
        canMoveCursor = im_string("cup") != nil && im_string("clear") != nil
        isDirect = im_flag("RGB") > 0 && colors > 256
        hasIndexedColors = Self.text("setaf").contains("38;5;")
        restoration = Self.restoration()
        variant = TerminfoVariant(hasDirectColors: false).entry()
        directVariant = TerminfoVariant(hasDirectColors: true).entry()
    }

    /// The colours to use.
    ///
    /// - Parameters:
    ///   - environment: What the environment says of the terminal.
    ///   - refused: Whether the user asked for none.
    /// - Returns: The depth; 24 bits where terminfo or the environment vouches for them.
    func depth(_ environment: TerminalEnvironment, refused: Bool) -> ColorDepth {
        if refused || environment.refusesColor { return .none }
        if isDirect { return .direct }
        if hasIndexedColors, colors >= 256, Self.saysDirect(environment) { return .direct }
        return switch colors {
        case 256...: .indexed
        case 16...: .sixteen
        case 8...: .eight
        default: .none
        }
    }

    /// Whether the environment vouches for 24-bit colour.
    static func saysDirect(_ environment: TerminalEnvironment) -> Bool {
        ["truecolor", "24bit"].contains(environment.colorTerm)
            || environment.term.hasSuffix("-direct")
            || directTerminals.contains { name in
                environment.term == name || environment.term.hasPrefix(name + "-")
                    || environment.term.hasPrefix("xterm-" + name)
            }
    }

    /// A capability's text without its padding; empty where it is lacking.
    private static func text(_ name: String) -> String {
        guard let value = im_string(name) else { return "" }
        var text = ""
        var rest = String(cString: value)[...]
        while let start = rest.firstIndex(of: "$"), rest[start...].hasPrefix("$<"),
            let end = rest[start...].firstIndex(of: ">")
        {
            text += rest[..<start]
            rest = rest[rest.index(after: end)...]
        }
        return text + rest
    }

    private static func restoration() -> String {
        let isANSI = text("clear").contains("\u{1B}[")
        return text("sgr0") + text("op") + (isANSI ? TerminalSequence.allModesOff : "")
            + text("rmkx") + text("cnorm") + text("rmcup") + "\r"
    }
}

/// Sequences that terminfo has no standard name for.
enum TerminalSequence {
    /// Pasted text arrives between marks.
    static let pasteMarksOn = "\u{1B}[?2004h"
    /// Pasted text arrives like typed text.
    static let pasteMarksOff = "\u{1B}[?2004l"
    /// No mouse, whichever way it was asked for, and no marks around pasted text.
    static let allModesOff =
        [1000, 1002, 1003, 1006, 1015].map { "\u{1B}[?\($0)l" }.joined() + pasteMarksOff
}
