import Foundation
import InfermonModel
import InfermonView
import Testing

/// Screens kept as text: the rows, a blank line, then one letter per cell for its role.
enum Golden {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        .appending(path: "Golden")

    /// Compares a screen with its file; `INFERMON_UPDATE_GOLDEN=1` writes the file instead.
    static func expect(_ buffer: CellBuffer, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        try expect(buffer.text + "\n" + buffer.roles, name, sourceLocation: sourceLocation)
    }

    static func expect(_ text: String, _ name: String, sourceLocation: SourceLocation = #_sourceLocation) throws {
        let file = folder.appending(path: name + ".txt")
        if ProcessInfo.processInfo.environment["INFERMON_UPDATE_GOLDEN"] == "1" {
            try text.write(to: file, atomically: true, encoding: .utf8)
            return
        }
        let kept = try String(contentsOf: file, encoding: .utf8)
        guard kept != text else { return }
        let (old, new) = (
            kept.split(separator: "\n", omittingEmptySubsequences: false),
            text.split(separator: "\n", omittingEmptySubsequences: false)
        )
        let changes = (0..<max(old.count, new.count)).compactMap { row -> String? in
            let (before, after) = (row < old.count ? old[row] : "", row < new.count ? new[row] : "")
            return before == after ? nil : "\(row + 1)\n- \(before)\n+ \(after)"
        }
        Issue.record(
            "\(name) has changed:\n\(changes.prefix(12).joined(separator: "\n"))", sourceLocation: sourceLocation)
    }
}

/// Draws the sample's screen.
func render(
    _ dashboard: Dashboard?, _ width: Int, _ height: Int, theme: Theme = .dark, glyphs: GlyphSet = .braille,
    _ change: (inout UIState) -> Void = { _ in }
) -> CellBuffer {
    var state = UIState()
    change(&state)
    return Screen.render(
        dashboard: dashboard, state: state, theme: theme, glyphs: glyphs, size: Size(width: width, height: height),
        now: Sample.now)
}
