import InfermonModel
import Testing

@testable import InfermonAgents

@Suite struct GPUSupervisionTests {
    private static let limits = GPUSupervision.Limits(interval: .seconds(2))

    private static func observation(_ second: Int64) -> GPUObservation {
        GPUObservation(at: Timestamp(seconds: second), gpus: [])
    }

    /// A supervision whose process runs since second 0 and swept at second 1.
    private static func running() -> GPUSupervision {
        var supervision = GPUSupervision(limits: limits)
        _ = supervision.tick(at: .zero)
        supervision.started(at: .zero)
        supervision.received(observation(1), at: Timestamp(seconds: 1), uptime: .seconds(1))
        return supervision
    }

    @Test func `it starts one process and waits for its first sweep`() {
        var supervision = GPUSupervision(limits: Self.limits)
        #expect(supervision.reading(at: .zero) == .waiting)
        #expect(supervision.tick(at: .zero) == .start)
        #expect(supervision.tick(at: .zero) == nil)
        supervision.started(at: .zero)
        #expect(supervision.reading(at: .seconds(4)) == .waiting)
        #expect(supervision.tick(at: .seconds(4)) == nil)
    }

    @Test func `a sweep is current for two intervals and stale after`() {
        let supervision = Self.running()
        #expect(supervision.reading(at: .seconds(5)) == .current(Self.observation(1), at: Timestamp(seconds: 1)))
        #expect(
            supervision.reading(at: .seconds(7))
                == .stale(
                    Self.observation(1), since: Timestamp(seconds: 1), reason: "A GPU driver call has hung for 6s."))
    }

    @Test func `a driver that never answered is unavailable, not stale`() {
        var supervision = GPUSupervision(limits: Self.limits)
        _ = supervision.tick(at: .zero)
        supervision.started(at: .zero)
        #expect(supervision.reading(at: .seconds(5)) == .unavailable(reason: "A GPU driver call has hung for 5s."))
        #expect(supervision.tick(at: .milliseconds(29_999)) == nil)
        #expect(supervision.tick(at: .seconds(30)) == .kill)
    }

    @Test func `a process stuck in the kernel is never joined by a second one`() {
        var supervision = Self.running()
        #expect(supervision.tick(at: .seconds(11)) == .kill)
        for second in Int64(12)...600 { #expect(supervision.tick(at: .seconds(second)) == nil) }
        #expect(
            supervision.reading(at: .seconds(61)).reason
                == "A GPU driver call has hung for 60s and cannot be ended: reboot when it stays so.")
        supervision.ended(.killed(signal: 9), at: .seconds(601))
        #expect(supervision.tick(at: .milliseconds(601_999)) == nil)
        #expect(supervision.tick(at: .seconds(602)) == .start)
    }

    @Test func `pauses between restarts double up to a minute, and a healthy process starts them afresh`() {
        var supervision = GPUSupervision(limits: Self.limits)
        var uptime = TimeSpan.zero
        var pauses: [Int64] = []
        for _ in 0..<8 {
            #expect(supervision.tick(at: uptime) == .start)
            supervision.started(at: uptime)
            supervision.ended(.killed(signal: 11), at: uptime)
            pauses.append(0)
            while supervision.reading(at: uptime).reason?.hasSuffix("again in 0s.") == false {
                uptime = uptime + .seconds(1)
                pauses[pauses.count - 1] += 1
            }
        }
        #expect(pauses == [1, 2, 4, 8, 16, 32, 60, 60])

        _ = supervision.tick(at: uptime)
        supervision.started(at: uptime)
        uptime = uptime + .seconds(61)
        supervision.received(Self.observation(1), at: Timestamp(seconds: 1), uptime: uptime)
        supervision.ended(.exited(code: 0), at: uptime)
        #expect(supervision.tick(at: uptime + .seconds(1)) == .start)
    }

    @Test func `a crash is told with its signal, over the last values`() {
        var supervision = Self.running()
        supervision.ended(.killed(signal: 11), at: .seconds(2))
        #expect(
            supervision.reading(at: .seconds(2))
                == .stale(
                    Self.observation(1), since: Timestamp(seconds: 1),
                    reason: "The GPU process crashed in the driver's library (signal 11); started again in 1s."))
    }

    @Test func `junk costs the process its life and is named`() {
        var supervision = Self.running()
        #expect(supervision.misbehaved("sent something that is no record", at: .seconds(2)) == .kill)
        #expect(supervision.reading(at: .seconds(2)).reason == "The GPU process sent something that is no record.")
        supervision.ended(.killed(signal: 9), at: .seconds(3))
        #expect(supervision.reading(at: .seconds(3)).reason?.hasPrefix("The GPU process sent something") == true)
    }

    @Test func `a sweep dated in the future counts from when it came`() {
        var supervision = Self.running()
        supervision.received(Self.observation(9_000), at: Timestamp(seconds: 2), uptime: .seconds(2))
        #expect(supervision.reading(at: .seconds(2)).readAt == Timestamp(seconds: 2))
    }

    @Test func `a new sweep after a restart clears the reason`() {
        var supervision = Self.running()
        supervision.ended(.exited(code: 3), at: .seconds(2))
        #expect(supervision.tick(at: .seconds(3)) == .start)
        supervision.started(at: .seconds(3))
        #expect(supervision.reading(at: .seconds(3)).state == .stale)
        supervision.received(Self.observation(4), at: Timestamp(seconds: 4), uptime: .seconds(4))
        #expect(supervision.reading(at: .seconds(4)).state == .current)
    }
}
