public import InfermonModel

/// Rollups by interval, the newest ones only: what a sliding window is summed from.
///
/// A window is the sum of full slots, which ``expire(at:)`` makes once a slot, and of the one under way. Running totals that subtract
/// expired slots would need no such sum, but a histogram that kept exact values cannot be subtracted from.
public struct SlottedRollups: Sendable {
    /// The length of a slot.
    public let slotSpan: TimeSpan
    /// Full slots kept beside the one under way.
    public let slotCount: Int

    /// In order of time; no dictionary, which would give copies of what it holds.
    private var slots: [Slot] = []
    private let distributions: Rollup.Distributions
    /// The windows whose full slots are summed up ahead, in full slots.
    private let windows: [Int]
    /// The sums of the full slots of ``windows`` that come before the slot which begins at ``summedUpTo``.
    private var sums: [Rollup] = []
    /// The start of the slot under way when ``sums`` were made; `nil` when a full slot changed since.
    private var summedUpTo: Timestamp?
    private var revision = 0

    private struct Slot {
        var start: Timestamp
        var rollup: Rollup
    }

    /// What tells one state of the full slots from another.
    public struct Version: Hashable, Sendable {
        fileprivate var end: Timestamp
        fileprivate var revision: Int
    }

    /// The state of the full slots at `now`, for who keeps what was made of them; `nil` before ``expire(at:)``.
    public func version(at now: Timestamp) -> Version? {
        guard let end = summedUpTo, end == now.floored(to: slotSpan) else { return nil }
        return Version(end: end, revision: revision)
    }

    /// Creates empty slots.
    ///
    /// - Parameters:
    ///   - slotSpan: The length of a slot.
    ///   - slotCount: Full slots kept beside the one under way.
    ///   - windows: The windows that are asked for often, in full slots.
    ///   - distributions: Those that are kept of what is added.
    public init(
        slotSpan: TimeSpan, slotCount: Int, windows: [Int] = [], distributions: Rollup.Distributions = .all
    ) {
        self.distributions = distributions
        self.slotSpan = slotSpan
        self.slotCount = slotCount
        self.windows = windows
    }

    /// How far ahead of ours a log's clock may be: what is dated later is in no slot.
    private static let farthestAhead = TimeSpan.days(1)

    /// Adds a rollup to the slot that holds `instant`, unless that slot is past keeping at `now` or more than a day ahead.
    public mutating func add(_ rollup: Rollup, at instant: Timestamp, now: Timestamp) {
        let start = instant.floored(to: slotSpan)
        guard start >= oldestStart(at: now), start <= now + Self.farthestAhead else { return }
        slots[place(of: start)].rollup.merge(rollup, distributions)
        if let end = summedUpTo, start < end { summedUpTo = nil }
    }

    /// The index of a slot, which is made if need be; O(1) for the newest.
    private mutating func place(of start: Timestamp) -> Int {
        let place = firstIndex(from: start)
        if place == slots.count || slots[place].start != start {
            slots.insert(Slot(start: start, rollup: Rollup()), at: place)
        }
        return place
    }

    /// The index of the slot that begins at an instant.
    private func index(of start: Timestamp) -> Int? {
        let place = firstIndex(from: start)
        return place < slots.count && slots[place].start == start ? place : nil
    }

    /// The index of the first slot that begins no earlier than an instant; O(1) for the newest, O(log n) for others.
    private func firstIndex(from start: Timestamp) -> Int {
        guard let last = slots.indices.last, slots[last].start >= start else { return slots.count }
        if slots[last].start == start { return last }
        var (low, high) = (0, last)
        while low < high {
            let middle = (low + high) / 2
            if slots[middle].start < start { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// Forgets slots past keeping; O(slots) when a slot has begun or a full one changed since the last call, O(1) else.
    public mutating func expire(at now: Timestamp) {
        let current = now.floored(to: slotSpan)
        guard summedUpTo != current else { return }
        let oldest = oldestStart(at: now)
        if let first = slots.first, first.start < oldest { slots.removeAll { $0.start < oldest } }
        sums = windows.map { sum(from: current - slotSpan * Int64($0), to: current) }
        summedUpTo = current
        revision &+= 1
    }

    /// The sum of the slot under way and the `count` full ones before it.
    public func sum(lastFull count: Int, at now: Timestamp) -> Rollup {
        var total = Rollup()
        forEachPart(lastFull: count, at: now) { total.merge($0) }
        return total
    }

    /// Gives the parts of ``sum(lastFull:at:)``: the sum of the full slots and the slot under way, neither of them copied.
    func forEachPart(lastFull count: Int, at now: Timestamp, _ body: (Rollup) -> Void) {
        let current = now.floored(to: slotSpan)
        if summedUpTo == current, let window = windows.firstIndex(of: count) {
            body(sums[window])
        } else {
            body(sum(from: current - slotSpan * Int64(count), to: current))
        }
        if let underWay = index(of: current) { body(slots[underWay].rollup) }
    }

    private func sum(from first: Timestamp, to end: Timestamp) -> Rollup {
        var total = Rollup()
        for index in firstIndex(from: first)..<max(firstIndex(from: first), firstIndex(from: end)) {
            total.merge(slots[index].rollup)
        }
        return total
    }

    /// The time that ``sum(lastFull:at:)`` covers: the full slots and the elapsed part of the one under way.
    public func covered(lastFull count: Int, at now: Timestamp) -> TimeSpan {
        now - (now.floored(to: slotSpan) - slotSpan * Int64(count))
    }

    /// The slots in order of time, oldest first, the one under way last; `nil` where nothing was counted.
    public func ordered(at now: Timestamp) -> [Rollup?] {
        let first = oldestStart(at: now)
        return (0...slotCount).map { number in
            let start = first + slotSpan * Int64(number)
            return index(of: start).map { slots[$0].rollup }
        }
    }

    /// The start of the oldest slot kept.
    public func oldestStart(at now: Timestamp) -> Timestamp {
        now.floored(to: slotSpan) - slotSpan * Int64(slotCount)
    }

    /// Whether nothing is kept.
    public var isEmpty: Bool { slots.isEmpty }
}
