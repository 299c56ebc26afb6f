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
    static let all: [any PageView.Type] = []

    static func page(_ id: Page) -> (any PageView.Type)? {
        all.first { $0.id == id }
    }
}
