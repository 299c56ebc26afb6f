import InfermonAlerting
import InfermonModel
import Testing

/// Inputs and outputs of Prometheus' own tests (prometheus/prometheus: rules/manager_test.go, rules/alerting_test.go).
@Suite struct AlertStateMachineTests {
    @Test func `two instances go their own ways, as in TestAlertingRule`() throws {
        var trace = AlertTrace(hold: .minutes(1), comparison: .below, threshold: 100)
        let first: [Double] = [75, 85, 95, 105, 105, 95, 85]
        let second: [Double] = [80, 90, 100, 110, 120, 130, 140]
        let expected: [(Alert.State?, Alert.State?)] = [
            (.pending, .pending), (.firing, .firing), (.firing, nil), (nil, nil), (nil, nil), (.pending, nil),
            (.firing, nil),
        ]
        for step in first.indices {
            try trace.evaluate(["0": first[step], "1": second[step]], at: .minutes(5 * Int64(step)))
            #expect(trace.state("0") == expected[step].0, "instance 0 at step \(step)")
            #expect(trace.state("1") == expected[step].1, "instance 1 at step \(step)")
        }
    }

    @Test func `keep-firing holds a firing alert for its time, as in TestKeepFiringFor`() throws {
        var trace = AlertTrace(hold: .minutes(1), keepFiring: .minutes(1))
        let values: [Double] = [75, 85, 70, 70, 10, 10, 10, 10, 10]
        let expected: [Alert.State?] = [.pending, .firing, .firing, .firing, .firing, nil, nil, nil, nil]
        for step in values.indices {
            try trace.evaluate(["a": values[step]], at: .minutes(Int64(step)))
            #expect(trace.state() == expected[step], "step \(step)")
        }
    }

    @Test func `keep-firing does not save a pending alert, as in TestPendingAndKeepFiringFor`() throws {
        var trace = AlertTrace(hold: .minutes(1), keepFiring: .minutes(1))
        try trace.evaluate(["a": 75], at: .zero)
        #expect(trace.state() == .pending)
        try trace.evaluate(["a": 10], at: .minutes(1))
        #expect(trace.alert() == nil)
    }

    @Test(arguments: [0, -1, 2])
    func `a limit that is not exceeded changes nothing, as in TestAlertingRuleLimit`(limit: Int) throws {
        var trace = AlertTrace(hold: .zero)
        try trace.evaluate(["a": 75, "b": 75], at: .zero, limit: limit)
        #expect(trace.machine.alerts.count == 2)
    }

