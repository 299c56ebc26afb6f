import InfermonModel
import InfermonRollup
import InfermonTestSupport
import Testing

@Suite struct RecentRequestsTests {
    private func event(_ second: Int64, _ id: String = "") -> RequestEvent {
        RequestEvent(
            endedAt: Timestamp(seconds: second), scenario: ScenarioID("chatbot"), model: "m", outcome: .ok, id: id)
    }

    @Test func `the newest are kept, batch by batch, and more than all at once`() {
        var recent = RecentRequests(limit: 5)
        recent.add((0..<3).map { event($0) })
        #expect(recent.settled.isEmpty)
        recent.settle()
        #expect(recent.settled.map(\.endedAt.seconds) == [0, 1, 2])
        recent.add((3..<7).map { event($0) })
        recent.settle()
        #expect(recent.settled.map(\.endedAt.seconds) == [2, 3, 4, 5, 6])
        recent.add((7..<30).map { event($0) })
        recent.settle()
        #expect(recent.settled.map(\.endedAt.seconds) == [25, 26, 27, 28, 29])
    }

    @Test(arguments: [1, 2, 3] as [UInt64])
    func `batches of several logs in any order are those of one list that is sorted`(seed: UInt64) {
        var generator = Mutator(corpus: [], seed: seed)
        var recent = RecentRequests(limit: 20)
        var all: [RequestEvent] = []
        for step in 0..<300 {
            let start = Int64(step) + Int64.random(in: -8...8, using: &generator)
            let batch = (0..<Int64.random(in: 0...30, using: &generator)).map { event(start + $0, "\(step) \($0)") }
            recent.add(batch)
            all += batch
            guard Bool.random(using: &generator) else { continue }
            recent.settle()
            let sorted = all.map(\.endedAt.seconds).sorted().suffix(20)
            #expect(recent.settled.map(\.endedAt.seconds).sorted() == Array(sorted))
        }
    }
}
