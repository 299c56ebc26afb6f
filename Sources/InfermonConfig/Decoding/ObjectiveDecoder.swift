import InfermonModel

/// The keys of `objectives`.
enum ObjectiveKey: String, ConfigurationKey {
    case window
    case latencyP50 = "latency_p50"
    case latencyP90 = "latency_p90"
    case latencyP95 = "latency_p95"
    case latencyP99 = "latency_p99"
    case ttftP50 = "ttft_p50"
    case ttftP90 = "ttft_p90"
    case ttftP95 = "ttft_p95"
    case ttftP99 = "ttft_p99"
    case availability, throughput
    case costPerRequest = "cost_per_request"
    case gpuMemory = "gpu_memory"

    static let section = "objectives"

    /// The stretch of time that an objective is judged over when none is given: short where slowness must show at once, an hour
    /// where a few requests say little.
    fileprivate var standardWindow: WindowSpan {
        switch self {
        case .window, .latencyP50, .latencyP90, .latencyP95, .latencyP99, .ttftP50, .ttftP90, .ttftP95, .ttftP99,
            .gpuMemory:
            .fiveMinutes
        case .availability, .throughput, .costPerRequest: .oneHour
        }
    }
}

/// The keys of an objective that gives more than its target.
enum TargetKey: String, ConfigurationKey {
    case target, window

    static let section = "objective"
}

/// Decodes `objectives`.
enum ObjectiveDecoder {
    struct Objectives {
        var values: [Objective] = []
        /// Where the ceiling per request is written.
        var ceiling: YAMLCursor?
    }

    static func objectives(_ cursor: YAMLCursor) -> Objectives {
        var result = Objectives()
        var common: WindowSpan?
        cursor.forEachKey(of: ObjectiveKey.self) { key, value in
            if key == .window {
                common = value.choice(WindowSpan.allCases)
                return
            }
            var window = common ?? key.standardWindow
            var target: YAMLCursor? = value
            if case .mapping = value.node.content {
                target = nil
                value.forEachKey(of: TargetKey.self) { part, inner in
                    switch part {
                    case .target: target = inner
                    case .window: window = inner.choice(WindowSpan.allCases) ?? window
                    }
                }
                if target == nil { value.errorAtKey("\(value.path) has no target") }
            }
            guard let target, let kind = kind(key, target) else { return }
            if key == .costPerRequest { result.ceiling = target }
            result.values.append(Objective(kind: kind, window: window))
        }
        return result
    }

    private static func kind(_ key: ObjectiveKey, _ cursor: YAMLCursor) -> Objective.Kind? {
        func latency(_ quantile: Double) -> Objective.Kind? {
            span(cursor).map { .latency(quantile: quantile, atMost: $0) }
        }
        func firstToken(_ quantile: Double) -> Objective.Kind? {
            span(cursor).map { .timeToFirstToken(quantile: quantile, atMost: $0) }
        }
        switch key {
        case .window: return nil
        case .latencyP50: return latency(0.5)
        case .latencyP90: return latency(0.9)
        case .latencyP95: return latency(0.95)
        case .latencyP99: return latency(0.99)
        case .ttftP50: return firstToken(0.5)
        case .ttftP90: return firstToken(0.9)
        case .ttftP95: return firstToken(0.95)
        case .ttftP99: return firstToken(0.99)
        case .availability:
            // 100 % leaves no request that may fail, so every state between met and violated would be meaningless.
            return cursor.ratio(in: 0.5...0.99999, example: "99.9%, from 50% to 99.999%")
                .map { .availability(atLeast: $0) }
        case .throughput: return cursor.ratePerHour().map { .throughput(perHour: $0) }
        case .costPerRequest: return cursor.money(example: "$0.01").map { .costPerRequest(atMost: $0) }
        case .gpuMemory: return cursor.bytes().map { .gpuMemory(atMostBytes: $0) }
        }
    }

    private static func span(_ cursor: YAMLCursor) -> TimeSpan? {
        cursor.duration(in: .milliseconds(1)...(.hours(24)))
    }
}
