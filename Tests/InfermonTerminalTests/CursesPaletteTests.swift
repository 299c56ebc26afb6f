import CNcurses
import InfermonView
import Testing

@testable import InfermonTerminal

@Suite struct CursesPaletteTests {
    private final class Pairs {
        var defined: [(pair: Int32, foreground: Int32, background: Int32)] = []
    }

    private func palette(_ depth: ColorDepth, pairs: Int32 = 256, own: Bool = true, _ log: Pairs) -> CursesPalette {
        CursesPalette(depth: depth, pairCount: pairs, hasStandardColors: own) { pair, foreground, background in
            log.defined.append((pair, foreground, background))
            return true
        }
    }

    @Test func `a paint gets its pair once`() {
        let log = Pairs()
        var palette = palette(.indexed, log)
        let first = palette.look(of: Paint(.critical), in: .dark)
        #expect(palette.look(of: Paint(.critical), in: .dark) == first)
        #expect(log.defined.count == 1)
        #expect(first.pair == 1)
    }

    @Test func `with 256 colours the user's first sixteen are left alone`() {
        let log = Pairs()
        var palette = palette(.indexed, log)
        for role in StyleRole.allCases { _ = palette.look(of: Paint(role), in: .dark) }
        #expect(log.defined.allSatisfy { $0.foreground == -1 || (16...255).contains($0.foreground) })
    }

    @Test func `with 24 bits a colour is red, green and blue, never one of the first eight numbers`() {
        let log = Pairs()
        var palette = palette(.direct, log)
        for level in 0...100 { _ = palette.look(of: Paint(.load, at: Double(level) / 100), in: .dark) }
        #expect(log.defined.contains { $0.foreground > 255 })
        #expect(log.defined.allSatisfy { $0.foreground == -1 || $0.foreground >= 8 })
        let style = Theme.dark.style(for: Paint(.load, at: 1))
        guard case .rgb(let red, let green, let blue) = style.foreground else {
            Issue.record("the dark theme's gradient is not red, green and blue")
            return
        }
        #expect(log.defined.last?.foreground == Int32(red) << 16 | Int32(green) << 8 | Int32(blue))
    }

    @Test func `with eight colours no other is asked for`() {
        let log = Pairs()
        var palette = palette(.eight, pairs: 64, own: false, log)
        for theme in [Theme.dark, .light, .highContrast] {
            palette.reset()
            for role in StyleRole.allCases { _ = palette.look(of: Paint(role), in: theme) }
            #expect(!palette.isExhausted)
        }
        #expect(log.defined.allSatisfy { (0..<8).contains($0.foreground) && (0..<8).contains($0.background) })
    }

    @Test func `without colours only attributes are left`() {
        let log = Pairs()
        var palette = palette(.none, log)
        let look = palette.look(of: Paint(.criticalBadge), in: .monochrome)
        #expect(look == .init(attributes: IM_A_REVERSE, pair: 0))
        #expect(palette.look(of: Paint(.warning), in: .monochrome).attributes == IM_A_BOLD)
        #expect(palette.look(of: Paint(.stale), in: .monochrome).attributes == IM_A_UNDERLINE)
        #expect(log.defined.isEmpty)
    }

    @Test func `a full table says so and starts over`() {
        let log = Pairs()
        var palette = palette(.direct, pairs: 4, log)
        for level in 0...100 { _ = palette.look(of: Paint(.load, at: Double(level) / 100), in: .dark) }
        #expect(palette.isExhausted)
        #expect(log.defined.map(\.pair) == [1, 2, 3])
        palette.reset()
        #expect(!palette.isExhausted)
        #expect(palette.look(of: Paint(.load, at: 0.5), in: .dark).pair == 1)
    }
}
