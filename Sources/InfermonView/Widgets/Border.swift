/// A box whose frame is its menu: title with the key that switches it, remarks at the right, both in the line itself.
///
/// `╭─┐²latency┌──────────┐sort P95 ▼┌─╮`
struct Border {
    /// The colour of the frame.
    var role: StyleRole
    /// The title.
    var title: String
    /// The key that switches the box; `nil` without one.
    var number: Int?
    /// What stands at the right of the frame.
    var badge: [Span] = []
    /// Whether the arrow keys act on the box.
    var isFocused = false

    /// Draws the frame along the edge of `rect` and gives the rectangle inside.
    func draw(_ rect: Rect, in canvas: inout Canvas) -> Rect {
        guard rect.width >= 2, rect.height >= 2 else { return rect }
        canvas.inside(rect) { box in
            let glyphs = box.glyphs
            let paint = Paint(role)
            let (right, bottom) = (box.width - 1, box.height - 1)
            box.fill(Rect(x: 1, y: 0, width: right - 1, height: 1), with: glyphs.horizontal, paint: paint)
            box.fill(Rect(x: 1, y: bottom, width: right - 1, height: 1), with: glyphs.horizontal, paint: paint)
            box.fill(Rect(x: 0, y: 1, width: 1, height: bottom - 1), with: glyphs.vertical, paint: paint)
            box.fill(Rect(x: right, y: 1, width: 1, height: bottom - 1), with: glyphs.vertical, paint: paint)
            box.put(glyphs.topLeft, x: 0, y: 0, paint: paint)
            box.put(glyphs.topRight, x: right, y: 0, paint: paint)
            box.put(glyphs.bottomLeft, x: 0, y: bottom, paint: paint)
            box.put(glyphs.bottomRight, x: right, y: bottom, paint: paint)
            let end = drawTitle(in: &box)
            drawBadge(after: end, in: &box)
        }
        return Rect(x: rect.x + 1, y: rect.y + 1, width: rect.width - 2, height: rect.height - 2)
    }

    private func drawTitle(in box: inout Canvas) -> Int {
        guard box.width >= 8 else { return 1 }
        let glyphs = box.glyphs
        let paint = Paint(role)
        box.put(glyphs.notchLeft, x: 2, y: 0, paint: paint)
        var x = 3
        if let number { x = box.write(glyphs.superscript(number), x: x, y: 0, paint: Paint(.hotkey)) }
        let fitted = TextFit.cut(title, to: box.width - x - 3, repertoire: glyphs.repertoire)
        x = box.write(fitted, x: x, y: 0, paint: Paint(isFocused ? .hotkey : .title))
        box.put(glyphs.notchRight, x: x, y: 0, paint: paint)
        return x + 1
    }

    private func drawBadge(after end: Int, in box: inout Canvas) {
        let length = badge.reduce(0) { $0 + TextFit.width($1.text, repertoire: box.glyphs.repertoire) }
        let start = box.width - length - 4
        guard length > 0, start > end else { return }
        box.put(box.glyphs.notchLeft, x: start, y: 0, paint: Paint(role))
        let next = box.write(badge, x: start + 1, y: 0)
        box.put(box.glyphs.notchRight, x: next, y: 0, paint: Paint(role))
    }
}
