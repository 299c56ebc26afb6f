import Foundation
import InfermonIngest
import InfermonModel
import InfermonRollup
import Testing

@Suite struct GatewayLogAgentTests {
    private let folder: LogFolder
    private let begin = Int(Date().timeIntervalSince1970) - 100_000

    init() throws { folder = try LogFolder() }

    /// An attempt of the group `group` that ended `end` seconds after ``begin``.
    private func line(_ group: String, _ index: Int, end: Int, isFailure: Bool = false) -> String {
        let instant = begin + end
        return """
            {"id":"\(group)-\(index)","call_type":"acompletion","status":"\(isFailure ? "failure" : "success")",\
            "response_cost":\(isFailure ? "0.0" : "0.001"),"startTime":\(instant - 1).0,"endTime":\(instant).0,\
            "completionStartTime":\(instant).0,"model":"gpt-4o","model_group":"gpt-4o","litellm_session_id":"\(group)",\
            "trace_id":"\(group)","prompt_tokens":\(isFailure ? 0 : 9),"completion_tokens":\(isFailure ? 0 : 9)}

            """
    }

    /// Everything that passes give until nothing is left, `late` written after the first, short one.
    private func read(eventLimit: Int? = nil, late: String = "") -> (sum: Rollup, events: [RequestEvent]) {
        let agent = GatewayLogAgent(
            source: GatewayLogSource(path: folder.path("app.log"), format: "litellm", start: .start), checkpoint: nil,
            monthStart: .epoch, usesInotify: false, inOrderLimit: 2 << 20)
        if let eventLimit { agent.eventLimit = eventLimit }
        var sum = Rollup()
        var events: [RequestEvent] = []
        var now = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
        var budget = late.isEmpty ? Int.max : 1
        while true {
            now = now + .milliseconds(250)
            let pass = agent.pass(now: now, budgetBytes: budget)
            if budget == 1 { folder.append(late) }
            budget = .max
            for row in pass.batch?.rows ?? [] { sum.merge(row.rollup) }
            events += pass.batch?.events ?? []
            if !pass.hasMore { return (sum, events) }
        }
    }

    @Test func `a long backlog, its newest part read first, gives what it gives in order`() {
        let filler = [UInt8](repeating: 0x78, count: 1 << 20) + [0x0a]
        for _ in 0..<33 { folder.append(filler) }
        folder.append(line("g", 0, end: 10, isFailure: true) + line("h", 0, end: 11, isFailure: true))
        folder.append(line("g", 1, end: 13) + line("h", 1, end: 14))
        for _ in 0..<33 { folder.append(filler) }
        let (sum, events) = read(
            eventLimit: .max, late: line("n", 0, end: 90_000, isFailure: true) + line("n", 1, end: 90_002))
        #expect(sum.requests == 3)
        #expect(sum.attempts == 6)
        #expect(sum.outcomes[.ok] == 3)
        #expect(events.map(\.id) == ["n-0", "n-1"])
    }

    @Test func `what is only shown is counted without keys and teams, to the same sums`() {
        folder.append(
            (0..<50).map { number in
                line("g\(number)", 0, end: number).replacing(
                    "\"model\":", with: "\"metadata\":{\"user_api_key_alias\":\"k\(number)\"},\"model\":")
            }.joined())
        func rows(_ grouping: RollupGrouping) -> [RollupRow] {
            let agent = GatewayLogAgent(
                source: GatewayLogSource(path: folder.path("app.log"), format: "litellm", start: .start),
                checkpoint: nil, monthStart: .epoch, grouping: grouping, usesInotify: false)
            return agent.pass(now: Timestamp(seconds: Int64(begin) + 100)).batch?.rows ?? []
        }
        let (kept, shown) = (rows(.minutes), rows(.shownMinutes))
        #expect(Set(kept.map(\.series.key)).count == 50)
        #expect(shown.count <= 2 && shown.allSatisfy { $0.series.key.isEmpty && $0.series.model == "gpt-4o" })
        #expect(shown.map(\.rollup.requests).reduce(0, +) == 50)
    }

