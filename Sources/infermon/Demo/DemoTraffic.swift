import Glibc
import InfermonCost
import InfermonModel

/// Plays the requests of the demo in order of time, each as the line that a LiteLLM proxy writes for it.
///
/// The same seed gives the same lines. The one event that changes traffic is a degradation of GPT-4 from ``degradedFrom`` on.
struct DemoTraffic {
    /// From when on GPT-4 answers slowly and refuses now and then.
    let degradedFrom: Timestamp

    /// The scenario being played: each has chance and time of its own, so that the lines do not depend on how time is cut.
    private var lane: Lane
    private var lanes: [Lane]
    private var pending: [Line] = []

    private struct Lane {
        var generator: SplitMix64
        var next: Timestamp
        var sequence: UInt64
    }

    /// A line and when the gateway writes it: at the end of its attempt.
    private struct Line {
        let writtenAt: Timestamp
        let text: String
    }

    init(seed: UInt64, from start: Timestamp, degradedFrom: Timestamp) {
        self.degradedFrom = degradedFrom
        lanes = DemoScenario.all.indices.map { index in
            Lane(generator: SplitMix64(seed: seed &* 31 &+ UInt64(index)), next: start, sequence: UInt64(index) << 56)
        }
        lane = lanes[0]
    }

    /// What providers charged for one attempt, for the played usage API.
    struct Charge {
        let at: Timestamp
        let model: DemoScenario.Model
        let inputTokens: Int64
        let outputTokens: Int64
        let cost: Money
    }

    /// Appends every line written before `end` to `output`, in order, and tells each charge.
    mutating func play(until end: Timestamp, into output: inout [UInt8], charge: (Charge) -> Void) {
        for (index, scenario) in DemoScenario.all.enumerated() {
            lane = lanes[index]
            while lane.next < end {
                request(scenario, at: lane.next, charge: charge)
                let rate = scenario.requestsPerHour * Self.dayShape(lane.next)
                let gap = -log(1 - lane.generator.unit()) * 3_600 / rate
                lane.next = lane.next + TimeSpan(microseconds: Int64(gap * 1e6) + 1)
            }
            lanes[index] = lane
        }
        pending.sort { $0.writtenAt < $1.writtenAt }
        let due = pending.prefix { $0.writtenAt < end }
        for line in due { output.append(contentsOf: line.text.utf8) }
        pending.removeFirst(due.count)
    }

    /// A mild swing over the day, 1 on average.
    private static func dayShape(_ at: Timestamp) -> Double {
        let hour = Double(at.seconds % 86_400) / 3_600
        let triangle = 1 - abs(hour - 14) / 12
        return 0.85 + 0.3 * max(0, triangle)
    }

    private mutating func request(_ scenario: DemoScenario, at start: Timestamp, charge: (Charge) -> Void) {
        var pick = lane.generator.unit()
        let model =
            scenario.models.first {
                pick -= $0.share; return pick < 0
            } ?? scenario.models[0]
        let isDegraded = model.group == "gpt-4" && start >= degradedFrom
        lane.sequence += 1
        let trace = hexadecimal(lane.generator.next()) + hexadecimal(lane.sequence)
        var begin = start
        let refusal = lane.generator.unit()
        if refusal < (isDegraded ? 0.06 : 0.0008) {
            let end = begin + .milliseconds(80 + Int64(lane.generator.unit() * 200))
            append(
                DemoLine(
                    scenario, model, trace: trace, id: hexadecimal(lane.generator.next()), start: begin, end: end,
                    failure: .rateLimit))
            // Nine of ten refusals are retried a little later and then served.
            if lane.generator.unit() < 0.1 { return }
            begin = end + .milliseconds(500)
        } else if refusal > 0.9997 {
            append(
                DemoLine(
                    scenario, model, trace: trace, id: hexadecimal(lane.generator.next()), start: begin,
                    end: begin + .seconds(2),
                    failure: .serverError))
            return
        }
        var line = DemoLine(
            scenario, model, trace: trace, id: hexadecimal(lane.generator.next()), start: begin, end: begin,
            failure: nil)
        line.inputTokens = Int64(scenario.inputTokens * exp(0.3 * lane.generator.normal() - 0.045)) + 1
        line.outputTokens = Int64(scenario.outputTokens * exp(0.35 * lane.generator.normal() - 0.06)) + 1
        if lane.generator.unit() < scenario.cacheHitShare {
            line.isCacheHit = true
            line.end = begin + .milliseconds(3 + Int64(lane.generator.unit() * 6))
        } else {
            let slow = isDegraded ? 1.8 : 1
            let spread = exp(0.22 * lane.generator.normal())
            line.end = begin + TimeSpan(microseconds: Int64(Double(model.medianLatency.microseconds) * slow * spread))
            line.firstToken =
                begin + TimeSpan(microseconds: Int64(Double(model.medianFirstToken.microseconds) * slow * spread))
            if let cost = line.cost {
                charge(
                    Charge(
                        at: line.end, model: model, inputTokens: line.inputTokens, outputTokens: line.outputTokens,
                        cost: cost))
            }
        }
        append(line)
    }

    private mutating func append(_ line: DemoLine) {
        pending.append(Line(writtenAt: line.end, text: line.text))
    }
}

extension SplitMix64 {
    /// A number in 0..<1.
    fileprivate mutating func unit() -> Double { Double(next() >> 11) / 9_007_199_254_740_992 }

    /// A number around 0 with a standard deviation of 1: twelve uniform ones summed, which is near enough to normal here.
    fileprivate mutating func normal() -> Double { (0..<12).reduce(-6) { sum, _ in sum + unit() } }
}

/// Sixteen hexadecimal digits.
func hexadecimal(_ value: UInt64) -> String {
    let digits = String(value, radix: 16)
    return String(repeating: "0", count: 16 - digits.utf8.count) + digits
}