    @Test func `a limit that is exceeded drops the rule's alerts, as in TestAlertingRuleLimit`() {
        var trace = AlertTrace(hold: .zero)
        #expect(throws: AlertRuleError.limitExceeded(rule: "rule", limit: 1, count: 2)) {
            try trace.evaluate(["a": 75, "b": 75], at: .zero, limit: 1)
        }
        #expect(trace.machine.alerts.isEmpty)
    }

    @Test func `two results for one subject are an error that touches nothing, as in TestAlertingRuleDuplicate`() throws
    {
        var trace = AlertTrace(hold: .zero)
        try trace.evaluate(["a": 75], at: .zero)
        let before = trace.machine.alerts
        let twice = [1.0, 2].map { AlertFinding(subject: "a", verdict: .clear(value: $0)) }
        #expect(throws: AlertRuleError.duplicateSubject(rule: "rule", subject: "a")) {
            try trace.machine.evaluate(trace.rule, twice, at: EvaluationTime(now: .epoch, uptime: .minutes(1)))
        }
        #expect(trace.machine.alerts == before)
    }

    @Test func `a longer for sends a firing alert back, as in TestFiringAlertResetToPendingOnHoldDurationIncrease`()
        throws
    {
        var trace = AlertTrace(hold: .seconds(15), keepFiring: .minutes(1))
        try trace.evaluate(["a": 75], at: .zero)
        #expect(trace.state() == .pending)
        try trace.evaluate(["a": 75], at: .seconds(15))
        #expect(trace.state() == .firing)
        trace.rule.hold = .hours(1)
        try trace.evaluate(["a": 75], at: .seconds(30))
        #expect(trace.state() == .pending)
        #expect(trace.alert()?.firedAt == nil && trace.alert()?.keepFiringSince == nil)
        #expect(trace.alert()?.activeSince == .epoch)
        try trace.evaluate(["a": 75], at: .hours(1))
        #expect(trace.state() == .firing)
    }

    @Test func `without for it fires in the same evaluation`() throws {
        var trace = AlertTrace(hold: .zero)
        try trace.evaluate(["a": 75], at: .minutes(3))
        #expect(trace.alert()?.state == .firing)
        #expect(trace.alert()?.firedAt == .epoch + .minutes(3))
    }

    @Test func `a resolved alert stays for fifteen minutes and can begin anew`() throws {
        var trace = AlertTrace(hold: .minutes(1))
        for minute in Int64(0)...1 { try trace.evaluate(["a": 75], at: .minutes(minute)) }
        try trace.evaluate(["a": 10], at: .minutes(2))
        #expect(trace.alert()?.state == .resolved)
        #expect(trace.alert()?.resolvedAt == .epoch + .minutes(2))
        var again = trace
        try trace.evaluate(["a": 10], at: .minutes(17))
        #expect(trace.alert()?.state == .resolved)
        try trace.evaluate(["a": 10], at: .minutes(17) + .seconds(1))
        #expect(trace.alert() == nil)

        try again.evaluate(["a": 80], at: .minutes(3))
        #expect(again.alert()?.state == .pending)
        #expect(again.alert()?.activeSince == .epoch + .minutes(3))
        #expect(again.alert()?.resolvedAt == nil && again.alert()?.firedAt == nil)
        try again.evaluate(["a": 80], at: .minutes(4))
        #expect(again.alert()?.state == .firing)
    }

    @Test func `missing data keep the state by default and resolve it on request`() throws {
        var keep = AlertTrace(hold: .minutes(1), noData: .keep)
        var resolve = AlertTrace(hold: .minutes(1), noData: .resolve)
        for minute in Int64(0)...1 {
            try keep.evaluate(["a": 75], at: .minutes(minute))
            try resolve.evaluate(["a": 75], at: .minutes(minute))
        }
        try keep.evaluate(["a": nil], at: .minutes(2))
        try resolve.evaluate(["a": nil], at: .minutes(2))
        #expect(keep.state() == .firing)
        #expect(resolve.alert()?.state == .resolved)
        try keep.evaluate([:], at: .minutes(90))
        #expect(keep.state() == .firing)
    }

    @Test func `a source that comes and goes for an hour neither resolves nor fires anew`() throws {
        var trace = AlertTrace(hold: .minutes(5), noData: .keep)
        var changes: [Alert.State?] = []
        for minute in Int64(0)..<60 {
            try trace.evaluate(["a": minute.isMultiple(of: 2) ? 75 : nil], at: .minutes(minute))
            if changes.last != .some(trace.state()) { changes.append(trace.state()) }
        }
        #expect(changes == [.pending, .firing])
    }

    @Test func `a wall clock that jumps neither fires early nor holds back`() throws {
        for jump in [TimeSpan.days(1), .hours(-1), .hours(1), .days(-400)] {
            var trace = AlertTrace(hold: .minutes(5), keepFiring: .minutes(2))
            for minute in Int64(0)...5 {
                let now = Timestamp.epoch + .minutes(minute) + (minute >= 2 ? jump : .zero)
                #expect(trace.state() != .firing)
                try trace.evaluate(["a": 75], at: EvaluationTime(now: now, uptime: .minutes(minute)))
            }
            #expect(trace.state() == .firing)
            for (minute, wall) in [(Int64(6), jump), (7, .zero), (8, jump)] {
                #expect(trace.state() == .firing)
                try trace.evaluate(["a": 1], at: EvaluationTime(now: .epoch + wall, uptime: .minutes(minute)))
            }
            #expect(trace.alert()?.state == .resolved)
        }
    }

    @Test func `the alerts of a rule that is gone resolve, pending ones vanish`() throws {
        var trace = AlertTrace(hold: .minutes(1))
        for minute in Int64(0)...1 { try trace.evaluate(["a": 75], at: .minutes(minute)) }
        try trace.evaluate(["a": 75, "b": 75], at: .minutes(2))
        trace.machine.resolve(at: EvaluationTime(now: .epoch, uptime: .minutes(3))) { _ in false }
        #expect(trace.alert("a")?.state == .resolved)
        #expect(trace.alert("b") == nil)
    }
}
