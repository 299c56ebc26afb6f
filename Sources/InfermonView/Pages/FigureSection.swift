import InfermonModel

/// Where the month's figure comes from: three sources that are never added together.
enum FigureSection {
    static func draw(_ context: PanelContext, in canvas: inout Canvas) {
        guard let cost = context.dashboard.costScreen else {
            return context.note("no costs yet", in: &canvas)
        }
        var y = 0
        func line(_ label: String, _ value: String, _ note: String, _ role: StyleRole = .value) {
            guard y < canvas.height else { return }
            canvas.write(label, x: 1, y: y, paint: Paint(.dim), limit: 16)
            canvas.writeRight([Span(value, role)], end: 26, y: y)
            canvas.writeCut([Span(note, .dim)], x: 28, y: y, limit: canvas.width - 29)
            y += 1
        }
        let total = context.snapshot.total.budget
        line("gateway states", MoneyFormat.plain(cost.gateway), "from the log")
        line("tokens x prices", MoneyFormat.plain(cost.computed), "as of \(cost.pricesCheckedOn)")
        let until = context.snapshot.providers.compactMap(\.billedUntil).min()
        line(
            "billed", cost.billed.map { MoneyFormat.plain($0) } ?? "none",
            until.map { "to " + TimeFormat.dayAndMinute($0, in: context.zone) } ?? "no provider is asked")
        line("shown", MoneyFormat.plain(total.spent), basis(total.basis))
        if let ratio = cost.captureRatio {
            line("own / bill", NumberFormat.percent(ratio, decimals: 1), "closed days", ratio < 0.9 ? .warning : .ok)
        }
        if total.unpricedRequests > 0 {
            line(
                "unpriced", NumberFormat.grouped(total.unpricedRequests), cost.unpricedModels.joined(separator: ", "),
                .stale)
        }
        if let own = cost.ownHardware {
            let mark = own.isEstimated ? "~" : ""
            line("own GPUs", mark + MoneyFormat.plain(own.allocation), "not in the sum")
        }
        for provider in context.snapshot.providers {
            line(provider.id, state(provider), next(provider, context), role(provider))
            if let limit = provider.spendLimit {
                line("  its own limit", MoneyFormat.short(limit), "a month, set there")
            }
        }
    }

    private static func basis(_ basis: CostBasis) -> String {
        switch basis {
        case .gateway: "as the gateway states"
        case .computed: "tokens x prices"
        case .billed: "as billed"
        case .best: "gateway first"
        }
    }

    private static func state(_ provider: ProviderStatus) -> String {
        SourcesPage.word(provider.billedThisMonth.state)
    }

    private static func role(_ provider: ProviderStatus) -> StyleRole {
        SourcesPage.role(provider.billedThisMonth.state)
    }

    private static func next(_ provider: ProviderStatus, _ context: PanelContext) -> String {
        if let reason = provider.billedThisMonth.reason { return reason }
        return provider.nextPollAt.map { "next " + TimeFormat.minute($0, in: context.zone) } ?? ""
    }
}
