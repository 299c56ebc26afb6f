public import InfermonModel

/// Rollups by interval, the newest ones only: what a sliding window is summed from.
///
/// Slots are merged when a window is asked for. Running totals that subtract expired slots would save time, but a histogram that
/// kept exact values cannot be subtracted from; at sixty to a hundred slots the sum costs microseconds.
public struct SlottedRollups: Sendable {
    /// The length of a slot.
    public let slotSpan: TimeSpan
    /// Full slots kept beside the one under way.
    public let slotCount: Int

    private var slots: [Timestamp: Rollup] = [:]

    /// Creates empty slots.
    public init(slotSpan: TimeSpan, slotCount: Int) {
        self.slotSpan = slotSpan
        self.slotCount = slotCount
    }

    /// Adds a rollup to the slot that holds `instant`, unless that slot is past keeping at `now`.
    public mutating func add(_ rollup: Rollup, at instant: Timestamp, now: Timestamp) {
        let start = instant.floored(to: slotSpan)
        guard start >= oldestStart(at: now) else { return }
        slots[start, default: Rollup()].merge(rollup)
    }

    /// Forgets slots past keeping; O(slots).
    public mutating func expire(at now: Timestamp) {
        let oldest = oldestStart(at: now)
        if slots.keys.contains(where: { $0 < oldest }) { slots = slots.filter { $0.key >= oldest } }
    }

    /// The sum of the slot under way and the `count` full ones before it.
    public func sum(lastFull count: Int, at now: Timestamp) -> Rollup {
        let first = now.floored(to: slotSpan) - slotSpan * Int64(count)
        var total = Rollup()
        for (start, rollup) in slots where start >= first && start <= now { total.merge(rollup) }
        return total
    }

    /// The time that ``sum(lastFull:at:)`` covers: the full slots and the elapsed part of the one under way.
    public func covered(lastFull count: Int, at now: Timestamp) -> TimeSpan {
        now - (now.floored(to: slotSpan) - slotSpan * Int64(count))
    }

    /// The slots in order of time, oldest first, the one under way last; `nil` where nothing was counted.
    public func ordered(at now: Timestamp) -> [Rollup?] {
        let first = oldestStart(at: now)
        return (0...slotCount).map { slots[first + slotSpan * Int64($0)] }
    }

    /// The start of the oldest slot kept.
    public func oldestStart(at now: Timestamp) -> Timestamp {
        now.floored(to: slotSpan) - slotSpan * Int64(slotCount)
    }

    /// Whether nothing is kept.
    public var isEmpty: Bool { slots.isEmpty }
}
