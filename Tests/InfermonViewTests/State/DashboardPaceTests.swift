import InfermonModel
import InfermonView
import Testing

@Suite struct DashboardPaceTests {
    private func at(_ milliseconds: Int64) -> TimeSpan { .milliseconds(milliseconds) }

    @Test func `the first news waits for nothing`() {
        let pace = DashboardPace(interval: .milliseconds(100))
        #expect(pace.delay(at: at(0)) == .zero)
        #expect(pace.gatheringTime(at: at(0), reading: .zero) == .zero)
    }

    @Test func `news keeps its distance from a burst of news, not from one alone or what time called for`() {
        var pace = DashboardPace(interval: .milliseconds(250))
        pace.begin(at: at(1_000), isNews: true)
        #expect(pace.delay(at: at(1_030)) == .zero)
        pace.begin(at: at(1_030), isNews: true)
        #expect(pace.delay(at: at(1_040)) == at(210))
        #expect(pace.delay(at: at(1_250)) == .zero)
        pace.begin(at: at(2_000), isNews: false)
        #expect(pace.delay(at: at(2_001)) == .zero)
    }

    @Test(arguments: [100, 250] as [Int64])
    func `a busy log is shown once an interval, evenly`(interval: Int64) {
        var pace = DashboardPace(interval: .milliseconds(interval))
        var times: [Int64] = []
        var time: Int64 = 1_000
        for _ in 0..<40 {
            time += pace.delay(at: at(time)).microseconds / 1_000
            pace.begin(at: at(time), isNews: true)
            times.append(time)
            time += 3
        }
        let gaps = zip(times.dropFirst(), times).map { $0 - $1 }
        #expect(gaps.dropFirst(2).allSatisfy { $0 == interval } && gaps.count == 39)
    }

    @Test func `who asked for a dashboard every five seconds gets no more, whatever calls for it`() {
        var pace = DashboardPace(interval: .seconds(5))
        pace.begin(at: at(1_000), isNews: false)
        #expect(pace.delay(at: at(2_000)) == .seconds(4))
        #expect(pace.rest == .seconds(5))
        pace.begin(at: at(2_000), isNews: true)
        #expect(pace.delay(at: at(3_000)) == .seconds(4))
        pace = DashboardPace(interval: .seconds(5))
        pace.begin(at: at(1_000), isNews: false)
        pace.interval = .seconds(1)
        #expect(pace.delay(at: at(1_400)) == at(600))
        #expect(pace.delay(at: at(2_000)) == .zero)
        pace.begin(at: at(3_000), isNews: false)
        #expect(pace.delay(at: at(3_300)) == at(700))
    }

    @Test(arguments: [100, 250, 1_000] as [Int64])
    func `without news there is one a second`(interval: Int64) {
        #expect(DashboardPace(interval: .milliseconds(interval)).rest == .seconds(1))
    }

    @Test(arguments: [(0, 90), (20, 70), (1_000, 50)] as [(Int64, Int64)])
    func `a log is read so that it is in the next dashboard`(reading: Int64, until: Int64) {
        var pace = DashboardPace(interval: .milliseconds(100))
        for _ in 0..<2 { pace.begin(at: at(1_000), isNews: true) }
        #expect(pace.gatheringTime(at: at(1_010), reading: at(reading)) == at(until - 10))
        #expect(pace.gatheringTime(at: at(1_099), reading: at(reading)) == .zero)
    }

    @Test func `a log is looked at four times a second, however seldom the screen is drawn`() {
        var pace = DashboardPace(interval: .milliseconds(500))
        pace.begin(at: at(1_000), isNews: true)
        #expect(pace.gatheringTime(at: at(1_010), reading: .zero) == at(250))
        pace.interval = .seconds(60)
        #expect(pace.gatheringTime(at: at(9_000), reading: .zero) == at(250))
    }

    @Test func `a thread whose clock was read before another's is not ahead of it`() {
        var pace = DashboardPace(interval: .milliseconds(100))
        for _ in 0..<2 { pace.begin(at: at(1_000), isNews: true) }
        #expect(pace.delay(at: at(999)) == at(100))
        #expect(pace.gatheringTime(at: at(999), reading: .zero) == at(90))
    }
}
