import InfermonModel

/// The few words beside an option on the cost screen.
enum OptionRemark {
    static func text(_ estimate: OptionEstimate, now: Timestamp) -> String {
        var parts: [String] = []
        if estimate.monthly == nil { parts.append("unpriced") }
        if let retires = estimate.retiresOn {
            parts.append((retires <= now ? "retired " : "retires ") + PriceReasons.date(retires))
        }
        parts += [latency(estimate), fit(estimate), payback(estimate)].compactMap { $0 }
        return parts.joined(separator: ", ")
    }

    private static func latency(_ estimate: OptionEstimate) -> String? {
        let verdict = estimate.meetsLatency.map { $0 ? "" : ", too slow" } ?? ""
        switch estimate.latency {
        case .measured(let span): return "p95 \(NumberText.short(span.seconds)) s\(verdict)"
        case .atLeast(let span): return "at least \(NumberText.short(span.seconds)) s\(verdict)"
        case .unknown: return "p95 unknown"
        }
    }

    private static func fit(_ estimate: OptionEstimate) -> String? {
        let context = estimate.option.contextTokens.map { NumberText.fixed(Double($0), 0) } ?? "its context"
        guard let share = estimate.fittingShare else {
            return estimate.option.contextTokens == nil ? nil : "some do not fit \(context)"
        }
        return share < 1 ? "\(NumberText.percent(1 - share, share > 0.99 ? 1 : 0)) do not fit \(context)" : nil
    }

    /// No hardware is used for longer.
    private static let mostMonths = 120.0

    private static func payback(_ estimate: OptionEstimate) -> String? {
        guard estimate.isLocal else { return nil }
        let gpus = estimate.gpus.map { "\($0) GPU\($0 == 1 ? "" : "s"), " } ?? ""
        guard let months = estimate.breakEvenMonths else { return gpus + "never pays back" }
        guard months <= mostMonths else { return gpus + "pays back in over ten years" }
        return gpus + "pays back in \(NumberText.short(months)) months"
    }
}
