import InfermonModel

/// A rule on every local board.
struct GPUMeasure {
    let rule: AlertRule

    /// The clocks of a busy board rest on its power cap as a matter of course; what heat or a failing supply takes away is news.
    private static let harmful: [(GPUThrottle, String)] = [
        (.hardwareThermal, "hardware thermal slowdown"), (.softwareThermal, "software thermal slowdown"),
        (.hardwareSlowdown, "hardware slowdown"), (.powerBrake, "power brake"),
    ]

    func findings(_ reading: Reading<GPUObservation>) -> [AlertFinding] {
        guard let observation = reading.value else { return [] }
        var names: Set<String> = []
        // Two boards can bear one index: a lost one keeps the index that another has now, and its alert keeps the name.
        return observation.gpus.sorted { Self.isLost($0) && !Self.isLost($1) }.map { gpu in
            let name = "gpu \(gpu.index)"
            let subject = names.insert(name).inserted ? name : "\(name) (\(gpu.uuid))"
            let verdict = reading.state == .current ? verdict(gpu) : .missing
            return AlertFinding(subject: subject, verdict: verdict)
        }
    }

    private static func isLost(_ gpu: GPUStatus) -> Bool { gpu.reading.state == .unavailable }

    private func verdict(_ gpu: GPUStatus) -> AlertFinding.Verdict {
        switch rule.metric {
        case .gpuLost:
            switch gpu.reading {
            case .unavailable(let reason): judge(1) { Self.brief(reason) }
            case .current: judge(0) { "" }
            case .waiting, .stale: .missing
            }
        case .gpuThrottled:
            throttled(gpu)
        case .objective, .budgetUsed, .budgetForecast, .budgetForecastLow, .budgetPace, .spendSpike, .unpricedShare,
            .captureRatio, .sourceAge:
            .missing
        }
    }

    private func throttled(_ gpu: GPUStatus) -> AlertFinding.Verdict {
        // A lost board is no longer throttled: its other alert says what is wrong.
        if case .unavailable = gpu.reading { return .clear(value: nil) }
        guard case .current(let sample, _) = gpu.reading, let bits = sample.throttle.value else { return .missing }
        let reasons = Self.harmful.filter { bits.contains($0.0) }.map(\.1)
        guard !reasons.isEmpty else { return judge(0) { "" } }
        let heat = sample.temperatureCelsius.value.map { " at \($0) °C" } ?? ""
        return judge(1) { "clocks held\(rule.holdText): \(reasons.joined(separator: ", "))\(heat)" }
    }

    private func judge(_ value: Double, _ message: () -> String) -> AlertFinding.Verdict {
        rule.isBreached(by: value) ? .breached(value: value, message: message()) : .clear(value: value)
    }

    /// The reason without its advice, which follows a colon.
    private static func brief(_ reason: String) -> String {
        let head = reason.prefix { $0 != ":" }
        return head.isEmpty ? reason : String(head)
    }
}
