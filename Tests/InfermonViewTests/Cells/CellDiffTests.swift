import InfermonView
import Testing

@Suite struct CellDiffTests {
    private func buffer(_ text: String, width: Int = 12, paint: Paint = Paint(.text)) -> CellBuffer {
        var canvas = Canvas(size: Size(width: width, height: 2), glyphs: .braille)
        canvas.write(text, x: 0, y: 0, paint: paint)
        return canvas.buffer
    }

    @Test func `equal screens have no changes`() {
        #expect(CellDiff(from: buffer("same"), to: buffer("same")).runs.isEmpty)
    }

    @Test func `changed cells beside each other are one run`() {
        let runs = CellDiff(from: buffer("p95 1.31s"), to: buffer("p95 1.42s")).runs
        #expect(runs.map(\.text) == ["42"])
        #expect(runs.first?.x == 6)
    }

    @Test func `a change of paint alone is a change`() {
        let runs = CellDiff(from: buffer("ok"), to: buffer("ok", paint: Paint(.critical))).runs
        #expect(runs.map(\.text) == ["ok"])
    }

    @Test func `without a former screen every cell is written`() {
        let runs = CellDiff(from: nil, to: buffer("x")).runs
        #expect(runs.reduce(0) { $0 + $1.width } == 24)
        #expect(CellDiff(from: buffer("x", width: 9), to: buffer("x")).runs.count == runs.count)
    }

    @Test(arguments: [("a漢b", "a字b"), ("ab漢", "a漢b"), ("漢漢", "x漢y"), ("xxxx", "漢漢"), ("漢漢漢", "x漢漢x")])
    func `replaying the runs gives the new screen`(before: String, after: String) {
        let (old, new) = (buffer(before), buffer(after))
        var cells = (0..<12).map { old[$0, 0].text }
        for run in CellDiff(from: old, to: new).runs {
            var column = run.x
            for character in run.text {
                let width = TextFit.width(String(character))
                cells[column] = String(character)
                if width == 2 { cells[column + 1] = "" }
                column += width
            }
            #expect(column == run.x + run.width)
        }
        #expect(cells == (0..<12).map { new[$0, 0].text })
    }
}
