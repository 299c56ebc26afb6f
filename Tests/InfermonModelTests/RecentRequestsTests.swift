import InfermonModel
import InfermonTestSupport
import Testing

@Suite struct RecentRequestsTests {
    private func event(_ second: Int64, _ id: String = "") -> RequestEvent {
        RequestEvent(
            endedAt: Timestamp(seconds: second), scenario: ScenarioID("chatbot"), model: "m", outcome: .ok, id: id)
    }

    @Test func `the newest are kept, batch by batch, and more than all at once`() {
        var recent = RecentRequests(limit: 5)
        #expect(recent.isEmpty)
        recent.add([])
        #expect(recent.isEmpty)
        recent.add((0..<3).map { event($0) })
        #expect(recent.map(\.endedAt.seconds) == [0, 1, 2])
        recent.add((3..<7).map { event($0) })
        #expect(recent.map(\.endedAt.seconds) == [2, 3, 4, 5, 6])
        recent.add((7..<3_000).map { event($0) })
        #expect(recent.map(\.endedAt.seconds) == [2_995, 2_996, 2_997, 2_998, 2_999])
    }

    @Test func `who shows an earlier state keeps it`() {
        var recent = RecentRequests(limit: 1_000)
        recent.add((0..<10).map { event($0) })
        let shown = recent
        recent.add((10..<20).map { event($0) })
        #expect(shown.map(\.endedAt.seconds) == Array(0..<10))
        #expect(recent.map(\.endedAt.seconds) == Array(0..<20))
        #expect(shown != recent)
    }

    @Test func `a straggler leaves the list that a screen shows as it was`() {
        var recent = RecentRequests(limit: 1_000)
        recent.add((0..<200).map { event($0) } + [event(500)])
        let shown = recent
        recent.add((250..<300).map { event($0) })
        #expect(shown.map(\.endedAt.seconds) == Array(0..<200) + [500])
        #expect(recent.map(\.endedAt.seconds) == Array(0..<200) + Array(250..<300) + [500])
    }

    @Test func `lists are equal however their requests came`() {
        var recent = RecentRequests(limit: 600)
        for second in 0..<600 { recent.add([event(Int64(second))]) }
        #expect(recent == RecentRequests((0..<600).map { event($0) }))
        #expect(recent.reversed().first?.endedAt.seconds == 599)
    }

    @Test(arguments: [(1, 20), (2, 20), (3, 700), (4, 2_000)] as [(UInt64, Int)])
    func `batches of several logs in any order are those of one list that is sorted`(seed: UInt64, limit: Int) {
        var generator = Mutator(corpus: [], seed: seed)
        var recent = RecentRequests(limit: limit)
        var all: [RequestEvent] = []
        for step in 0..<300 {
            let start = Int64(step) + Int64.random(in: -8...8, using: &generator)
            var batch = (0..<Int64.random(in: 0...30, using: &generator)).map { event(start + $0, "\(step) \($0)") }
            if Bool.random(using: &generator) { batch.shuffle(using: &generator) }
            recent.add(batch)
            all += batch
            let sorted = all.sorted { $0.endedAt < $1.endedAt }.suffix(limit)
            #expect(recent.map(\.endedAt) == sorted.map(\.endedAt))
            #expect(Set(recent.map(\.id)).count == recent.count)
        }
    }
}
