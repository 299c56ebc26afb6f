internal import CNcurses
internal import CPosix
internal import Glibc
internal import InfermonView

/// Puts changed cells on the curses screen.
///
/// ncurses compares whole screens itself; handing it only what changed keeps a frame in which nothing changed at a few
/// microseconds and no byte.
final class CursesPainter {
    /// Clusters that were turned into curses' cells already are kept up to this number.
    private static let cacheLimit = 8192

    private var palette: CursesPalette
    private var shown: CellBuffer?
    private var theme: Theme?
    private var cells: [Cell: cchar_t] = [:]
    /// Whether one screen alone needs more pairs than there are, so that starting over is of no use.
    private var needsMorePairs = false

    /// Creates a painter for the terminal that is open.
    init(depth: ColorDepth) {
        // A colour of its own, -1, is what use_default_colors() allows where the terminal has `op`.
        palette = CursesPalette(
            depth: depth, pairCount: im_color_pairs(), hasStandardColors: im_string("op") != nil
        ) { pair, foreground, background in
            init_extended_pair(pair, foreground, background) == OK
        }
    }

    /// Lets the next screen be drawn whole.
    func invalidate() {
        shown = nil
    }

    /// Draws what differs from the last screen.
    func draw(_ buffer: CellBuffer, theme: Theme) {
        let isOtherTheme = theme != self.theme
        if isOtherTheme || (palette.isExhausted && !needsMorePairs) {
            palette.reset()
            cells.removeAll(keepingCapacity: true)
            shown = nil
            self.theme = theme
            needsMorePairs = false
        }
        let isWhole = shown == nil
        let runs = CellDiff(from: shown, to: buffer).runs
        shown = buffer
        guard isWhole || !runs.isEmpty else { return }

        if isWhole {
            werase(im_stdscr())
            clearok(im_curscr(), true)
        }
        for run in runs { draw(run, of: buffer, theme: theme) }
        if isWhole { needsMorePairs = palette.isExhausted }
        wnoutrefresh(im_stdscr())
        doupdate()
    }

    private func draw(_ run: CellDiff.Run, of buffer: CellBuffer, theme: Theme) {
        var line: [cchar_t] = []
        line.reserveCapacity(run.width)
        for x in run.x..<(run.x + run.width) {
            let cell = buffer[x, run.y]
            if cell.extent != .continuation { line.append(curses(cell, theme: theme)) }
        }
        mvwadd_wchnstr(im_stdscr(), Int32(run.y), Int32(run.x), line, Int32(line.count))
    }

    /// A cell as curses has it; a question mark where the locale holds it for wider or narrower than it was laid out.
    private func curses(_ cell: Cell, theme: Theme) -> cchar_t {
        if let known = cells[cell] { return known }
        let look = palette.look(of: cell.paint, in: theme)
        let scalars = cell.scalars
        let columns: Int32 = cell.extent == .wide ? 2 : 1
        let isDrawable = scalars.first.map { im_wcwidth($0.value) == columns } ?? false
        var text = isDrawable ? scalars.map { wchar_t($0.value) } : [columns == 2 ? 0xFF1F : 0x3F]
        text.append(0)
        var made = cchar_t()
        if im_setcchar(&made, text, look.attributes, look.pair) != OK {
            im_setcchar(&made, [text[0], 0], look.attributes, look.pair)
        }
        if cells.count >= Self.cacheLimit { cells.removeAll(keepingCapacity: true) }
        cells[cell] = made
        return made
    }
}
