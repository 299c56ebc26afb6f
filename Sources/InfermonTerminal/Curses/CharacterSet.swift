internal import CNcurses
internal import Glibc
internal import InfermonView

/// Which characters a terminal shows: that of the locale, and what its font is known for.
enum CharacterSet {
    /// Takes over the locale of the environment for text on terminals and says what can be drawn.
    ///
    /// Only `LC_CTYPE` is taken: the rest of a locale would change how C prints numbers.
    ///
    /// - Parameters:
    ///   - environment: What the environment says.
    ///   - onlyASCII: Whether the user asked for ASCII.
    /// - Returns: The glyphs.
    static func adopt(_ environment: TerminalEnvironment, onlyASCII: Bool) -> GlyphSet {
        setlocale(LC_CTYPE, "")
        // No locale at all is what a bare container says, on terminals that nowadays read UTF-8.
        if !isUnicode, !environment.hasLocale { setlocale(LC_CTYPE, "C.UTF-8") }
        return glyphs(isUnicode: isUnicode, term: environment.term, onlyASCII: onlyASCII)
    }

    /// The glyphs for a terminal.
    ///
    /// - Parameters:
    ///   - isUnicode: Whether the locale's characters are in UTF-8.
    ///   - term: The value of TERM.
    ///   - onlyASCII: Whether the user asked for ASCII.
    /// - Returns: Braille and rounded frames, unless the terminal cannot show them.
    static func glyphs(isUnicode: Bool, term: String, onlyASCII: Bool) -> GlyphSet {
        // The font of the Linux console has 256 or 512 glyphs, braille and round corners not among them.
        let isConsole = term == "linux" || term.hasPrefix("linux-") || term.hasPrefix("vt")
        return onlyASCII || !isUnicode || isConsole ? .ascii : .braille
    }

    private static var isUnicode: Bool {
        let name = nl_langinfo(nl_item(CODESET)).map { String(cString: $0) } ?? ""
        return name == "UTF-8"
    }
}
