import CNcurses
import InfermonView
import Testing

@testable import InfermonTerminal

@Suite struct KeyDecoderTests {
    private func events(_ text: String, decoder: inout KeyDecoder) -> [TerminalEvent] {
        text.unicodeScalars.compactMap { decoder.decode(.character($0.value)) }
    }

    private func events(_ text: String) -> [TerminalEvent] {
        var decoder = KeyDecoder()
        return events(text, decoder: &decoder) + [decoder.settle()].compactMap(\.self)
    }

    @Test(arguments: [
        ("q", Key.character("q")), ("G", .character("G")), (" ", .character(" ")), ("ü", .character("ü")),
        ("\t", .tab), ("\r", .enter), ("\n", .enter), ("\u{7F}", .backspace), ("\u{8}", .backspace),
        ("\u{3}", .control("c")), ("\u{C}", .control("l")), ("\u{1A}", .control("z")), ("\u{1B}", .escape),
    ])
    func `a character is its key`(text: String, key: Key) {
        #expect(events(text) == [.key(key)])
    }

    @Test(arguments: [
        (KEY_UP, Key.up), (KEY_DOWN, .down), (KEY_LEFT, .left), (KEY_RIGHT, .right), (KEY_HOME, .home), (KEY_END, .end),
        (KEY_PPAGE, .pageUp), (KEY_NPAGE, .pageDown), (KEY_BTAB, .backtab), (KEY_DC, .delete),
        (KEY_BACKSPACE, .backspace), (KEY_ENTER, .enter), (im_key_f(1), .function(1)), (im_key_f(12), .function(12)),
    ])
    func `a code of curses is its key`(code: Int32, key: Key) {
        var decoder = KeyDecoder()
        #expect(decoder.decode(.key(code)) == .key(key))
    }

    @Test(arguments: [
        "\u{1B}[12;40R", "\u{1B}[?62;1;6c", "\u{1B}[>41;354;0c", "\u{1B}]11;rgb:0000/0000/0000\u{7}",
        "\u{1B}]52;c;cXVpdA==\u{1B}\\", "\u{1B}P1$r0m\u{1B}\\", "\u{1B}_Gi=1;OK\u{1B}\\", "\u{1B}^pm\u{1B}\\",
        "\u{1B}[<0;10;5M", "\u{1B}[1;5A", "\u{1B}OR", "\u{1B}q", "\u{1B}[200q", "\u{1B}Xq\u{1B}\\", "\u{0}", "\u{85}",
    ])
    func `what a terminal answers is no key`(answer: String) {
        #expect(events(answer + "j") == [.key(.character("j"))])
    }

    @Test func `two escapes are one Escape, since the first began nothing`() {
        #expect(events("\u{1B}\u{1B}") == [.key(.escape)])
    }

    @Test func `a sequence may come in pieces`() {
        var decoder = KeyDecoder()
        #expect(events("\u{1B}[12;4", decoder: &decoder).isEmpty)
        #expect(decoder.settle() == nil)
        #expect(events("0Rq", decoder: &decoder) == [.key(.character("q"))])
    }

    @Test func `a sequence without an end is given up`() {
        var decoder = KeyDecoder()
        _ = events("\u{1B}]0;title", decoder: &decoder)
        #expect(decoder.isInside)
        decoder.abandon()
        #expect(events("q", decoder: &decoder) == [.key(.character("q"))])
    }

    @Test func `a paste is text, its control characters and keys left out`() {
        var decoder = KeyDecoder()
        #expect(decoder.decode(.key(KeyDecoder.pasteStart)) == nil)
        #expect(events("q\u{3}uit\n\u{1B}x\u{9B}y", decoder: &decoder).isEmpty)
        #expect(decoder.decode(.key(KEY_UP)) == nil)
        #expect(decoder.decode(.key(KeyDecoder.pasteEnd)) == .paste("quit xy"))
        #expect(events("q", decoder: &decoder) == [.key(.character("q"))])
    }

    @Test func `a pasted megabyte keeps its first part alone`() {
        var decoder = KeyDecoder()
        _ = decoder.decode(.key(KeyDecoder.pasteStart))
        for _ in 0..<1_048_576 { #expect(decoder.decode(.character(0x71)) == nil) }
        let event = decoder.decode(.key(KeyDecoder.pasteEnd))
        #expect(event == .paste(String(repeating: "q", count: KeyDecoder.pasteLimit)))
    }

    @Test func `an end without a beginning is nothing`() {
        var decoder = KeyDecoder()
        #expect(decoder.decode(.key(KeyDecoder.pasteEnd)) == nil)
    }
}
