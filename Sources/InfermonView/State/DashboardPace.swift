public import InfermonModel

/// When dashboards are made: what comes alone is shown at once, what comes in a burst together.
///
/// Times are those of a clock that never jumps.
public struct DashboardPace: Hashable, Sendable {
    /// The time after which there is a dashboard without news: clocks and ages go on.
    private static let tick = TimeSpan.seconds(1)
    /// How long a log is left alone at most, however seldom the screen is drawn: what a log that is cut loses was not read by then.
    private static let longestGathering = TimeSpan.milliseconds(250)

    /// The least time between two dashboards for news.
    public var interval: TimeSpan
    /// When the last dashboard was begun that others keep their distance from.
    private var begunAt: TimeSpan?
    /// How many intervals of distance were owed then, that dashboard's own included.
    private var owed = 0.0

    /// Creates the pace of a screen that shows nothing yet.
    public init(interval: TimeSpan) {
        self.interval = interval
    }

    /// The time after which there is a dashboard without news.
    public var rest: TimeSpan { max(interval, Self.tick) }

    /// How long news that came by `uptime` must wait; none when it is shown at once.
    ///
    /// One dashboard after a rest keeps no other waiting, so that a line is not held up by a reading of the GPUs: only a second does.
    public func delay(at uptime: TimeSpan) -> TimeSpan {
        let rest = (owed - spare) * Double(interval.microseconds)
        return max(.zero, TimeSpan(microseconds: Int64(rest.rounded())) - elapsed(at: uptime))
    }

    /// Remembers that a dashboard is begun: one that only the time called for keeps no news waiting, unless as much time passes between
    /// any two.
    public mutating func begin(at uptime: TimeSpan, isNews: Bool) {
        guard isNews || interval >= Self.tick else { return }
        let paid = Double(elapsed(at: uptime).microseconds) / Double(max(1, interval.microseconds))
        owed = min(max(0, owed - paid), spare) + 1
        begunAt = uptime
    }

    /// The intervals that may be owed: none where as much time passes between any two dashboards.
    private var spare: Double { interval < Self.tick ? 1 : 0 }

    /// How long a log can still gather lines that the next dashboard is to show: what is read earlier is only older when seen.
    ///
    /// - Parameters:
    ///   - uptime: The time.
    ///   - reading: What the last look at the log took; the next has half as much again, and 10 to 50 ms.
    /// - Returns: The time, at most a quarter of a second.
    public func gatheringTime(at uptime: TimeSpan, reading: TimeSpan) -> TimeSpan {
        if interval > Self.longestGathering { return Self.longestGathering }
        let margin = min(
            max(TimeSpan(microseconds: reading.microseconds * 3 / 2), .milliseconds(10)), .milliseconds(50))
        return max(.zero, delay(at: uptime) - margin)
    }

    /// The time since the last dashboard; one thread may be told of a time before another's.
    private func elapsed(at uptime: TimeSpan) -> TimeSpan {
        begunAt.map { max(.zero, uptime - $0) } ?? .zero
    }
}
