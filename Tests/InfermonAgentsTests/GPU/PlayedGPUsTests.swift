import InfermonModel
import Testing

@testable import InfermonAgents

@Suite struct PlayedGPUsTests {
    private static let start = Timestamp(seconds: 1_795_404_007)
    private static let script = PlayedGPUs(
        start: start, realStart: Timestamp(seconds: 1_000), speed: 60, load: [0.2, 0.6, 1], step: .seconds(60),
        lostAfter: .seconds(300), hotAfter: .seconds(120))

    @Test func `a script survives the command line`() throws {
        let options = GPUProbeOptions(GPUSource(interval: .seconds(1)), played: Self.script, sweeps: 2)
        #expect(try GPUProbeOptions(arguments: options.arguments) == options)
        #expect(throws: GPUProbeOptionError.self) { try GPUProbeOptions(arguments: ["--played=load=x"]) }
        #expect(throws: GPUProbeOptionError.self) { try GPUProbeOptions(arguments: ["--verbose"]) }
    }

    @Test func `the load runs in straight lines between steps and starts over at the end`() {
        #expect(Self.script.load(after: .zero) == 0.2)
        #expect(abs(Self.script.load(after: .seconds(30)) - 0.4) < 1e-9)
        #expect(Self.script.load(after: .seconds(120)) == 1)
        #expect(Self.script.load(after: .seconds(180)) == 0.2)
        #expect(Self.script.load(after: .seconds(-5)) == 0.2)
    }

    @Test func `the demo's clock runs as fast as told`() {
        #expect(Self.script.now(Timestamp(seconds: 1_002)) == Self.start + .seconds(120))
    }

    @Test func `one board is lost and one is hot from their times on`() throws {
        let session = PlayedSession(Self.script)
        let before = try session.sweep(at: Self.start + .seconds(119)).gpus
        #expect(before.count == 4 && before.allSatisfy { $0.reading.state == .current })
        #expect(before[2].reading.value?.throttle == .value([]))
        let after = try session.sweep(at: Self.start + .seconds(301)).gpus
        #expect(after[2].reading.value?.throttle == .value(.softwareThermal))
        #expect(after[3].reading.reason?.hasPrefix("GPU is lost (NVML 15, Xid 79)") == true)
        #expect(after[3].lostSince == Self.start + .seconds(300))
        #expect(after[3].xid == 79)
    }

    @Test func `the same instant always looks the same`() throws {
        let instant = Self.start + .seconds(77)
        #expect(
            try PlayedSession(Self.script).sweep(at: instant).gpus == PlayedSession(Self.script).sweep(at: instant).gpus
        )
    }

    @Test func `played boards take the same process and pipe as real ones`() async throws {
        let run = try await ProbeRun(GPUProbeOptions(GPUSource(interval: .zero), played: Self.script, sweeps: 1))
        #expect(run.observations.first?.gpus.count == 4)
        #expect(run.observations.first.map { $0.at > Self.start } == true)
    }

    @Test func `every vendor has its own name`() {
        let names = GPUVendorRegistry.all.map { $0.id }
        #expect(Set(names).count == names.count)
        #expect(GPUProbeOptions().vendors.map { $0.id } == ["nvidia"])
    }
}
