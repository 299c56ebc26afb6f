import InfermonModel

/// A rule on an objective, with the sums of the objective's window to tell how much is behind the value.
struct ObjectiveMeasure {
    let rule: AlertRule
    let result: ObjectiveResult
    let rollup: Rollup

    func finding(subject: String) -> AlertFinding {
        guard let value = result.value else { return AlertFinding(subject: subject, verdict: .missing) }
        guard rule.isBreached(by: value) else { return AlertFinding(subject: subject, verdict: .clear(value: value)) }
        guard badRequests >= AlertEvaluator.minimumBadRequests else {
            return AlertFinding(subject: subject, verdict: .missing)
        }
        return AlertFinding(subject: subject, verdict: .breached(value: value, message: message(value)))
    }

    private var badRequests: Int64 {
        switch result.objective.kind {
        case .latency: slow(rollup.latency)
        case .timeToFirstToken: slow(rollup.timeToFirstToken)
        case .availability: rollup.failures
        case .throughput, .costPerRequest: result.count
        case .gpuMemory: .max
        }
    }

    private func slow(_ histogram: LatencyHistogram) -> Int64 {
        let microseconds = (rule.threshold * 1e6).rounded()
        guard microseconds.magnitude < 9e18 else { return 0 }
        return histogram.count(above: TimeSpan(microseconds: Int64(microseconds)))
    }

    private func message(_ value: Double) -> String {
        let (subject, quantity): (String, Quantity) =
            switch result.objective.kind {
            case .latency(let quantile, _): ("\(percentile(quantile)) latency", .seconds)
            case .timeToFirstToken(let quantile, _): ("\(percentile(quantile)) time to first token", .seconds)
            case .availability: ("availability", .ratio)
            case .throughput: ("load", .perHour)
            case .costPerRequest: ("cost per request", .dollars)
            case .gpuMemory: ("GPU memory", .bytes)
            }
        return "\(subject) \(rule.comparisonText(value, quantity))\(rule.holdText)"
    }

    private func percentile(_ quantile: Double) -> String { "p" + DecimalText.text(quantile * 100, digits: 2) }
}

extension AlertRule {
    func isBreached(by value: Double) -> Bool {
        switch comparison {
        case .above: value > threshold
        case .below: value < threshold
        }
    }

    /// `11.84s > 10s`.
    func comparisonText(_ value: Double, _ quantity: Quantity) -> String {
        let texts = quantity.pair(value, threshold)
        return switch comparison {
        case .above: "\(texts.value) > \(texts.bound)"
        case .below: "\(texts.value) < \(texts.bound)"
        }
    }

    /// ` for 5m`; empty for a rule that fires at once.
    var holdText: String { hold > .zero ? " for \(Quantity.duration(hold.seconds))" : "" }
}
