import InfermonModel
import Testing

@testable import InfermonAgents

@Suite struct CloudBackoffTests {
    @Test func `a thousand machines that restart together spread evenly`() {
        // Ten equal classes of the span that the fifth failure waits: 9 degrees of freedom, p = 0.01 at 21.67.
        var classes = [Int](repeating: 0, count: 10)
        for seed in 0..<1_000 {
            let wait = Backoff.wait(failures: 5, seed: UInt64(seed) &* 0x9E37_79B9)
            let share = (wait.seconds - 1) / 127
            classes[min(9, Int(share * 10))] += 1
        }
        let squares = classes.reduce(0) { $0 + ($1 - 100) * ($1 - 100) }
        #expect(Double(squares) / 100 < 21.67, "\(classes)")
    }

    @Test(arguments: 1...64)
    func `a wait lies between one second and its ceiling`(_ failures: Int) {
        for seed in [0, 1, .max] as [UInt64] {
            let wait = Backoff.wait(failures: failures, seed: seed)
            #expect(wait >= .seconds(1))
            #expect(wait <= .minutes(5))
            if failures < 6 { #expect(wait <= .seconds(4 << failures)) }
        }
    }

    @Test func `an asked wait is obeyed up to an hour and never shortens ours`() {
        let own = Backoff.wait(failures: 4, seed: 3)
        #expect(Backoff.wait(failures: 4, seed: 3, retryAfter: nil) == own)
        #expect(Backoff.wait(failures: 4, seed: 3, retryAfter: .milliseconds(1)) == own)
        #expect(Backoff.wait(failures: 4, seed: 3, retryAfter: .minutes(20)) == .minutes(20))
        #expect(Backoff.wait(failures: 4, seed: 3, retryAfter: .days(1)) == .hours(1))
    }
}
