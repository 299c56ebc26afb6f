import InfermonView
import Testing

@Suite struct AlignedColumnsTests {
    @Test("texts stand left, figures right, and no line ends in spaces")
    func sides() {
        let rows = [["NAME", "N", "NOTE"], ["a", "1", ""], ["long name", "1234", "seen"]]
        #expect(
            AlignedColumns.lines(rows, texts: 1, lastIsText: true) == [
                "NAME          N  NOTE", "a             1", "long name  1234  seen",
            ])
        #expect(AlignedColumns.lines([], texts: 1).isEmpty)
    }

    @Test("a name is as wide as the terminal shows it: wide characters take two columns, cleaned ones their code")
    func widths() {
        let rows = [["客服", "1"], ["abcd", "22"], ["\u{1b}", "3"]]
        #expect(AlignedColumns.lines(rows, texts: 1) == ["客服   1", "abcd  22", "‹1B›   3"])
        #expect(
            AlignedColumns.lines([["<1B>", "1"], ["\u{1b}", "2"]], texts: 1, repertoire: .ascii) == [
                "<3C>1B>  1", "<1B>     2",
            ])
    }

    @Test("a cell over the limit is cut and says so, and others stay where they are")
    func limit() {
        let rows = [[String(repeating: "x", count: 30), "1"], ["客服客服客服", "2"], ["short", "3"]]
        #expect(AlignedColumns.lines(rows, texts: 1, limit: 8) == ["xxxxxxx…  1", "客服客…   2", "short     3"])
    }

    @Test("a bar in a cell does not end a column of a Markdown table")
    func markdown() {
        #expect(
            AlignedColumns.markdown([["A", "B"], ["x|y", "1"]], texts: 1) == [
                "| A | B |", "| --- | ---: |", "| x\\|y | 1 |",
            ])
    }
}
