import InfermonAlerting
import InfermonModel
import Testing

/// What a restart does, after Prometheus' TestForStateRestore (rules/manager_test.go).
@Suite struct AlertRestoreTests {
    private static let policy = RestorePolicy(outageTolerance: .minutes(30), gracePeriod: .minutes(10))

    /// An alert that was evaluated each five minutes up to `last`, and the machine that took it over at `back`.
    private static func restored(last: Int64, back: Int64, uptime: TimeSpan = .zero) throws -> AlertTrace {
        var first = AlertTrace(hold: .minutes(25))
        for minute in stride(from: 0, through: last, by: 5) { try first.evaluate(["a": 75], at: .minutes(minute)) }
        var second = AlertTrace(hold: .minutes(25))
        second.machine.restore(
            first.machine.alerts, downSince: .epoch + .minutes(last),
            at: EvaluationTime(now: .epoch + .minutes(back), uptime: uptime), rules: [second.rule], policy: policy)
        return second
    }

    private static func time(_ minute: Int64, back: Int64) -> EvaluationTime {
        EvaluationTime(now: .epoch + .minutes(minute), uptime: .minutes(minute - back))
    }

    @Test func `time away does not count`() throws {
        var trace = try Self.restored(last: 5, back: 15)
        try trace.evaluate(["a": 75], at: Self.time(15, back: 15))
        #expect(trace.alert()?.activeSince == .epoch + .minutes(10))
        try trace.evaluate(["a": 75], at: Self.time(34, back: 15))
        #expect(trace.state() == .pending)
        try trace.evaluate(["a": 75], at: Self.time(35, back: 15))
        #expect(trace.state() == .firing)
    }

    @Test func `after too long an absence a pending alert begins anew`() throws {
        var trace = try Self.restored(last: 5, back: 40)
        #expect(trace.alert() == nil)
        try trace.evaluate(["a": 75, "b": 75], at: Self.time(40, back: 40))
        #expect(trace.machine.alerts.map(\.activeSince) == [.epoch + .minutes(40), .epoch + .minutes(40)])
    }

    @Test func `a condition that ended meanwhile leaves nothing`() throws {
        var trace = try Self.restored(last: 5, back: 15)
        try trace.evaluate(["a": 1], at: Self.time(15, back: 15))
        #expect(trace.machine.alerts.isEmpty)
    }

    @Test func `an alert that was about to fire waits for one grace period`() throws {
        var trace = try Self.restored(last: 20, back: 25)
        try trace.evaluate(["a": 75], at: Self.time(25, back: 25))
        try trace.evaluate(["a": 75], at: Self.time(34, back: 25))
        #expect(trace.state() == .pending)
        try trace.evaluate(["a": 75], at: Self.time(35, back: 25))
        #expect(trace.state() == .firing)
    }

    @Test func `a clock that went back counts as no time away`() throws {
        var trace = try Self.restored(last: 20, back: 3)
        try trace.evaluate(["a": 75], at: Self.time(3, back: 3))
        #expect(trace.state() == .pending)
        try trace.evaluate(["a": 75], at: Self.time(13, back: 3))
        #expect(trace.state() == .firing)
    }

    @Test func `a rule shorter than the grace period begins anew`() throws {
        var first = AlertTrace(hold: .minutes(5))
        try first.evaluate(["a": 75], at: .zero)
        try first.evaluate(["a": 75], at: .minutes(4))
        var second = AlertTrace(hold: .minutes(5))
        second.machine.restore(
            first.machine.alerts, downSince: .epoch + .minutes(4),
            at: EvaluationTime(now: .epoch + .minutes(6), uptime: .zero), rules: [second.rule])
        try second.evaluate(["a": 75], at: Self.time(10, back: 6))
        #expect(second.state() == .pending)
        try second.evaluate(["a": 75], at: Self.time(11, back: 6))
        #expect(second.state() == .firing)
    }

    @Test func `a firing alert goes on firing, however long the absence`() throws {
        var first = AlertTrace(hold: .minutes(1), keepFiring: .minutes(3))
        for minute in Int64(0)...1 { try first.evaluate(["a": 75], at: .minutes(minute)) }
        try first.evaluate(["a": 1], at: .minutes(2))
        let alerts = first.machine.alerts
        #expect(alerts.first?.keepFiringSince == .epoch + .minutes(2))

        var second = AlertTrace(hold: .minutes(1), keepFiring: .minutes(3))
        second.machine.restore(
            alerts, downSince: .epoch + .minutes(3), at: EvaluationTime(now: .epoch + .days(40), uptime: .zero),
            rules: [second.rule])
        #expect(second.machine.alerts == alerts)
        // One minute of keep-firing was over before the absence, two are left.
        try second.evaluate(["a": 1], at: EvaluationTime(now: .epoch + .days(40), uptime: .minutes(1)))
        #expect(second.state() == .firing)
        try second.evaluate(["a": 1], at: EvaluationTime(now: .epoch + .days(40), uptime: .minutes(2)))
        #expect(second.alert()?.state == .resolved)
    }

    @Test func `a resolved alert stays for the rest of its fifteen minutes`() throws {
        var first = AlertTrace(hold: .zero)
        try first.evaluate(["a": 75], at: .zero)
        try first.evaluate(["a": 1], at: .minutes(1))
        for (back, isKept) in [(Int64(16), true), (17, false)] {
            var second = AlertTrace(hold: .zero)
            second.machine.restore(
                first.machine.alerts, downSince: .epoch + .minutes(1),
                at: EvaluationTime(now: .epoch + .minutes(back), uptime: .zero), rules: [second.rule])
            #expect((second.alert() != nil) == isKept)
        }
    }

    @Test
    func `two hundred restarts never fire early, never late by more than the grace, and never resolve a true one`()
        throws
    {
        var random = TestRandom(seed: 6)
        for _ in 0..<200 {
            let hold = Int64.random(in: 0...30, using: &random)
            let kill = Int64.random(in: 0..<120, using: &random)
            let away = Int64.random(in: 0...50, using: &random)
            var trace = AlertTrace(hold: .minutes(hold))
            for minute in Int64(0)...kill { try trace.evaluate(["a": 75], at: .minutes(minute)) }
            let stored = trace.machine.alerts
            var next = AlertTrace(hold: .minutes(hold))
            next.machine.restore(
                stored, downSince: .epoch + .minutes(kill),
                at: EvaluationTime(now: .epoch + .minutes(kill + away), uptime: .zero), rules: [next.rule])
            var fired: Int64? = stored.first?.state == .firing ? min(hold, kill) : nil
            for minute in (kill + away)...(kill + away + 60) {
                try next.evaluate(["a": 75], at: Self.time(minute, back: kill + away))
                #expect(next.alert()?.state != .resolved)
                if next.state() == .firing { fired = fired ?? minute }
            }
            let at = try #require(fired)
            #expect(at >= hold)
            // What was left of the time, counted from the return, or the grace where that is longer.
            let left = max(0, hold - kill)
            #expect(at <= max(hold, kill + away + max(left, min(hold, 10))))
        }
    }
}
