import CNcurses
import Foundation
import InfermonView
import Testing

@testable import InfermonTerminal

@Suite struct TerminalDescriptionTests {
    private func environment(_ variables: [String: String]) -> TerminalEnvironment {
        TerminalEnvironment { variables[$0] }
    }

    private func description(_ environment: TerminalEnvironment) throws -> TerminalDescription {
        try TerminalDescription(environment, descriptor: 1)
    }

    @Test(arguments: [
        (["TERM": "xterm-256color"], ColorDepth.indexed),
        (["TERM": "xterm-256color", "COLORTERM": "truecolor"], .direct),
        (["TERM": "tmux-256color", "COLORTERM": "24bit"], .direct),
        (["TERM": "screen-256color"], .indexed),
        (["TERM": "linux"], .eight),
        (["TERM": "linux", "COLORTERM": "truecolor"], .eight),
        (["TERM": "screen"], .eight),
        (["TERM": "vt100"], .none),
        (["TERM": "xterm-kitty-of-tomorrow"], .direct),
        (["TERM": "no-such-terminal"], .indexed),
        (["TERM": "alacritty"], .direct),
        (["TERM": "xterm-256color", "COLORTERM": "truecolor", "NO_COLOR": "1"], .none),
        (["TERM": "xterm-256color", "NO_COLOR": ""], .indexed),
    ])
    func `the colours follow from terminfo and the environment`(variables: [String: String], depth: ColorDepth) throws {
        let environment = environment(variables)
        #expect(try description(environment).depth(environment, refused: false) == depth)
    }

    @Test func `the user can refuse colours`() throws {
        let environment = environment(["TERM": "xterm-256color", "COLORTERM": "truecolor"])
        #expect(try description(environment).depth(environment, refused: true) == .none)
    }

    @Test(arguments: [("dumb", false), ("vt100", true), ("xterm-256color", true)])
    func `a terminal that cannot place its cursor is told apart`(term: String, canMove: Bool) throws {
        #expect(try description(environment(["TERM": term])).canMoveCursor == canMove)
    }

    @Test(arguments: ["xterm-256color", "tmux-256color", "screen-256color"])
    func `the variant with 24 bits is the same terminal to ncurses`(term: String) throws {
        let variant = try description(environment(["TERM": term])).directVariant
        var status: Int32 = 0
        let before = getenv("TERMINFO").map { String(cString: $0) }
        setenv("TERMINFO", variant, 1)
        defer { if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") } }
        #expect(setupterm(term, 1, &status) == OK)
        defer { im_forget_terminal() }
        #expect(im_flag("RGB") == 1)
        #expect(im_number("colors") == 0x100_0000)
        #expect(im_string("kcuu1").map { String(cString: $0) } == "\u{1B}OA")
        #expect(im_string("cup").map { String(cString: $0) } == "\u{1B}[%i%p1%d;%p2%dH")
        #expect(im_string("initc") == nil)
        #expect(im_flag("bce") != 1)
    }

    @Test(arguments: ["xterm-256color", "xterm", "linux", "screen-256color", "vt100"])
    func `the variant is the same terminal, but for what moves rows and erases`(term: String) throws {
        var status: Int32 = 0
        #expect(setupterm(term, 1, &status) == OK)
        var names: [String] = []
        while let next = im_string_name(Int32(names.count)) { names.append(String(cString: next)) }
        let own = names.map { name in im_string(name).map { String(cString: $0) } }
        let colors = im_number("colors")
        let flagNames: [String] = ["am", "AX", "RGB", "ccc"]
        let flags = flagNames.map { im_flag($0) == 1 }
        im_forget_terminal()

        let variant = try description(environment(["TERM": term])).variant
        let before = getenv("TERMINFO").map { String(cString: $0) }
        setenv("TERMINFO", variant, 1)
        defer { if let before { setenv("TERMINFO", before, 1) } else { unsetenv("TERMINFO") } }
        #expect(setupterm(term, 1, &status) == OK)
        defer { im_forget_terminal() }
        let scrolling: Set<String> = ["csr", "indn", "rin", "il", "il1", "dl", "dl1"]
        for (name, text) in zip(names, own) {
            let isScrolling = scrolling.contains(name)
            #expect(im_string(name).map { String(cString: $0) } == (isScrolling ? nil : text), "\(name)")
        }
        #expect(im_number("colors") == colors)
        #expect(flagNames.map { im_flag($0) == 1 } == flags)
        #expect(im_flag("bce") != 1)
    }

    @Test func `the restoration undoes every mode`() throws {
        let text = try description(environment(["TERM": "xterm-256color"])).restoration
        for mode in ["1000l", "1002l", "1003l", "1006l", "1015l", "2004l", "1049l"] {
            #expect(text.contains("\u{1B}[?\(mode)"))
        }
        #expect(text.contains("\u{1B}[?25h") || text.contains("\u{1B}[?12l\u{1B}[?25h"))
        #expect(!text.contains("$<"))
    }

    @Test(arguments: [
        (true, "xterm-256color", false, GlyphSet.Plot.braille), (false, "xterm-256color", false, .ascii),
        (true, "linux", false, .ascii), (true, "xterm-256color", true, .ascii),
    ])
    func `the glyphs follow from the locale, the console and the user`(
        isUnicode: Bool, term: String, onlyASCII: Bool, plot: GlyphSet.Plot
    ) {
        #expect(CharacterSet.glyphs(isUnicode: isUnicode, term: term, onlyASCII: onlyASCII).plot == plot)
    }

    @Test(arguments: [("0", nil), ("abc", nil), ("132", 132), ("-4", nil), ("99999999999999999999", nil)])
    func `an absurd COLUMNS is none`(text: String, columns: Int?) {
        #expect(environment(["COLUMNS": text]).columns == columns)
    }
}
