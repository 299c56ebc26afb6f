import InfermonModel

/// What one request comes to, in words: the same on the log page and in `infermon tail`.
struct EventWords {
    /// How a request went.
    enum Level: String {
        /// Answered in time.
        case ok
        /// Answered later than the objective.
        case slow
        /// Answered from the gateway's cache.
        case cached
        /// An attempt after a failed one.
        case retry
        /// Not answered.
        case error
    }

    let event: RequestEvent
    /// The scenario's latency objective in seconds; `nil` without one.
    let bound: Double?

    var level: Level {
        if event.outcome.isFailure || event.outcome == .cancelled { return .error }
        if event.attempt > 1 { return .retry }
        if event.isCacheHit { return .cached }
        if let bound, let latency = event.latency, latency.seconds > bound { return .slow }
        return .ok
    }

    var role: StyleRole {
        switch level {
        case .ok: .ok
        case .slow: .warning
        case .cached: .notice
        case .retry: .stale
        case .error: .critical
        }
    }

    /// The cost that the log states, else our own; `nil` when there is neither.
    var cost: Money? { event.gatewayCost ?? event.computedCost }

    /// The cost or its word: an unknown price is never $0.
    var costText: String {
        if let cost { return MoneyFormat.perRequest(cost) }
        return event.tokens == nil && event.outcome.isFailure ? NumberFormat.unknown : "unpriced"
    }

    var note: String {
        var parts: [String] = []
        if !event.id.isEmpty { parts.append(event.id) }
        if event.outcome != .ok { parts.append(event.outcome.name.replacing("_", with: " ")) }
        if !event.errorClass.isEmpty { parts.append(event.errorClass) }
        if event.attempt > 1 { parts.append("attempt \(event.attempt)") }
        if let bound, let latency = event.latency, level == .slow {
            parts.append("over by \(NumberFormat.latency(latency.seconds - bound))")
        }
        if cost == nil, event.tokens != nil { parts.append("no price for \(event.model)") }
        return parts.joined(separator: "  ")
    }
}

extension String {
    /// The text with each occurrence of a character replaced.
    fileprivate func replacing(_ character: Character, with other: Character) -> String {
        String(map { $0 == character ? other : $0 })
    }
}
