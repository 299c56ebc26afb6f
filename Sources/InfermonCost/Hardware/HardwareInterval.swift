public import InfermonModel

/// Work that scenarios gave to own GPUs.
public struct GPUWork: Hashable, Sendable {
    /// Prompt tokens that were computed, not read from a cache.
    public var prefillTokens: Int64
    /// Generated tokens.
    public var outputTokens: Int64
    /// Seconds of GPU time, where the log has them; they count instead of tokens.
    public var gpuSeconds: Double?

    /// Creates work.
    public init(prefillTokens: Int64 = 0, outputTokens: Int64 = 0, gpuSeconds: Double? = nil) {
        self.prefillTokens = prefillTokens
        self.outputTokens = outputTokens
        self.gpuSeconds = gpuSeconds
    }
}

/// What own hardware did over a stretch of time, all of its GPUs together.
public struct HardwareInterval: Hashable, Sendable {
    /// The start.
    public var start: Timestamp
    /// The end.
    public var end: Timestamp
    /// Energy of the GPUs, in millijoules.
    public var gpuMillijoules: Double
    /// Whether any of the energy was integrated or guessed.
    public var isEstimated: Bool
    /// The share of the stretch in which the GPUs worked, 0…1; `nil` when unknown.
    public var busyRatio: Double?
    /// The work by scenario.
    public var work: [ScenarioID: GPUWork]

    /// Creates an interval.
    public init(
        start: Timestamp, end: Timestamp, gpuMillijoules: Double, isEstimated: Bool = false, busyRatio: Double? = nil,
        work: [ScenarioID: GPUWork] = [:]
    ) {
        self.start = start
        self.end = end
        self.gpuMillijoules = gpuMillijoules
        self.isEstimated = isEstimated
        self.busyRatio = busyRatio
        self.work = work
    }
}
