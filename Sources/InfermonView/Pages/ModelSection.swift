import InfermonModel

/// The last day's money by model, over all scenarios, dearest first.
enum ModelSection {
    private struct Sum {
        var cost = Money.zero
        var requests: Int64 = 0
        var unpriced: Int64 = 0
    }

    static func draw(_ context: PanelContext, in canvas: inout Canvas) {
        var sums: [String: Sum] = [:]
        for share in context.snapshot.scenarios.flatMap(\.models) {
            sums[share.model, default: Sum()].cost += share.cost
            sums[share.model, default: Sum()].requests &+= share.requests
            sums[share.model, default: Sum()].unpriced &+= share.unpriced
        }
        guard !sums.isEmpty else { return context.note("no requests in the last 24 hours", in: &canvas) }
        let rows = sums.sorted { ($1.value.cost, $0.key) < ($0.value.cost, $1.key) }
        let table = DataTable(
            columns: [
                .init(title: "MODEL", width: 12, alignment: .left, most: 26),
                .init(title: "$", width: 9),
                .init(title: "REQ", width: 6, priority: 1),
                .init(title: "$/REQ", width: 8),
            ],
            rows: rows.map { model, sum in
                let priced = sum.requests - sum.unpriced
                let isUnpriced = priced <= 0
                return [
                    [Span(model, .text)],
                    [Span(isUnpriced ? "unpriced" : MoneyFormat.plain(sum.cost), isUnpriced ? .stale : .value)],
                    [Span(NumberFormat.count(sum.requests), .text)],
                    [Span(isUnpriced ? "" : MoneyFormat.perRequest(sum.cost.scaled(by: 1, over: priced)), .dim)],
                ]
            })
        let body = max(0, canvas.height - 2)
        canvas.inside(Rect(x: 0, y: 0, width: canvas.width, height: body)) { part in table.draw(in: &part) }
        let day = context.snapshot.total[.oneDay]
        canvas.writeGroups(
            [
                [
                    Span("cache ", .dim), Span(NumberFormat.percent(hitShare(day)), .text), Span(" saved ", .dim),
                    Span(MoneyFormat.full(day.savedByCache), .ok),
                ],
                [
                    Span("wasted ", .dim),
                    Span(MoneyFormat.full(day.wastedCost), day.wastedCost > .zero ? .warning : .text),
                ],
            ], x: 1, y: canvas.height - 1, limit: canvas.width - 2)
    }

    /// The share of requests that the gateway's response cache answered.
    private static func hitShare(_ day: Rollup) -> Double? {
        day.requests > 0 ? Double(day.cacheHits) / Double(day.requests) : nil
    }
}
