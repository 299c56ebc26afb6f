import InfermonModel
import InfermonView

@testable import InfermonTerminal

/// A terminal in memory that plays a script: each look at it takes the next step.
final class MemoryTerminal: TerminalDriver {
    typealias Step = (MemoryTerminal) -> [TerminalEvent]

    var size: Size
    let glyphs = GlyphSet.braille
    let colorDepth: ColorDepth
    /// A descriptor that is always readable, so that the loop goes on to the next step.
    let wakeDescriptors: [Int32]
    private let wake: WakeDescriptor
    private var script: [Step]

    /// The screens that were shown, with the name of their theme.
    private(set) var frames: [(text: String, theme: String)] = []
    private(set) var invalidations = 0
    /// Whether it takes frames.
    var isStalled = false
    /// What the loop asked for while it ran.
    var effects: [UIEffect] = []

    init(size: Size = Size(width: 80, height: 24), depth: ColorDepth = .direct, _ script: [Step]) throws {
        self.size = size
        self.script = script
        colorDepth = depth
        wake = try WakeDescriptor()
        wake.wake()
        wakeDescriptors = [wake.descriptor]
    }

    func pendingEvents() -> [TerminalEvent] {
        script.isEmpty ? [.leave(.hangUp)] : script.removeFirst()(self)
    }

    func present(_ buffer: CellBuffer, theme: Theme) -> Bool {
        guard !isStalled else { return false }
        frames.append((buffer.text, theme.name))
        return true
    }

    func invalidate() { invalidations += 1 }

    /// Repeats a step until a condition holds; the loop keeps its own pace of frames meanwhile.
    static func until(_ condition: @escaping (MemoryTerminal) -> Bool) -> Step {
        func look(_ terminal: MemoryTerminal) -> [TerminalEvent] {
            if !condition(terminal) { terminal.script.insert(look, at: 0) }
            return []
        }
        return look
    }
}