    @Test func `a log without a request says so, and no more once one came`() {
        func agent() -> GatewayLogAgent {
            GatewayLogAgent(
                source: GatewayLogSource(path: folder.path("app.log"), format: "auto", start: .start), checkpoint: nil,
                monthStart: .epoch, usesInotify: false)
        }
        let now = Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))
        for index in 0..<150 { folder.append("INFO starting worker \(index)\n") }
        #expect(agent().pass(now: now).status.problem?.contains("none of its 150 lines so far is a request") == true)
        for index in 0..<150 { folder.append("INFO still starting \(index)\n") }
        #expect(agent().pass(now: now).status.problem?.contains("none of its 300 lines so far is a request") == true)
        folder.append(line("g", 0, end: 10))
        #expect(agent().pass(now: now).status.problem == nil)
    }

    @Test func `health checks of a known format are no doubt about it`() {
        for _ in 0..<300 {
            folder.append(
                #"10.0.0.1 - - [26/Nov/2026:00:00:01 +0000] "GET /health HTTP/1.1" 200 2 "-" "kube-probe""# + "\n")
        }
        let agent = GatewayLogAgent(
            source: GatewayLogSource(path: folder.path("app.log"), format: "combined", start: .start), checkpoint: nil,
            monthStart: .epoch, usesInotify: false)
        let status = agent.pass(now: Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6))).status
        #expect(status.lines.ignored == 300 && status.problem == nil)
    }

    /// The file that was just made begins before the long one that is read after it.
    @Test func `what is written to an empty file ages no failure of the long log before it`() {
        let filler = [UInt8](repeating: 0x78, count: 1 << 20) + [0x0a]
        folder.append(line("g", 0, end: 10, isFailure: true), to: "app.log.1")
        for _ in 0..<4 { folder.append(filler, to: "app.log.1") }
        folder.append(line("g", 1, end: 13), to: "app.log.1")
        folder.append("")
        let late = line("n", 0, end: 90_000, isFailure: true)
        let (sum, _) = read(eventLimit: .max, late: late)
        #expect(sum.attempts == 3)
        #expect(sum.requests == 2)
    }

    @Test(arguments: [(Int?.none, IngestBatch.eventLimit), (.max, 600), (5, 5), (-1, 0)])
    func `a pass gives as many events as are asked for`(limit: Int?, count: Int) {
        folder.append((0..<600).map { line("g\($0)", 0, end: $0) }.joined())
        let (sum, events) = read(eventLimit: limit)
        #expect(sum.requests == 600)
        #expect(events.map(\.id) == ((600 - count)..<600).map { "g\($0)-0" })
    }

    @Test func `the lag is that of new lines, not the age of what was there before`() {
        folder.append((0..<100).map { line("old\($0)", 0, end: $0) }.joined())
        let agent = GatewayLogAgent(
            source: GatewayLogSource(path: folder.path("app.log"), format: "litellm", start: .start), checkpoint: nil,
            monthStart: .epoch, usesInotify: false)
        let now = Timestamp(seconds: Int64(begin + 50_000))
        #expect(agent.pass(now: now).status.lag == nil)
        folder.append(line("new", 0, end: 49_997))
        #expect(agent.pass(now: now + .seconds(1)).status.lag == .seconds(4))
    }

    @Test func `lines of many minutes come in passes of few rows`() {
        folder.append((0..<40_000).map { line("g\($0)", 0, end: $0 * 60 - 2_000_000) }.joined())
        let agent = GatewayLogAgent(
            source: GatewayLogSource(path: folder.path("app.log"), format: "litellm", start: .start), checkpoint: nil,
            monthStart: .epoch, usesInotify: false)
        var rows: [Int] = []
        var requests: Int64 = 0
        var hasMore = true
        while hasMore {
            let pass = agent.pass(now: Timestamp(seconds: Int64(begin + 900_000)))
            rows.append(pass.batch?.rows.count ?? 0)
            requests += pass.batch?.rows.reduce(0) { $0 + $1.rollup.requests } ?? 0
            hasMore = pass.hasMore
        }
        #expect(requests == 40_000)
        #expect(rows.count > 3 && rows.allSatisfy { $0 < 20_000 }, "\(rows)")
    }

    @Test func `a log in front of another is never counted, and says what became of its requests`() {
        folder.append((0..<5).map { line("g\($0)", 0, end: $0, isFailure: $0 < 2) }.joined())
        let agent = GatewayLogAgent(
            source: GatewayLogSource(path: folder.path("app.log"), format: "litellm", start: .start, role: .enrich),
            checkpoint: nil, monthStart: .epoch, usesInotify: false)
        let pass = agent.pass(now: Timestamp(seconds: Int64(begin + 100)))
        #expect(pass.batch?.rows.isEmpty == true && pass.batch?.events.isEmpty == true)
        #expect(pass.batch?.checkpoints.count == 1)
        #expect(pass.status.outcomesInFront?[.ok] == 3)
        let outcomes = pass.status.outcomesInFront ?? OutcomeCounts()
        #expect(RequestOutcome.allCases.reduce(0) { $0 + outcomes[$1] } == 5)
        folder.append(line("g9", 0, end: 9))
        func outcomesAfterRestart(_ role: GatewayLogSource.Role) -> OutcomeCounts? {
            GatewayLogAgent(
                source: GatewayLogSource(path: folder.path("app.log"), format: "litellm", start: .start, role: role),
                checkpoint: pass.batch?.checkpoints.first, monthStart: .epoch, usesInotify: false
            ).pass(now: Timestamp(seconds: Int64(begin + 101))).status.outcomesInFront
        }
        #expect(outcomesAfterRestart(.enrich)?[.ok] == 4)
        #expect(outcomesAfterRestart(.primary) == nil)
    }
}
