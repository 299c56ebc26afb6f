import Foundation
import InfermonModel
import InfermonTestSupport
import Testing

@testable import InfermonAgents

/// The parent's side against real processes that do what drivers do at their worst.
@Suite struct GPUAgentTests {
    /// An agent, and the readings that it gave.
    private struct Watched {
        let agent: GPUAgent
        let readings: Locked<[Reading<GPUObservation>]>
        let folder: TemporaryFolder

        /// Watches the fake library.
        init(script: String, interval: TimeSpan = .milliseconds(20)) throws {
            var options = GPUProbeOptions(GPUSource(interval: interval, libraryPath: ProbeRun.library))
            options.libraryOwner = .anyone
            try self.init(executable: ProbeRun.runner, arguments: options.arguments, script: script)
        }

        /// Watches another program in the probe's place.
        init(executable: String, arguments: [String], script: String = "") throws {
            let folder = try TemporaryFolder()
            let readings = Locked<[Reading<GPUObservation>]>([])
            var limits = GPUSupervision.Limits(interval: .milliseconds(100))
            limits.killAfter = .milliseconds(800)
            limits.firstSweep = .milliseconds(1_500)
            limits.pause = .milliseconds(50)
            self.folder = folder
            self.readings = readings
            agent = GPUAgent(
                executable: executable, arguments: arguments,
                environment: ["INFERMON_FAKE_NVML": try folder.write(script, to: "script")], limits: limits,
                clock: { Timestamp(microseconds: Int64(Date().timeIntervalSince1970 * 1e6)) },
                sink: { reading in readings.withLock { $0.append(reading) } })
            agent.start()
        }

        func eventually(_ what: String, _ condition: @escaping (Reading<GPUObservation>) -> Bool) async throws {
            try await InfermonTestSupport.eventually(within: .seconds(20), what) {
                readings.withLock { $0.contains(where: condition) }
            }
        }
    }

    @Test func `sweeps arrive one after the other`() async throws {
        let watched = try Watched(script: "gpus 2")
        defer { watched.agent.stop() }
        try await eventually { watched.readings.withLock { Set($0.compactMap(\.readAt)).count >= 3 } }
        let all = watched.readings.withLock { $0 }
        #expect(all.first == .waiting)
        #expect(all.last?.value?.gpus.count == 2)
    }

    @Test func `a driver that hangs makes the reading stale, and stopping returns at once`() async throws {
        let watched = try Watched(script: "nvmlDeviceGetTemperature call=3- sleep=60000")
        try await watched.eventually("a current reading") { $0.state == .current }
        try await watched.eventually("a stale reading with its reason") {
            $0.state == .stale && $0.reason?.contains("driver call has hung for") == true && $0.value?.gpus.count == 1
        }
        let clock = ContinuousClock()
        let taken = clock.measure { watched.agent.stop() }
        #expect(taken < .milliseconds(200))
    }

    @Test func `a driver that hangs at its start is replaced, and stopping in between returns at once`() async throws {
        let watched = try Watched(script: "nvmlInit_v2 sleep=5000")
        try await watched.eventually("the reason") {
            $0.state == .unavailable && $0.reason?.contains("has hung for") == true
        }
        try await watched.eventually("the restart") { $0.reason?.contains("started again") == true }
        let taken = ContinuousClock().measure { watched.agent.stop() }
        #expect(taken < .milliseconds(200))
    }

    @Test func `a library that crashes is told and started again`() async throws {
        let watched = try Watched(script: "nvmlDeviceGetTemperature call=3 crash")
        defer { watched.agent.stop() }
        try await watched.eventually("the crash") {
            $0.reason?.contains("crashed in the driver's library (signal 6)") == true
        }
        try await eventually {
            watched.readings.withLock { readings in
                guard let crash = readings.firstIndex(where: { $0.reason?.contains("signal 6") == true }) else {
                    return false
                }
                return readings[crash...].contains { $0.state == .current }
            }
        }
    }

    @Test func `a frozen process is replaced`() async throws {
        let watched = try Watched(executable: "/bin/sh", arguments: ["-c", "kill -STOP $$; sleep 60"])
        defer { watched.agent.stop() }
        try await watched.eventually("the replacement") { $0.reason?.contains("started again") == true }
    }

    @Test func `junk and floods end the process, not the agent`() async throws {
        let folder = try TemporaryFolder()
        let frame = GPURecord.frame(GPUObservation(at: .epoch, gpus: []))
        try Data(Array(repeating: frame, count: 5_000).joined()).write(to: URL(fileURLWithPath: folder.path("frames")))
        let cases = [
            ("echo the library prints; sleep 60", "sent something that is no record"),
            ("exec cat /dev/zero", "sent something that is no record"),
            ("while :; do cat \(folder.path("frames")); done", "sent far more than was asked for"),
        ]
        for (command, reason) in cases {
            let watched = try Watched(executable: "/bin/sh", arguments: ["-c", command])
            defer { watched.agent.stop() }
            try await watched.eventually(reason) { $0.reason?.contains(reason) == true }
        }
    }

    @Test func `a program that cannot be started is told with the system's reason`() async throws {
        let watched = try Watched(executable: "/nonexistent/infermon", arguments: [])
        defer { watched.agent.stop() }
        try await watched.eventually("the reason") {
            $0.reason?.contains("cannot be started (No such file or directory)") == true
        }
    }

    @Test func `a probe that is killed is replaced by another`() async throws {
        let watched = try Watched(executable: "/bin/sh", arguments: ["-c", "kill -KILL $$"])
        defer { watched.agent.stop() }
        try await watched.eventually("the kill") { $0.reason?.contains("was killed (signal 9)") == true }
    }

    @Test func `stopping before the start and twice is harmless`() throws {
        let agent = GPUAgent(options: GPUProbeOptions(), clock: { .epoch }, sink: { _ in Issue.record("nothing runs") })
        agent.stop()
        agent.stop()
        agent.start()
    }

    @Test func `the probe ends when nobody reads`() async throws {
        let options = GPUProbeOptions(GPUSource(interval: .seconds(3_600)))
        guard
            case .success(let process) = ProbeProcess.start(
                executable: ProbeRun.runner, arguments: options.arguments, environment: [:])
        else {
            Issue.record("the probe did not start")
            return
        }
        close(process.output)
        try await eventually { process.end() == .exited(code: 0) }
    }

    @Test func `the child sees neither our variables nor our files`() async throws {
        let folder = try TemporaryFolder()
        setenv("INFERMON_TEST_SECRET", "key", 1)
        guard
            case .success(let process) = ProbeProcess.start(
                executable: "/bin/sh",
                arguments: ["-c", "env > \(folder.path("env")); ls /proc/self/fd > \(folder.path("fd"))"],
                environment: ["PATH": "/usr/bin:/bin"])
        else {
            Issue.record("the shell did not start")
            return
        }
        defer { close(process.output) }
        try await eventually { process.end() != nil }
        #expect(try !folder.read("env").contains("INFERMON_TEST_SECRET"))
        // Standard input, output and error, and the descriptor that ls reads the folder by.
        #expect(try folder.read("fd").split(separator: "\n").count == 4)
    }
}
