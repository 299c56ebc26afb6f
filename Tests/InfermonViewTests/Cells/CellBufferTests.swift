import InfermonView
import Testing

@Suite struct CellBufferTests {
    private func canvas(_ width: Int, _ height: Int = 1) -> Canvas {
        Canvas(size: Size(width: width, height: height), glyphs: .braille)
    }

    @Test func `a wide cluster takes two cells and is never halved`() {
        var canvas = canvas(4)
        canvas.write("漢字", x: 0, y: 0, paint: Paint(.text))
        #expect(canvas.buffer.rowText(0) == "漢字")
        canvas.write("x", x: 1, y: 0, paint: Paint(.text))
        #expect(canvas.buffer.rowText(0) == " x字")
        canvas.write("y", x: 2, y: 0, paint: Paint(.text))
        #expect(canvas.buffer.rowText(0) == " xy ")
    }

    @Test func `a wide cluster that does not fit is left out`() {
        var canvas = canvas(3)
        canvas.write("a漢字", x: 0, y: 0, paint: Paint(.text))
        #expect(canvas.buffer.rowText(0) == "a漢")
        canvas.write("漢", x: 2, y: 0, paint: Paint(.text))
        #expect(canvas.buffer.rowText(0) == "a漢")
    }

    @Test func `nothing lands outside the part that is drawn into`() {
        var canvas = canvas(10, 3)
        canvas.inside(Rect(x: 3, y: 1, width: 4, height: 1)) { part in
            part.write("abcdefgh", x: 0, y: 0, paint: Paint(.text))
            part.write("below", x: 0, y: 1, paint: Paint(.text))
            part.write("above", x: 0, y: -1, paint: Paint(.text))
            part.fill(Rect(x: -5, y: -5, width: 3, height: 30), with: "!")
        }
        #expect(canvas.buffer.text == "\n   abcd\n\n")
    }

    @Test func `text at the right ends where it is told`() {
        var canvas = canvas(8)
        let isWritten = canvas.writeRight([Span("12"), Span("s", .dim)], end: 7, y: 0)
        #expect(isWritten)
        #expect(canvas.buffer.rowText(0) == "    12s ")
        let isTooLong = canvas.writeRight([Span("123456789")], end: 8, y: 0)
        #expect(!isTooLong)
    }

    @Test func `roles are dumped by their letters, which are all different`() {
        #expect(Set(StyleRole.allCases.map(\.letter)).count == StyleRole.allCases.count)
        var canvas = canvas(5)
        canvas.write([Span("ab", .value), Span(" ", .text), Span("c", .critical)], x: 0, y: 0)
        #expect(canvas.buffer.roles == "vv c\n")
    }
}
