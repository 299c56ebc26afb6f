import Foundation
import InfermonIngest
import InfermonModel
import InfermonRollup
import Testing

/// Sums over the records of a log, in units that need no rounding.
struct LogSums: Codable, Equatable {
    var lines, requests, ignored, malformed: Int64
    var records = 0
    var attempts: Int64 = 0
    var outcomes: [String: Int] = [:]
    var models: [String: Int] = [:]
    var scenarios: [String: Int] = [:]
    var withTokens = 0
    var input, output, cacheRead, cacheWrite, reasoning: Int64
    var withCost = 0
    var cost = ""
    var withDuration = 0
    var durationMicroseconds: Int64 = 0
    var withTTFT = 0
    var ttftMicroseconds: Int64 = 0
    var streams = 0
    var cacheHits = 0
    var firstEnd, lastEnd: Int64

    init(of path: String) throws {
        var decoder = LogDecoder()
        (lines, requests, ignored, malformed) = (0, 0, 0, 0)
        (input, output, cacheRead, cacheWrite, reasoning) = (0, 0, 0, 0, 0)
        (firstEnd, lastEnd) = (.max, 0)
        var money = Money.zero
        try Fixture.bytes(path).withUnsafeBytes { bytes in
            decoder.decode(bytes) { add($0, cost: &money) }
        }
        cost = money.decimal
        if firstEnd == .max { firstEnd = 0 }
        let counts = decoder.counts
        (lines, requests, ignored, malformed) = (counts.read, counts.requests, counts.ignored, counts.malformed)
    }

    private mutating func add(_ record: AttemptRecord, cost: inout Money) {
        records += 1
        attempts += Int64(record.attempts)
        outcomes[record.outcome.name, default: 0] += 1
        models[record.model.string, default: 0] += 1
        scenarios[record.scenarioMark.string, default: 0] += 1
        if let tokens = record.tokens {
            withTokens += 1
            input += tokens.input
            output += tokens.output
            cacheRead += tokens.cacheRead
            cacheWrite += tokens.cacheWrite
            reasoning += tokens.reasoning
        }
        if let amount = record.gatewayCost {
            withCost += 1
            cost += amount
        }
        if let duration = record.duration {
            withDuration += 1
            durationMicroseconds += duration.microseconds
        }
        if let first = record.timeToFirstToken {
            withTTFT += 1
            ttftMicroseconds += first.microseconds
        }
        if record.isStream == true { streams += 1 }
        if record.isCacheHit == true { cacheHits += 1 }
        if let end = record.endedAt {
            firstEnd = min(firstEnd, end.microseconds)
            lastEnd = max(lastEnd, end.microseconds)
        }
    }
}

/// Every log against sums that another program worked out from the samples' own description.
@Suite struct FormatsExpectationTests {
    @Test(arguments: FormatsContractTests.files)
    func `a log gives what its description says`(path: String) throws {
        let parts = path.split(separator: "/").map(String.init)
        let all = try JSONDecoder().decode(
            [String: LogSums].self, from: Data(Fixture.bytes("\(parts[0])/expected.json")))
        let expected = try #require(all[parts[1]])
        let sums = try LogSums(of: path)
        #expect(sums == expected)
    }

    @Test(arguments: FormatsContractTests.files)
    func `blocks that end anywhere change nothing`(path: String) async throws {
        var options = LogReport.Options()
        options.keys = [.scenario, .model, .provider, .key, .team, .outcome, .hour]
        let whole = await LogReport(options).read([Fixture.url(path).path], at: .epoch)
        options.blockSize = 1_000
        let cut = await LogReport(options).read([Fixture.url(path).path], at: .epoch)
        let isSame = cut.groups == whole.groups && cut.lines == whole.lines
        #expect(isSame)
    }

    @Test(arguments: ["litellm/cases.jsonl", "litellm/post-bodies.jsonl"])
    func `lines and arrays of LiteLLM's payloads are the same 36 requests`(path: String) async throws {
        let totals = await LogReport().read([Fixture.url(path).path], at: .epoch).totals
        #expect(totals.requests == 36)
        #expect(totals.attempts == 39)
        #expect(totals.gatewayCost.decimal == "0.00908824")
        #expect(totals.cacheHits == 2)
    }
}
