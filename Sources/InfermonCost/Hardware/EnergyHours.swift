public import InfermonModel

/// A part of one GPU's energy, inside one hour.
public struct EnergyPart: Hashable, Sendable {
    /// The start of the hour, in UTC.
    public var hour: Timestamp
    /// The board.
    public var uuid: String
    /// The energy in millijoules.
    public var millijoules: Double
    /// Whether it was integrated or guessed rather than counted by the board.
    public var isEstimated: Bool
    /// How long the board was watched.
    public var watched: TimeSpan
    /// The part of ``watched`` in which it worked.
    public var busy: TimeSpan

    /// Creates a part.
    public init(
        hour: Timestamp, uuid: String, millijoules: Double, isEstimated: Bool, watched: TimeSpan, busy: TimeSpan
    ) {
        self.hour = hour
        self.uuid = uuid
        self.millijoules = millijoules
        self.isEstimated = isEstimated
        self.watched = watched
        self.busy = busy
    }

    mutating func add(_ other: EnergyPart) {
        millijoules += other.millijoules
        isEstimated = isEstimated || other.isEstimated
        watched = watched + other.watched
        busy = busy + other.busy
    }
}

/// The energy of all GPUs by the hour, from their samples.
public struct EnergyHours: Sendable {
    private struct Key: Hashable {
        var hour: Timestamp
        var uuid: String
    }

    private var meters: [String: EnergyMeter] = [:]
    private var parts: [Key: EnergyPart] = [:]
    private var fresh: [Key: EnergyPart] = [:]

    /// Creates hours without energy.
    public init() {}

    /// Takes in what was stored before.
    public mutating func restore(_ stored: [EnergyPart]) {
        for part in stored { Self.add(part, to: &parts) }
    }

    /// Takes in a look at the GPUs.
    public mutating func add(_ observation: GPUObservation) {
        for gpu in observation.gpus {
            guard let sample = gpu.reading.value, case .current(_, let at) = gpu.reading else {
                // What a board drew while it did not answer is not known.
                meters[gpu.uuid] = nil
                continue
            }
            let interval = meters[gpu.uuid, default: EnergyMeter()].add(sample, at: at)
            if let interval { add(interval, uuid: gpu.uuid, busyShare: sample.utilization.value ?? 0) }
        }
    }

    private mutating func add(_ interval: EnergyInterval, uuid: String, busyShare: Double) {
        // Nobody saw whether the board worked.
        let isWatched = interval.end - interval.start <= EnergyMeter.longestGap
        var start = interval.start
        while start < interval.end {
            let hour = start.floored(to: .hours(1))
            let end = min(hour + .hours(1), interval.end)
            let share = (end - start).seconds / (interval.end - interval.start).seconds
            let busy = TimeSpan(microseconds: Int64((end - start).seconds * 1e6 * min(1, max(0, busyShare))))
            let part = EnergyPart(
                hour: hour, uuid: uuid, millijoules: interval.millijoules * share, isEstimated: interval.isEstimated,
                watched: isWatched ? end - start : .zero, busy: isWatched ? busy : .zero)
            Self.add(part, to: &parts)
            Self.add(part, to: &fresh)
            start = end
        }
    }

    private static func add(_ part: EnergyPart, to parts: inout [Key: EnergyPart]) {
        let key = Key(hour: part.hour, uuid: part.uuid)
        if parts[key]?.add(part) == nil { parts[key] = part }
    }

    /// What came since the last call, to be stored.
    public mutating func takeFresh() -> [EnergyPart] {
        defer { fresh = [:] }
        return fresh.values.sorted { ($0.hour, $0.uuid) < ($1.hour, $1.uuid) }
    }

    /// Takes back what could not be stored, to be given out again.
    public mutating func giveBack(_ parts: [EnergyPart]) {
        for part in parts { Self.add(part, to: &fresh) }
    }

    /// Forgets hours before an instant.
    public mutating func expire(before instant: Timestamp) {
        if parts.keys.contains(where: { $0.hour < instant }) { parts = parts.filter { $0.key.hour >= instant } }
    }

    /// All boards' parts of each hour.
    public var byHour: [Timestamp: [EnergyPart]] { Dictionary(grouping: parts.values, by: \.hour) }
}
