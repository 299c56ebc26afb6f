import InfermonModel

/// The labels below a graph: how long ago its parts were.
struct TimeAxis {
    /// The time that the graph covers.
    var span: TimeSpan

    /// Draws the labels over `width` columns from a column of a row on.
    func draw(x: Int, y: Int, width: Int, in canvas: inout Canvas) {
        let now = "now"
        guard width >= 12 else { return }
        canvas.write(now, x: x + width - now.utf8.count, y: y, paint: Paint(.graphText))
        let parts: Int64 = width >= 44 ? 4 : 2
        var free = x
        for part in 0..<parts {
            let column = x + Int(part) * width / Int(parts)
            let label = Self.label(TimeSpan(microseconds: span.microseconds * (parts - part) / parts))
            guard column >= free, column + label.utf8.count < x + width - 4 else { continue }
            free = canvas.write(label, x: column, y: y, paint: Paint(.graphText)) + 1
        }
    }

    private static func label(_ span: TimeSpan) -> String {
        let seconds = span.microseconds / 1_000_000
        if seconds < 120 { return "\(seconds)s" }
        if seconds < 7_200 { return seconds.isMultiple(of: 60) ? "\(seconds / 60)m" : NumberFormat.age(span) }
        return seconds.isMultiple(of: 3_600) ? "\(seconds / 3_600)h" : NumberFormat.age(span)
    }
}
