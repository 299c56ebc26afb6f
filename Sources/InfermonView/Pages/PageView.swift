/// A page that fills the screen between header and footer: one file, and one line in ``PageRegistry``.
protocol PageView: Sendable {
    /// The page.
    static var id: Page { get }
    /// The word in the header.
    static var title: String { get }
    /// Draws the page; the canvas may be of any size.
    static func draw(_ context: PanelContext, in canvas: inout Canvas)
}

/// The pages beside the overview.
enum PageRegistry {
    /// One line per page.
    static let all: [any PageView.Type] = [
        LogPage.self,
        CostPage.self,
        AlertsPage.self,
        SourcesPage.self,
    ]

    static func page(_ id: Page) -> (any PageView.Type)? {
        all.first { $0.id == id }
    }
}

extension Canvas {
    /// Draws a box of a page and what is inside it.
    mutating func box(
        _ rect: Rect, _ role: StyleRole, _ title: String, badge: [Span] = [], _ draw: (inout Canvas) -> Void
    ) {
        guard rect.width >= 2, rect.height >= 2 else { return }
        let inner = Border(role: role, title: title, badge: badge).draw(rect, in: &self)
        inside(inner, draw)
    }
}
